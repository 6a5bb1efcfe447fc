"""Reading who can be offered a free seat, and on which courses one is waited for (F54)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, selectinload

from rehab.domain.courses import free_seats, session_conflicts
from rehab.domain.programme import Programme
from rehab.domain.seat_offers import Candidate, OfferAnswer, PassedOver, why_passed_over
from rehab.models import (
    Booking,
    Course,
    CourseSession,
    Referral,
    SeatOffer,
    WaitingEntry,
)
from rehab.queries.bookings import (
    attended_sessions,
    bookings_of_cases,
    countable_referrals,
    session_facts,
    taken_seats,
    would_attend,
)
from rehab.queries.waiting_list import Judge, WaitingRow, waiting_for_course


@dataclass(frozen=True, slots=True)
class CourseWaiting:
    """Who waits for a course in rank, and why a free seat on it would pass some of them over."""

    rows: tuple[WaitingRow, ...]
    passed_over: Mapping[UUID, PassedOver]


def course_waiting(session: Session, judge: Judge, course: Course) -> CourseWaiting:
    """Return who waits for a course, and who a free seat would pass over. Needs `sessions`."""
    rows = waiting_for_course(session, judge, course)
    if not rows:
        return CourseWaiting((), {})
    free = free_seats(course.capacity, taken_seats(session, course.id))
    lowest = min(free, default=0)
    reasons = {
        one.entry: why_passed_over(one, lowest)
        for one in candidates_for(session, judge, course, rows)
    }
    shown = {
        entry: reason
        for entry, reason in reasons.items()
        if reason is not None and reason is not PassedOver.HAS_OFFER
    }
    return CourseWaiting(rows, shown)


def candidates_for(
    session: Session, judge: Judge, course: Course, rows: Iterable[WaitingRow]
) -> tuple[Candidate, ...]:
    """Return what decides whether each of some can be offered a seat on a course, in their order.

    Offers are read anew, for whoever has waited for a turn. Needs the course's `sessions`. Four
    queries, however many wait.
    """
    entries = [row.entry for row in rows]
    case_ids = [entry.case_id for entry in entries]
    bookings = bookings_of_cases(session, case_ids)
    gave_back = _gave_back(session, course, case_ids)
    offers = _offers(session, [entry.id for entry in entries])
    ahead = [session_facts(row) for row in would_attend(course, judge.now)]
    return tuple(
        Candidate(
            entry=entry.id,
            has_offer=any(answer is None for _, answer in offers[entry.id]),
            on_course=any(row.course_id == course.id for row in bookings[entry.case_id]),
            gave_back=gave_back[entry.case_id],
            answers=frozenset(
                answer
                for course_id, answer in offers[entry.id]
                if course_id == course.id and answer is not None
            ),
            clashes=bool(session_conflicts(ahead, attended_sessions(bookings[entry.case_id]))),
            something_counts=bool(still_counting(entry, judge.programme_for)),
        )
        for entry in entries
    )


def still_counting(
    entry: WaitingEntry, programme_for: Callable[[str], Programme]
) -> tuple[Referral, ...]:
    """Return the referrals somebody waits for that a booking can still count for."""
    wanted = {row.referral_id for row in entry.counts_for}
    return tuple(row for row in countable_referrals(entry.case, programme_for) if row.id in wanted)


# From those who wait, who are few, to the courses, which are many.
_WAITED_FOR: Final = (
    select(Course.id)
    .distinct()
    .join_from(
        WaitingEntry,
        Course,
        (Course.organisation_id == WaitingEntry.organisation_id)
        & (Course.offer_code == WaitingEntry.offer_code),
    )
    .where(
        WaitingEntry.left_at.is_(None),
        or_(WaitingEntry.course_id.is_(None), WaitingEntry.course_id == Course.id),
        select(CourseSession.id)
        .where(
            CourseSession.course_id == Course.id,
            CourseSession.starts_at > bindparam("now"),
            CourseSession.cancelled_at.is_(None),
        )
        .exists(),
        Course.cancelled_at.is_(None),
    )
)


def courses_waited_for(session: Session, now: datetime) -> list[Course]:
    """Return every course ahead that somebody waits for, in every kommune; with its sessions.

    Mostly there is none, and then nothing is loaded: the leader's page asks each time.
    """
    ids = session.scalars(_WAITED_FOR, {"now": now}).all()
    if not ids:
        return []
    query = select(Course).where(Course.id.in_(ids)).options(selectinload(Course.sessions))
    return list(session.scalars(query.order_by(Course.id)))


def _offers(
    session: Session, entry_ids: Iterable[UUID]
) -> Mapping[UUID, list[tuple[UUID, OfferAnswer | None]]]:
    found: dict[UUID, list[tuple[UUID, OfferAnswer | None]]] = {row: [] for row in entry_ids}
    query = select(SeatOffer.entry_id, SeatOffer.course_id, SeatOffer.answer)
    for entry_id, course_id, answer in session.execute(query.where(SeatOffer.entry_id.in_(found))):
        found[entry_id].append((course_id, answer))
    return found


def _gave_back(
    session: Session, course: Course, case_ids: Collection[UUID]
) -> Mapping[UUID, frozenset[int]]:
    query = select(Booking.case_id, Booking.seat).where(
        Booking.course_id == course.id,
        Booking.case_id.in_(case_ids),
        Booking.cancelled_at.is_not(None),
    )
    seats: dict[UUID, set[int]] = defaultdict(set)
    for case_id, seat in session.execute(query):
        seats[case_id].add(seat)
    return {case_id: frozenset(seats[case_id]) for case_id in case_ids}
