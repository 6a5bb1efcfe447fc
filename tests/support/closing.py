"""A case that is ready to be closed: booked, met, measured and noted; and the closing of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.courses import CourseForm
from rehab.domain.employment import WorkStatus
from rehab.domain.measures import MeasurePoint
from rehab.models import (
    Attendance,
    Booking,
    BookingReferral,
    Case,
    Course,
    CourseSession,
    Epikrise,
    JournalNote,
    Measurement,
    Referral,
    User,
    WorkStatusRow,
)
from rehab.queries.epikriser import closing_referral, find_document
from rehab.services.context import Context
from rehab.services.epikrise_drafts import SaveDraft, draft, save_draft
from rehab.services.epikriser import SignEpikrise, sign
from tests.support.factories import Factories

PRESENT, EXCUSED = AttendanceMark.PRESENT, AttendanceMark.EXCUSED
GP = {
    "role": "svar",
    "name": "Lægerne Prøvevej",
    "gln": "",
    "identifier": "099996",
    "identifier_code": "ydernummer",
}
RESULT = {
    "role": "slutresultat",
    "name": "Testhospitalet",
    "gln": "5790000999033",
    "identifier": "9999999",
    "identifier_code": "sygehusafdelingsnummer",
}
EXPERIENCE = "Jeg kan gå tur med hunden igen."
INSTRUCTION = "Øvelser tre gange om ugen."


@dataclass(frozen=True)
class Closing:
    case: Case
    referral: Referral
    therapist: User


def booked(
    make: Factories,
    case: Case,
    referrals: tuple[Referral, ...],
    starts: tuple[datetime, ...],
    marks: tuple[AttendanceMark | None, ...],
    *,
    offer_code: str = "hold_ikke_opererede",
    therapist: User,
    booked_at: datetime,
    **booking: Any,
) -> Booking:
    course = Course(
        organisation_id=case.organisation_id,
        offer_code=offer_code,
        form=CourseForm.HOLD,
        title="Hold A",
        place="Sal 1",
        capacity=12,
    )
    make.save(course)
    meetings = [
        CourseSession(
            course_id=course.id,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            place="Sal 1",
            therapist_id=therapist.id,
        )
        for at in starts
    ]
    row = Booking(
        course_id=course.id,
        case_id=case.id,
        seat=1,
        booked_by=therapist.id,
        booked_at=booked_at,
        **booking,
    )
    make.save(row, *meetings)
    make.save(
        *(
            BookingReferral(
                booking_id=row.id, referral_id=referral.id, legal_basis=referral.legal_basis
            )
            for referral in referrals
        ),
        *(
            Attendance(
                session_id=meeting.id,
                booking_id=row.id,
                mark=mark,
                recorded_by=therapist.id,
                recorded_at=meeting.starts_at,
            )
            for meeting, mark in zip(meetings, marks, strict=True)
            if mark is not None
        ),
    )
    return row


def measured(
    make: Factories, case: Case, point: MeasurePoint, at: datetime, *, pain: int, score: int
) -> Measurement:
    row = Measurement(
        case_id=case.id,
        point=point,
        measured_on=at.date(),
        nrs_pain=pain,
        activities=[{"activity": "gå tur", "score": str(score)}],
        recorded_by=case.id,
        recorded_at=at,
    )
    make.save(row)
    return row


def a_closing(make: Factories, now: datetime, **referral: Any) -> Closing:
    """A case of eight weeks held by its therapist, with something under every heading."""
    therapist = make.user(Role.TERAPEUT, title="Fysioterapeut", phone="99 99 12 40")
    began = now - timedelta(days=56)
    case = make.case(contact_person=therapist, referrals=0, opened_on=began.date())
    own = make.referral(
        case=case,
        received_on=began.date(),
        **{"referrer_name": "Åse Prøvelæge", "answer_to": [GP]} | referral,
    )
    starts = tuple(began + timedelta(days=7 * week) for week in range(1, 5))
    marks = (PRESENT, PRESENT, EXCUSED, PRESENT)
    booked(make, case, (own,), starts, marks, therapist=therapist, booked_at=began)
    measured(make, case, MeasurePoint.START, began, pain=7, score=3)
    measured(make, case, MeasurePoint.END, now - timedelta(days=1), pain=3, score=7)
    make.save(
        *(
            WorkStatusRow(
                case_id=case.id,
                status=status,
                from_on=day.date(),
                recorded_by=therapist.id,
                recorded_at=day,
            )
            for status, day in (
                (WorkStatus.FULL_SICK_LEAVE, began),
                (WorkStatus.AT_WORK, now - timedelta(days=3)),
            )
        ),
        JournalNote(
            case_id=case.id,
            written_by=therapist.id,
            written_at=now - timedelta(days=2),
            text=f"Afsluttende samtale.\n\nOplevelse: {EXPERIENCE}\n\nInstruktion: {INSTRUCTION}",
        ),
    )
    return Closing(case, own, therapist)


def loaded(ctx: Context, closing: Closing) -> Referral:
    """The referral as its page loads it."""
    referral = closing_referral(ctx.session, closing.referral.id)
    assert referral is not None
    return referral


def saved(ctx: Context, closing: Closing, texts: Mapping[str, str], version: int = 0) -> None:
    """Save what a person wrote on top of a version of the draft."""
    with ctx.transaction():
        save_draft(ctx, loaded(ctx, closing), SaveDraft(texts, version))


def signed(ctx: Context, closing: Closing, **command: str) -> Epikrise:
    """Read the draft and sign it as read."""
    referral = loaded(ctx, closing)
    with ctx.transaction():
        sign(ctx, referral, SignEpikrise(draft(ctx, referral).fingerprint, **command))
    document = find_document(ctx.session, closing.referral.id)
    assert document is not None
    return document
