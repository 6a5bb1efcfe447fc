"""The rows of one made-up case, and of one referral that nobody has looked at yet."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.consent import ConsentForm, ConsentScope
from rehab.domain.employment import WorkStatus
from rehab.domain.groups import Diagnosis as DiagnosisFact
from rehab.domain.groups import suggest_group
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
    PathwayEventRow,
    Referral,
    TriageRecord,
    WorkStatusRow,
)
from rehab.queries.consents import EMPLOYMENT_UNIT
from rehab.services.demo_scale_courses import take_seat
from rehab.services.demo_scale_names import (
    DIAGNOSES,
    GIVEN_NAMES,
    STAGES,
    SURNAMES,
    WAITING,
    Stage,
)
from rehab.services.demo_scale_town import NotEnoughNumbersError, Rows, Town

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
        opened_on=town.day(max(received - 1, 0)),
        employment_effort=at_risk,
        team_id=town.team(),
    )
    referral_id = _referral(town, rows, citizen_id, received, case_id, is_plan=is_plan)
    _accepted(town, rows, referral_id, received)
    if stage.is_held:
        _held(town, rows, case_id, received)
    _contacts(town, rows, stage, referral_id, received)
    if stage.first_session is not None:
        basis = LegalBasis.SUNDHEDSLOVEN_140 if is_plan else LegalBasis.SUNDHEDSLOVEN_119
        take_seat(town, rows, stage, case_id, referral_id, basis)
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
    suggested = suggest_group(town.ctx.programme, (DiagnosisFact(code, is_main=True),)).group
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
        received_on=town.day(days_ago),
        discharged_on=town.day(days_ago) if is_plan else None,
        gop_type=GopType.ALMEN if is_plan else None,
        sender_kind=SenderKind.HOSPITAL if is_plan else SenderKind.GP,
        sender_name="Opdigtet Hospital" if is_plan else "Lægehuset Fiktivvej",
        work_ability_threatened=None,
        suggested_group=suggested,
        patient_group=suggested if case_id else None,
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


def _accepted(town: Town, rows: Rows, referral_id: UUID, received: int) -> None:
    record_id = town.id()
    flags = [town.ctx.programme.red_flags[0].code] if town.happens(1) else []
    rows.add(
        TriageRecord,
        id=record_id,
        referral_id=referral_id,
        decision=TriageDecision.ACCEPT,
        reason_code="red_flag_cleared" if flags else "in_target_group",
        text="",
        red_flags=flags,
        doctor_contact="Bo Opdigtet, reumatologisk afdeling" if flags else "",
        decided_by=town.draw.choice(town.staff),
        decided_at=town.at(max(received - 1, 0)),
    )


def _held(town: Town, rows: Rows, case_id: UUID, received: int) -> None:
    rows.add(
        ContactPerson,
        id=town.id(),
        case_id=case_id,
        user_id=town.draw.choice(town.staff),
        from_on=town.day(max(received - 2, 0)),
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
            occurred_on=town.day(days),
            channel="telefon",
            recorded_by=town.staff[0],
            recorded_at=town.at(days),
        )


def _measured(town: Town, rows: Rows, case_id: UUID, days_ago: int) -> None:
    rows.add(
        Measurement,
        id=town.id(),
        case_id=case_id,
        point=MeasurePoint.START,
        measured_on=town.day(days_ago),
        nrs_pain=town.draw.randint(2, 9),
        recorded_by=town.staff[0],
        recorded_at=town.at(days_ago),
    )


def _work(town: Town, rows: Rows, case_id: UUID, received: int) -> None:
    since = town.day(received + town.draw.randint(0, 60))
    rows.add(
        WorkStatusRow,
        id=town.id(),
        case_id=case_id,
        status=WorkStatus.FULL_SICK_LEAVE,
        from_on=town.day(received),
        sick_since=since,
        recorded_by=town.staff[0],
        recorded_at=town.at(received),
    )
    if town.happens(60):
        given = town.day(max(received - 2, 0))
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
