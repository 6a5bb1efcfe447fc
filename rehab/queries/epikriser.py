"""Gathering what a case holds for the closing epikrise of one of its referrals."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.attendance import AttendanceMark, attendance_summary
from rehab.domain.employment import WorkStatus
from rehab.domain.epikrise import CourseGiven, EpikriseFacts, ReferredDiagnosis
from rehab.domain.epikrise_notes import marked_notes
from rehab.domain.measures import MeasurePoint
from rehab.domain.programme import Programme
from rehab.models import (
    Booking,
    BookingReferral,
    Case,
    Course,
    CourseSession,
    Epikrise,
    JournalNote,
    Referral,
    WorkStatusRow,
)
from rehab.queries.bookings import booked_sessions
from rehab.queries.measures import measured_fact, measurements_of
from rehab.queries.visibility import visible_cases

# What the citizen was referred for, and what is nearest to it when that is not said (4.6).
_REASON_KEYS = ("oensker", "behov", "sygehistorie", "anamnese")


def find_case_id(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    permission: Permission = Permission.CASE_READ,
) -> UUID | None:
    """Return the case of a referral, or None when it has none or it is not the actor's."""
    query = select(Case.id).join(Referral, Referral.case_id == Case.id)
    query = query.where(visible_cases(actor, permission), Referral.id == referral_id)
    return session.scalars(query).one_or_none()


def closing_referral(session: Session, referral_id: UUID) -> Referral:
    """Return a referral with all that its epikrise is written from."""
    query = select(Referral).where(Referral.id == referral_id)
    query = query.options(joinedload(Referral.citizen), selectinload(Referral.diagnoses))
    return session.scalars(query).one()


def find_epikrise(session: Session, referral_id: UUID) -> Epikrise | None:
    """Return the saved or signed epikrise of a referral, without its bytes."""
    query = select(Epikrise).where(Epikrise.referral_id == referral_id)
    return session.scalars(query).one_or_none()


def find_document(session: Session, referral_id: UUID) -> Epikrise | None:
    """Return the signed epikrise of a referral with its bytes, or None before it is signed."""
    query = select(Epikrise).where(
        Epikrise.referral_id == referral_id, Epikrise.signed_at.is_not(None)
    )
    query = query.options(undefer(Epikrise.pdf), undefer(Epikrise.xml))
    return session.scalars(query).one_or_none()


def epikrise_facts(
    session: Session, programme: Programme, case: Case, referral: Referral, now: datetime
) -> EpikriseFacts:
    """Return what the case holds for the epikrise of one referral.

    Only courses that count for this referral are told of: two linked referrals are closed by two
    letters (4.4, MSG-3). Needs the referral's `diagnoses` loaded.
    """
    measured = measurements_of(session, case.id)
    at_start, at_end = _work_statuses(session, case, civil_date(now))
    notes = marked_notes(note.text for note in list_notes(session, case.id))
    return EpikriseFacts(
        legal_basis=referral.legal_basis,
        received_on=referral.received_on,
        sender=", ".join(
            part for part in (referral.sender_name, referral.sender_department) if part
        ),
        reason=_reason(referral),
        diagnoses=tuple(
            ReferredDiagnosis(row.code or "uden kode", row.text) for row in referral.diagnoses
        ),
        courses=courses_given(session, programme, referral.id, now),
        at_start=measured_fact(measured.get(MeasurePoint.START)),
        at_end=measured_fact(measured.get(MeasurePoint.END)),
        work_at_start=at_start,
        work_at_end=at_end,
        experience="\n".join(notes.experience),
        information=notes.information,
    )


def list_notes(session: Session, case_id: UUID) -> Sequence[JournalNote]:
    """Return the notes of a case with who wrote them, oldest first."""
    query = select(JournalNote).where(JournalNote.case_id == case_id)
    query = query.options(joinedload(JournalNote.author))
    return list(session.scalars(query.order_by(JournalNote.written_at, JournalNote.id)))


def courses_given(
    session: Session, programme: Programme, referral_id: UUID, now: datetime
) -> tuple[CourseGiven, ...]:
    """Return the courses that count for a referral, with attended of offered, first things first.

    Offered are the sessions held while the citizen had the seat; one still ahead was not missed,
    and one the kommune cancelled was never offered.
    A course of which nothing was held yet is left out.
    """
    found = []
    for booking in _bookings_for(session, referral_id):
        marks = {row.session_id: row.mark for row in booking.marks}
        mine = {meeting.id for meeting in booked_sessions(booking) if meeting.starts_at <= now}
        offered = [
            meeting
            for meeting in booking.course.sessions
            if meeting.cancelled_at is None and (meeting.id in marks or meeting.id in mine)
        ]
        if offered:
            found.append(_course_given(programme, booking.course, offered, marks))
    return tuple(sorted(found, key=lambda course: (course.first_on or date.max, course.label)))


def sessions_ahead(session: Session, referral_id: UUID, now: datetime) -> int:
    """Return how many booked sessions that count for a referral are still to come."""
    return sum(
        meeting.starts_at > now and meeting.cancelled_at is None
        for booking in _bookings_for(session, referral_id)
        if booking.cancelled_at is None
        for meeting in booked_sessions(booking)
    )


def _bookings_for(session: Session, referral_id: UUID) -> Iterable[Booking]:
    query = (
        select(Booking)
        .join(BookingReferral, BookingReferral.booking_id == Booking.id)
        .where(BookingReferral.referral_id == referral_id)
        .options(
            joinedload(Booking.course).selectinload(Course.sessions), selectinload(Booking.marks)
        )
        .order_by(Booking.booked_at, Booking.id)
    )
    return session.scalars(query).unique()


def _course_given(
    programme: Programme,
    course: Course,
    offered: Sequence[CourseSession],
    marks: dict[UUID, AttendanceMark],
) -> CourseGiven:
    offer = programme.offer(course.offer_code)
    days = [civil_date(meeting.starts_at) for meeting in offered]
    return CourseGiven(
        label=offer.label if offer else course.title,
        first_on=min(days),
        last_on=max(days),
        attendance=attendance_summary([marks.get(meeting.id) for meeting in offered], len(offered)),
    )


def _reason(referral: Referral) -> str:
    texts: dict[str, str] = {}
    for part in referral.sections:
        texts.setdefault(part["key"], part["text"].strip())
    return next((texts[key] for key in _REASON_KEYS if texts.get(key)), "")


def _work_statuses(
    session: Session, case: Case, today: date
) -> tuple[WorkStatus | None, WorkStatus | None]:
    """Return the first and the newest known work status; one recording is only a start."""
    query = select(WorkStatusRow).where(
        WorkStatusRow.case_id == case.id, WorkStatusRow.from_on <= today
    )
    order = (WorkStatusRow.from_on, WorkStatusRow.recorded_at, WorkStatusRow.id)
    rows = list(session.scalars(query.order_by(*order)))
    if not rows:
        return None, None
    return rows[0].status, rows[-1].status if len(rows) > 1 else None
