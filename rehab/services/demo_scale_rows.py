"""The rows of one made-up case, and of one referral that nobody has looked at yet."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from rehab.clock import COPENHAGEN
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.consent import ConsentForm, ConsentScope
from rehab.domain.courses import CourseForm
from rehab.domain.employment import WorkStatus
from rehab.domain.measures import MeasurePoint
from rehab.domain.phases import format_case_number
from rehab.domain.referrals import (
    GopType,
    ReferralKind,
    ReferralStatus,
    SenderKind,
    TriageDecision,
)
from rehab.models import (
    Attendance,
    Base,
    Booking,
    BookingReferral,
    Case,
    Citizen,
    Consent,
    ContactPerson,
    Course,
    CourseSession,
    Diagnosis,
    Measurement,
    Organisation,
    PathwayEventRow,
    Referral,
    TriageRecord,
    WorkStatusRow,
)
from rehab.queries.consents import EMPLOYMENT_UNIT
from rehab.services.context import Context
from rehab.services.demo_scale_names import (
    DIAGNOSES,
    GIVEN_NAMES,
    STAGES,
    SURNAMES,
    WAITING,
    Stage,
)

_SEATS: Final = 10
_MEETINGS: Final = 8
# Parents before children, as the foreign keys ask.
WRITTEN: Final[tuple[type[Base], ...]] = (
    Citizen,
    Case,
    Referral,
    Diagnosis,
    TriageRecord,
    ContactPerson,
    PathwayEventRow,
    Course,
    CourseSession,
    Booking,
    BookingReferral,
    Attendance,
    Measurement,
    WorkStatusRow,
    Consent,
)


class NotEnoughNumbersError(RuntimeError):
    """More citizens were asked for than there are made-up numbers."""


@dataclass(slots=True)
class Rows:
    """The rows of one chunk by table, in the order in which they must be written."""

    of: dict[type[Base], list[dict[str, object]]] = field(default_factory=dict)

    def add(self, table: type[Base], **values: object) -> None:
        """Add a row of a table."""
        self.of.setdefault(table, []).append(values)


@dataclass(slots=True)
class _Course:
    """A course that is being filled, with the end of each of its sessions."""

    id: UUID
    therapist_id: UUID
    sessions: list[tuple[UUID, datetime]] = field(default_factory=list)
    seats: int = 0


@dataclass(slots=True)
class Town:
    """What the made-up kommune is drawn from, so that the same number gives the same one."""

    ctx: Context
    organisation: Organisation
    staff: list[UUID]
    draw: Random
    taken: set[str]
    serial: int
    place: int = 0
    courses: dict[int, "_Course"] = field(default_factory=dict)

    def id(self) -> UUID:
        """Return the next identifier."""
        return UUID(int=self.draw.getrandbits(128), version=4)

    def happens(self, of_a_hundred: int) -> bool:
        """Tell whether something that befalls so many of a hundred befalls this one."""
        return self.draw.randrange(100) < of_a_hundred

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        """Return an hour of a day in Denmark, so many days ago."""
        day = self.ctx.today - timedelta(days=days_ago)
        return datetime.combine(day, time(hour), COPENHAGEN)


def add_case(town: Town, rows: Rows) -> None:
    """Add an open case, as far as one of the stages."""
    stage = town.draw.choices(STAGES, [stage.share for stage in STAGES])[0]
    received = town.draw.randint(*stage.received)
    citizen_id = _citizen(town, rows)
    case_id, is_plan = town.id(), town.happens(30)
    town.serial += 1
    at_risk = town.happens(20)
    rows.add(
        Case,
        id=case_id,
        organisation_id=town.organisation.id,
        citizen_id=citizen_id,
        number=format_case_number(town.ctx.today.year, town.serial),
        programme_code=town.ctx.programme.code,
        programme_version=town.ctx.programme.version,
        opened_on=_day(town, max(received - 1, 0)),
        employment_effort=at_risk,
    )
    referral_id = _referral(town, rows, citizen_id, received, case_id, is_plan=is_plan)
    rows.add(
        TriageRecord,
        id=town.id(),
        referral_id=referral_id,
        decision=TriageDecision.ACCEPT,
        reason_code="in_target_group",
        text="",
        red_flags=["cauda_equina"] if town.happens(1) else [],
        decided_by=town.draw.choice(town.staff),
        decided_at=town.at(max(received - 1, 0)),
    )
    if stage.is_held:
        _held(town, rows, case_id, received)
    _contacts(town, rows, stage, referral_id, received)
    if stage.first_session is not None:
        basis = LegalBasis.SUNDHEDSLOVEN_140 if is_plan else LegalBasis.SUNDHEDSLOVEN_119
        _seat(town, rows, stage, case_id, referral_id, basis)
    if stage.is_measured:
        _measured(town, rows, case_id, received - 15)
    if at_risk:
        _work(town, rows, case_id, received)


def add_untriaged(town: Town, rows: Rows) -> None:
    """Add a referral that waits in the inbox."""
    days = town.draw.randint(*WAITING)
    is_plan = town.happens(30)
    _referral(town, rows, _citizen(town, rows), days, None, is_plan=is_plan)


def _citizen(town: Town, rows: Rows) -> UUID:
    citizen_id = town.id()
    rows.add(
        Citizen,
        id=citizen_id,
        organisation_id=town.organisation.id,
        identifier=_number(town),
        given_name=town.draw.choice(GIVEN_NAMES),
        surname=town.draw.choice(SURNAMES),
        street=f"Fiktivvej {town.draw.randint(1, 199)}",
        postcode="9999",
        town="Testby",
        phone="99999900",
        needs_interpreter=town.happens(5),
        address_protected=town.happens(1),
    )
    return citizen_id


def _number(town: Town) -> str:
    while (number := made_up_number(town.place)) in town.taken:
        town.place += 1
    town.taken.add(number)
    return number


def made_up_number(place: int) -> str:
    """Return the made-up number at a place: a serial from 9900 on, which nobody was given."""
    rest, serial = divmod(place, 100)
    rest, day = divmod(rest, 28)
    rest, month = divmod(rest, 12)
    year = 40 + rest
    if year > 99:  # noqa: PLR2004 - a year of two digits
        raise NotEnoughNumbersError("there are 1,9 million made-up numbers and no more")
    return f"{day + 1:02}{month + 1:02}{year:02}99{serial:02}"


def _referral(
    town: Town,
    rows: Rows,
    citizen_id: UUID,
    days_ago: int,
    case_id: UUID | None,
    *,
    is_plan: bool,
) -> UUID:
    referral_id = town.id()
    code, words = town.draw.choice(DIAGNOSES)
    rows.add(
        Referral,
        id=referral_id,
        organisation_id=town.organisation.id,
        citizen_id=citizen_id,
        case_id=case_id,
        kind=ReferralKind.GGOP if is_plan else ReferralKind.XREF15,
        legal_basis=LegalBasis.SUNDHEDSLOVEN_140 if is_plan else LegalBasis.SUNDHEDSLOVEN_119,
        status=ReferralStatus.ACCEPTED if case_id else ReferralStatus.RECEIVED,
        programme_version=town.ctx.programme.version,
        received_at=town.at(days_ago, 8),
        received_on=_day(town, days_ago),
        discharged_on=_day(town, days_ago) if is_plan else None,
        gop_type=GopType.ALMEN if is_plan else None,
        sender_kind=SenderKind.HOSPITAL if is_plan else SenderKind.GP,
        sender_name="Opdigtet Hospital" if is_plan else "Lægehuset Fiktivvej",
        work_ability_threatened=None,
        suggested_group=1,
        patient_group=1 if case_id else None,
        sections=[{"key": "sygehistorie", "heading": "Kort sygehistorie", "text": "Ondt i ryg."}],
    )
    rows.add(
        Diagnosis,
        id=town.id(),
        referral_id=referral_id,
        position=0,
        role="main",
        code=code,
        text=words,
    )
    return referral_id


def _held(town: Town, rows: Rows, case_id: UUID, received: int) -> None:
    rows.add(
        ContactPerson,
        id=town.id(),
        case_id=case_id,
        user_id=town.draw.choice(town.staff),
        from_on=_day(town, max(received - 2, 0)),
        assigned_by=town.staff[0],
        assigned_at=town.at(max(received - 2, 0)),
    )


def _contacts(town: Town, rows: Rows, stage: Stage, referral_id: UUID, received: int) -> None:
    kinds = [EventKind.CONTACT_ATTEMPTED] * stage.attempts
    kinds += [EventKind.CONTACT_REACHED] * stage.is_reached
    late = town.draw.randint(1, 6)
    for place, kind in enumerate(kinds):
        days = max(received - late - place, 0)
        rows.add(
            PathwayEventRow,
            id=town.id(),
            referral_id=referral_id,
            kind=kind,
            occurred_on=_day(town, days),
            channel="telefon",
            recorded_by=town.staff[0],
            recorded_at=town.at(days),
        )


def _seat(
    town: Town, rows: Rows, stage: Stage, case_id: UUID, referral_id: UUID, basis: LegalBasis
) -> None:
    """Book a seat on a course that is as far as the case; a full one is followed by a new."""
    wanted = town.draw.randint(*stage.first_session or (0, 0))
    course = town.courses.get(wanted)
    if course is None or course.seats == _SEATS:
        course = _course(town, rows, wanted)
        town.courses[wanted] = course
    course.seats += 1
    booking_id = town.id()
    rows.add(
        Booking,
        id=booking_id,
        kind="booked",
        course_id=course.id,
        case_id=case_id,
        seat=course.seats,
        booked_by=town.staff[0],
        booked_at=town.at(wanted + 3),
    )
    rows.add(BookingReferral, booking_id=booking_id, referral_id=referral_id, legal_basis=basis)
    for session_id, ends_at in course.sessions:
        if ends_at < town.ctx.now - timedelta(hours=20):
            present = town.happens(90)
            rows.add(
                Attendance,
                id=town.id(),
                session_id=session_id,
                booking_id=booking_id,
                mark=AttendanceMark.PRESENT if present else AttendanceMark.EXCUSED,
                recorded_by=course.therapist_id,
                recorded_at=ends_at,
            )


def _course(town: Town, rows: Rows, first_days_ago: int) -> _Course:
    hour = town.draw.randint(8, 15)
    course = _Course(town.id(), town.draw.choice(town.staff))
    rows.add(
        Course,
        id=course.id,
        organisation_id=town.organisation.id,
        offer_code="hold_ikke_opererede",
        form=CourseForm.HOLD,
        title=f"Rygtræning {town.serial}",
        place=f"Sal {town.draw.randint(1, 9)}",
        capacity=_SEATS,
    )
    for week in range(_MEETINGS):
        starts_at = town.at(first_days_ago - 7 * week, hour)
        session_id = town.id()
        course.sessions.append((session_id, starts_at + timedelta(hours=1)))
        rows.add(
            CourseSession,
            id=session_id,
            course_id=course.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place="Sal 1",
            therapist_id=course.therapist_id,
        )
    return course


def _measured(town: Town, rows: Rows, case_id: UUID, days_ago: int) -> None:
    rows.add(
        Measurement,
        id=town.id(),
        case_id=case_id,
        point=MeasurePoint.START,
        measured_on=_day(town, days_ago),
        nrs_pain=town.draw.randint(2, 9),
        recorded_by=town.staff[0],
        recorded_at=town.at(days_ago),
    )


def _work(town: Town, rows: Rows, case_id: UUID, received: int) -> None:
    since = _day(town, received + town.draw.randint(0, 60))
    rows.add(
        WorkStatusRow,
        id=town.id(),
        case_id=case_id,
        status=WorkStatus.FULL_SICK_LEAVE,
        from_on=_day(town, received),
        sick_since=since,
        recorded_by=town.staff[0],
        recorded_at=town.at(received),
    )
    if town.happens(60):
        given = _day(town, max(received - 2, 0))
        rows.add(
            Consent,
            id=town.id(),
            case_id=case_id,
            form=ConsentForm.WRITTEN,
            recipient=EMPLOYMENT_UNIT,
            scopes=[ConsentScope.WORK_STATUS],
            purpose="Tilbage til arbejde",
            given_on=given,
            expires_on=given + timedelta(days=300),
            recorded_by=town.staff[0],
            recorded_at=town.at(max(received - 2, 0)),
        )


def _day(town: Town, days_ago: int) -> date:
    return town.ctx.today - timedelta(days=days_ago)
