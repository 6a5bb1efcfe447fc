"""Reading seats: who has which on a course, and who is on a session."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, exists, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.domain.access import Actor, Permission
from rehab.domain.booked_sessions import (
    BookedSpan,
    SessionSlot,
    counted_sessions,
    has_had_all,
    sessions_of_booking,
)
from rehab.domain.courses import Intake, IntakeFacts, SessionFacts, is_begun
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.models import Booking, Case, Course, CourseSession, HeldSeat, Referral, Seat
from rehab.models.courses import SeatKind
from rehab.queries.visibility import visible_cases

_SLOT: Final = cast("Table", CourseSession.__table__).c
_SLOTS: Final = select(
    _SLOT.course_id, _SLOT.id, _SLOT.starts_at, _SLOT.ends_at, _SLOT.cancelled_at
).where(_SLOT.course_id.in_(bindparam("ids", expanding=True)))
_SEAT: Final = cast("Table", Seat.__table__).c
_SEATS: Final = (
    select(_SEAT.id, _SEAT.course_id, _SEAT.booked_at, _SEAT.cancelled_at)
    .add_columns(_SEAT.sessions_each)
    .where(_SEAT.course_id.in_(bindparam("ids", expanding=True)), _SEAT.kind == SeatKind.BOOKED)
)
_SITS_FOR_A_PART: Final = (
    Booking.cancelled_at.is_(None),
    Booking.finished_at.is_(None),
    Booking.sessions_each.is_not(None),
)


def countable_referrals(
    case: Case, programme_for: Callable[[str], Programme]
) -> tuple[Referral, ...]:
    """Return the referrals a booking can count for: accepted and not closed. Needs `referrals`.

    A plan that is only registered, because the hospital trains, is never among them (4.4).
    """
    return tuple(
        referral
        for referral in case.referrals
        if referral.status is ReferralStatus.ACCEPTED
        and referral.gop_type not in programme_for(referral.programme_version).triage.register_only
    )


def session_facts(row: CourseSession) -> SessionFacts:
    """Return when and where a session is, for the rules; the therapist stands as an id."""
    return SessionFacts(row.starts_at, row.ends_at, row.place, str(row.therapist_id))


def sessions_of_course(session: Session, course_id: UUID) -> list[CourseSession]:
    """Return the sessions of a course in the order they are held."""
    query = select(CourseSession).where(CourseSession.course_id == course_id)
    return list(session.scalars(query.order_by(CourseSession.starts_at, CourseSession.id)))


def booked_sessions(booking: Booking) -> tuple[CourseSession, ...]:
    """Return which sessions of its course a booking is for, in order, the cancelled among them.

    The one answer to who is on a session, by the pure rule: a hold with rolling intake gives each
    citizen their own part of the series (F52). Needs `course` with `sessions`.
    """
    rows = {row.id: row for row in booking.course.sessions}
    slots = sessions_of_booking(map(_slot, rows.values()), _span(booking))
    return tuple(rows[slot.id] for slot in slots)


def bookings_on(
    session: Session, meetings: Iterable[CourseSession]
) -> Mapping[UUID, tuple[Booking, ...]]:
    """Return who is on each of some sessions, by seat; with their cases and citizens.

    A seat that is only held for an offer is nobody's yet. Two queries, however many sessions.
    """
    wanted = {meeting.id for meeting in meetings}
    query = (
        select(Booking)
        .where(
            Booking.course_id.in_(
                select(CourseSession.course_id).where(CourseSession.id.in_(wanted))
            )
        )
        .options(
            joinedload(Booking.course).selectinload(Course.sessions),
            joinedload(Booking.case).joinedload(Case.citizen),
        )
        .order_by(Booking.seat, Booking.booked_at, Booking.id)
    )
    on: dict[UUID, list[Booking]] = {meeting_id: [] for meeting_id in wanted}
    for booking in session.scalars(query):
        for meeting in booked_sessions(booking):
            if meeting.id in wanted:
                on[meeting.id].append(booking)
    return {meeting_id: tuple(rows) for meeting_id, rows in on.items()}


def seats_on(session: Session, course_ids: Iterable[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return which bookings each session of some courses is for, to count them.

    `bookings_on` for those who need no names: two short queries, and nothing else is read.
    """
    wanted, connection = {"ids": list(course_ids)}, session.connection()
    meetings: dict[UUID, list[SessionSlot]] = defaultdict(list)
    for course_id, slot_id, starts_at, ends_at, cancelled_at in connection.execute(_SLOTS, wanted):
        slot = SessionSlot(slot_id, starts_at, ends_at, cancelled=cancelled_at is not None)
        meetings[course_id].append(slot)
    on: dict[UUID, set[UUID]] = defaultdict(set)
    for row in connection.execute(_SEATS, wanted):
        span = BookedSpan(row.booked_at, row.cancelled_at, row.sessions_each)
        for slot in sessions_of_booking(meetings[row.course_id], span):
            on[slot.id].add(row.id)
    return on


def bookings_of_case(session: Session, case_id: UUID) -> list[Booking]:
    """Return what a citizen is booked on, with the courses' sessions and what each counts for."""
    return bookings_of_cases(session, [case_id])[case_id]


