"""A case with a marker in every field of the health side, to see which of them get through."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.consent import ConsentScope
from rehab.domain.courses import CourseForm
from rehab.domain.employment import WorkStatus
from rehab.domain.measures import MeasurePoint
from rehab.domain.referrals import TriageDecision
from rehab.models import (
    Attendance,
    Booking,
    BookingReferral,
    Case,
    Consent,
    Course,
    CourseSession,
    Epikrise,
    JournalNote,
    Measurement,
    PathwayEventRow,
    Reminder,
    TriageRecord,
    WorkStatusRow,
)
from tests.support.factories import Factories

CPR: Final = "0101709977"
CONSIDERATIONS: Final = "Markør skånehensyn"

# What shows that a scope has been opened, on the page of the case.
OPENED: Final[dict[ConsentScope, tuple[str, ...]]] = {
    ConsentScope.WORK_STATUS: ("Fuldt sygemeldt fra 05.10.2026", "05.10.2026</dd>"),
    ConsentScope.CONTACT_PERSON: ("Markør Kontaktperson", "11223344"),
    ConsentScope.SCHEDULE: ("fre. 04.12.2026 kl. 07.13–08.13",),
    ConsentScope.CONSIDERATIONS: (CONSIDERATIONS,),
}

HEALTH_MARKERS: Final = (
    CPR,
    CPR[:6],
    "MRKDIAGKODE",
    "MRK diagnosetekst",
    "MRK sektion",
    "MRK afsender",
    "MRK afdeling",
    "MRK henviser",
    "MRK visitation",
    "MRK lægekontakt",
    "MRK hændelse",
    "MRK notat",
    "MRK aktivitet",
    "MRK holdtitel",
    "MRK holdsted",
    "MRK mødested",
    "MRK epikrise",
    "MRK påmindelse",
    "MRK adresse",
    "MRK by",
    "99887766",
    "mrk@eksempel.dk",
)

HEALTH_TABLES: Final = (
    "referral",
    "diagnosis",
    "triage_record",
    "pathway_event",
    "journal_note",
    "measurement",
    "attendance",
    "booking_referral",
    "epikrise",
    "reminder",
    "letter",
    "delivery",
)


@dataclass(frozen=True)
class Recorded:
    """A consent as a test wants it: what it covers, and how it stands."""

    scopes: frozenset[ConsentScope] = frozenset()
    form: str = "skriftlig"
    recipient: str = "beskaeftigelse"
    given_days_ago: int = 3
    lasts_days: int = 365
    withdrawn_days_ago: int | None = None


def stuffed_case(make: Factories, now: datetime, consent: Recorded) -> Case:
    """A citizen in the middle of everything, seven weeks into a sick leave."""
    holder = make.user(Role.TERAPEUT, login="holder", name="Markør Kontaktperson", phone="11223344")
    citizen = make.citizen(
        identifier=CPR,
        street="MRK adresse 1",
        town="MRK by",
        phone="99887766",
        email="mrk@eksempel.dk",
        given_name="Walther",
        surname="Vægsen",
    )
    case = make.case(citizen=citizen, contact_person=holder, employment_effort=True, referrals=0)
    referral = make.referral(
        case=case,
        diagnoses=(("MRKDIAGKODE", "MRK diagnosetekst"),),
        sections=[{"key": "sygehistorie", "heading": "MRK sektion", "text": "MRK sektion tekst"}],
        sender_name="MRK afsender",
        sender_department="MRK afdeling",
        referrer_name="MRK henviser",
    )
    by: dict[str, Any] = {"recorded_by": holder.id, "recorded_at": now}
    course = Course(
        organisation_id=case.organisation_id,
        offer_code="standard_hold",
        form=CourseForm.HOLD,
        title="MRK holdtitel",
        place="MRK holdsted",
        capacity=12,
    )
    make.save(course)
    past = _session(course, now - timedelta(days=1), holder.id)
    coming = _session(course, datetime(2026, 12, 4, 6, 13, tzinfo=now.tzinfo), holder.id)
    booking = Booking(
        course_id=course.id, case_id=case.id, seat=1, booked_by=holder.id, booked_at=now
    )
    make.save(past, coming, booking)
    make.save(
        BookingReferral(
            booking_id=booking.id,
            referral_id=referral.id,
            legal_basis=LegalBasis.SUNDHEDSLOVEN_119,
        ),
        Attendance(session_id=past.id, booking_id=booking.id, mark=AttendanceMark.ABSENT, **by),
        TriageRecord(
            referral_id=referral.id,
            decision=TriageDecision.ACCEPT,
            reason_code="i_maalgruppen",
            text="MRK visitation",
            red_flags=["cauda_equina"],
            doctor_contact="MRK lægekontakt",
            decided_by=holder.id,
            decided_at=now,
        ),
        PathwayEventRow(
            referral_id=referral.id,
            kind=EventKind.CONTACT_REACHED,
            occurred_on=now.date(),
            note="MRK hændelse",
            **by,
        ),
        JournalNote(case_id=case.id, written_by=holder.id, written_at=now, text="MRK notat"),
        Measurement(
            case_id=case.id,
            point=MeasurePoint.START,
            measured_on=now.date(),
            nrs_pain=8,
            activities=[{"activity": "MRK aktivitet", "score": "3"}],
            **by,
        ),
        Epikrise(
            referral_id=referral.id,
            case_id=case.id,
            texts={"aarsag": "MRK epikrise"},
            saved_by=holder.id,
            saved_at=now,
        ),
        Reminder(
            organisation_id=case.organisation_id,
            case_id=case.id,
            cause="clock:test",
            sentence="MRK påmindelse",
            due_on=now.date(),
            raised_at=now,
        ),
        WorkStatusRow(
            case_id=case.id,
            status=WorkStatus.FULL_SICK_LEAVE,
            from_on=datetime(2026, 10, 5, tzinfo=now.tzinfo).date(),
            sick_since=datetime(2026, 10, 5, tzinfo=now.tzinfo).date(),
            **by,
        ),
    )
    if consent.scopes:
        make.save(consent_row(case, now, consent, by))
    return case


def consent_row(case: Case, now: datetime, consent: Recorded, by: dict[str, Any]) -> Consent:
    """A stored consent, also one that the service would have refused."""
    given_on = now.date() - timedelta(days=consent.given_days_ago)
    withdrawn = consent.withdrawn_days_ago
    return Consent(
        case_id=case.id,
        form=consent.form,
        recipient=consent.recipient,
        scopes=sorted(consent.scopes),
        purpose="Plan for tilbagevenden",
        considerations=CONSIDERATIONS,
        given_on=given_on,
        expires_on=given_on + timedelta(days=consent.lasts_days),
        withdrawn_on=None if withdrawn is None else now.date() - timedelta(days=withdrawn),
        **by,
    )


def _session(course: Course, starts_at: datetime, therapist_id: Any) -> CourseSession:
    return CourseSession(
        course_id=course.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        place="MRK mødested",
        therapist_id=therapist_id,
    )