def bookings_of_cases(session: Session, case_ids: Iterable[UUID]) -> Mapping[UUID, list[Booking]]:
    """Return what several citizens are booked on, as `bookings_of_case` does for one."""
    found: dict[UUID, list[Booking]] = {case_id: [] for case_id in case_ids}
    query = (
        select(Booking)
        .where(Booking.case_id.in_(list(found)), Booking.cancelled_at.is_(None))
        .options(
            joinedload(Booking.course).selectinload(Course.sessions),
            selectinload(Booking.counts_for),
        )
        .order_by(Booking.booked_at, Booking.id)
    )
    for booking in session.scalars(query):
        found[booking.case_id].append(booking)
    return found


def attended_sessions(bookings: Iterable[Booking]) -> tuple[SessionFacts, ...]:
    """Return the sessions some bookings are for that are not cancelled, in order."""
    rows = [
        meeting
        for booking in bookings
        if booking.course.cancelled_at is None
        for meeting in booked_sessions(booking)
        if meeting.cancelled_at is None
    ]
    return tuple(session_facts(row) for row in sorted(rows, key=lambda r: (r.starts_at, r.id)))


def has_begun(course: Course, now: datetime) -> bool:
    """Tell whether a course is a closed hold that takes no more in (F52). Needs `sessions`."""
    rule = IntakeFacts(course.intake, course.joinable_until, course.sessions_each, course.minimum)
    return is_begun(rule, map(_slot, course.sessions), now)


def has_finished(booking: Booking, now: datetime) -> bool:
    """Tell whether a citizen has had all their sessions of a rolling hold. Needs `course`."""
    slots = map(_slot, booking.course.sessions)
    return has_had_all(slots, _span(booking), now)


def rolling_courses(session: Session, organisation_id: UUID) -> Sequence[UUID]:
    """Return the kommune's holds that somebody sits on for part of the series."""
    query = select(Course.id).where(
        Course.organisation_id == organisation_id,
        Course.cancelled_at.is_(None),
        exists(select(true()).where(Booking.course_id == Course.id, *_SITS_FOR_A_PART)),
    )
    return session.scalars(query.order_by(Course.id)).all()


def rolling_bookings(session: Session, course_id: UUID) -> Sequence[Booking]:
    """Return who sits on a hold for part of its series, with its sessions."""
    query = (
        select(Booking)
        .where(Booking.course_id == course_id, *_SITS_FOR_A_PART)
        .options(joinedload(Booking.course).selectinload(Course.sessions))
        .order_by(Booking.seat)
    )
    return session.scalars(query).all()


def promised_sessions(course: Course) -> int | None:
    """Return how many sessions a citizen booked now is promised, None for the whole series (F52).

    It is kept on the booking, so that a course changed later takes nothing back.
    """
    return course.sessions_each if course.intake is Intake.ROLLING else None


def would_attend(course: Course, now: datetime) -> tuple[CourseSession, ...]:
    """Return the sessions ahead that a citizen booked now would have. Needs `sessions`."""
    rows = {row.id: row for row in course.sessions}
    span = BookedSpan(now, None, promised_sessions(course))
    slots = counted_sessions(sessions_of_booking(map(_slot, rows.values()), span))
    return tuple(rows[slot.id] for slot in slots if slot.starts_at > now)


def taken_seats(session: Session, course_id: UUID) -> Mapping[int, UUID]:
    """Return the seats of a course that are taken, and by which case; a held seat is taken."""
    return seats_of(session, [course_id]).get(course_id, {})


def seats_of(session: Session, course_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[int, UUID]]:
    """Return the taken seats of several courses at once, those held for an offer among them."""
    query = select(Seat.course_id, Seat.seat, Seat.case_id).where(
        Seat.course_id.in_(list(course_ids)),
        Seat.cancelled_at.is_(None),
        Seat.finished_at.is_(None),
    )
    taken: dict[UUID, dict[int, UUID]] = defaultdict(dict)
    for course_id, seat, case_id in session.execute(query):
        taken[course_id][seat] = case_id
    return taken


def held_seats(session: Session, course_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Return how many seats of each course are held for somebody who was offered one."""
    query = select(HeldSeat.course_id).where(
        HeldSeat.course_id.in_(course_ids), HeldSeat.cancelled_at.is_(None)
    )
    held: dict[UUID, int] = defaultdict(int)
    for course_id in session.scalars(query):
        held[course_id] += 1
    return held


def find_booking(session: Session, actor: Actor, booking_id: UUID) -> Booking | None:
    """Return a booking with its course and case, or None when the actor may not change it."""
    query = (
        select(Booking)
        .join(Case, Case.id == Booking.case_id)
        .where(Booking.id == booking_id, visible_cases(actor, Permission.COURSE_BOOK))
        .options(
            joinedload(Booking.course).selectinload(Course.sessions),
            joinedload(Booking.case).options(
                joinedload(Case.citizen),
                selectinload(Case.referrals).selectinload(Referral.events),
            ),
            selectinload(Booking.counts_for),
        )
    )
    return session.scalars(query).one_or_none()


def _slot(row: CourseSession) -> SessionSlot:
    return SessionSlot(
        row.id,
        row.starts_at,
        row.ends_at,
        cancelled=row.cancelled_at is not None,
    )


def _span(booking: Booking) -> BookedSpan:
    return BookedSpan(booking.booked_at, booking.cancelled_at, booking.sessions_each)
