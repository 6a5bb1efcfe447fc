"""Reading the waiting list: who waits for what, in which order and why, and who is passed over."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.courses import free_seats, session_conflicts
from rehab.domain.programme import Programme
from rehab.domain.seat_offers import Candidate, OfferAnswer, PassedOver, why_passed_over
from rehab.domain.waiting_list import Jump, Ranked, Waiting, dues_of, rank, strongest
from rehab.models import (
    Booking,
    Case,
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
from rehab.queries.cases import people_by_id
from rehab.queries.clocks import counted_of, read_counted
from rehab.queries.visibility import visible_cases
from rehab.settings import Settings

_LOADED: Final = (
    joinedload(WaitingEntry.case).joinedload(Case.citizen),
    joinedload(WaitingEntry.case).selectinload(Case.referrals).selectinload(Referral.events),
    joinedload(WaitingEntry.course),
    selectinload(WaitingEntry.counts_for),
    selectinload(WaitingEntry.offers).joinedload(SeatOffer.course),
)


@dataclass(frozen=True, slots=True)
class Judge:
    """What the order of a list is judged by: the programmes, the settings and the instant."""

    programme_for: Callable[[str], Programme]
    settings: Settings
    now: datetime


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One who waits: for what, the place with its reason, and the offer that stands, if any."""

    entry: WaitingEntry
    what: str
    ranked: Ranked
    offer: SeatOffer | None


@dataclass(frozen=True, slots=True)
class CourseWaiting:
    """Who waits for a course in rank, and why a free seat on it would pass some of them over."""

    rows: tuple[WaitingRow, ...]
    passed_over: Mapping[UUID, PassedOver]


def list_waiting(
    session: Session,
    organisation_id: UUID,
    offer_codes: Collection[str] | None = None,
) -> list[WaitingEntry]:
    """Return who waits in a kommune, for some offers or for all; in open cases only."""
    query = (
        select(WaitingEntry)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(
            WaitingEntry.organisation_id == organisation_id,
            WaitingEntry.left_at.is_(None),
            Case.closed_on.is_(None),
        )
        .options(*_LOADED)
        .order_by(WaitingEntry.put_on_at, WaitingEntry.id)
    )
    if offer_codes is not None:
        query = query.where(WaitingEntry.offer_code.in_(list(offer_codes)))
    return list(session.scalars(query))


def waiting_for_course(session: Session, judge: Judge, course: Course) -> tuple[WaitingRow, ...]:
    """Return who could take a seat on a course, in rank: for any of its offer, or for it alone."""
    entries = list_waiting(session, course.organisation_id, [course.offer_code])
    return ranked(session, judge, [row for row in entries if row.course_id in {None, course.id}])


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


def waiting_by_offer(
    session: Session, judge: Judge, organisation_id: UUID
) -> Mapping[str, tuple[WaitingRow, ...]]:
    """Return the kommune's whole waiting list, offer by offer, each in rank."""
    by_offer: dict[str, list[WaitingEntry]] = defaultdict(list)
    for entry in list_waiting(session, organisation_id):
        by_offer[entry.offer_code].append(entry)
    return {code: ranked(session, judge, rows) for code, rows in sorted(by_offer.items())}


def waiting_of_case(session: Session, judge: Judge, case: Case) -> tuple[WaitingRow, ...]:
    """Return what a citizen waits for, each with the place among those it competes with."""
    query = select(WaitingEntry.offer_code).where(
        WaitingEntry.case_id == case.id, WaitingEntry.left_at.is_(None)
    )
    codes = list(session.scalars(query))
    if not codes:
        return ()
    entries = list_waiting(session, case.organisation_id, codes)
    found = []
    for mine in (row for row in entries if row.case_id == case.id):
        rivals = [
            row
            for row in entries
            if row.offer_code == mine.offer_code
            and (mine.course_id is None or row.course_id in {None, mine.course_id})
        ]
        found += [row for row in ranked(session, judge, rivals) if row.entry.id == mine.id]
    return tuple(found)


def ranked(
    session: Session, judge: Judge, entries: Sequence[WaitingEntry]
) -> tuple[WaitingRow, ...]:
    """Return some who wait for the same, in rank with the reasons. Needs what `_LOADED` loads."""
    if not entries:
        return ()
    chosen = {entry.id: _waits_for(entry) for entry in entries}
    referrals = [row for rows in chosen.values() for row in rows]
    today = civil_date(judge.now)
    counted = counted_of(session, judge.programme_for, judge.settings, referrals, today)
    clocks = read_counted(counted, referrals, today)
    people = people_by_id(session, entries[0].organisation_id)
    by_id = {entry.id: entry for entry in entries}
    waiting = [
        Waiting(
            entry=entry.id,
            put_on_at=entry.put_on_at.astimezone(COPENHAGEN),
            dues=strongest(
                dues_of(counted[row.id].rules, clocks[row.id])
                for row in chosen[entry.id]
                if row.id in counted
            ),
            jump=Jump(
                entry.jumped_at.astimezone(COPENHAGEN),
                people[entry.jumped_by].name if entry.jumped_by in people else "systemet",
                entry.jump_reason,
            )
            if entry.jumped_at is not None and entry.jumped_by is not None
            else None,
        )
        for entry in entries
    ]
    return tuple(
        WaitingRow(
            by_id[one.entry],
            _what(by_id[one.entry], judge),
            one,
            open_offer(by_id[one.entry]),
        )
        for one in rank(waiting, civil_date(judge.now))
    )


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


def open_offer(entry: WaitingEntry) -> SeatOffer | None:
    """Return the offer that waits for an answer, if there is one. Needs `offers`."""
    return next((offer for offer in entry.offers if offer.answered_at is None), None)


def find_entry(session: Session, actor: Actor, entry_id: UUID) -> WaitingEntry | None:
    """Return one who waits, or None when the case is not one the actor may book for."""
    query = (
        select(WaitingEntry)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(WaitingEntry.id == entry_id, visible_cases(actor, Permission.COURSE_BOOK))
        .options(*_LOADED)
    )
    return session.scalars(query).unique().one_or_none()


def find_offer(session: Session, actor: Actor, offer_id: UUID) -> SeatOffer | None:
    """Return an offer of a seat, or None when the case is not one the actor may book for."""
    query = (
        select(SeatOffer)
        .join(WaitingEntry, WaitingEntry.id == SeatOffer.entry_id)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(SeatOffer.id == offer_id, visible_cases(actor, Permission.COURSE_BOOK))
        .options(
            joinedload(SeatOffer.entry).options(*_LOADED),
            joinedload(SeatOffer.course).selectinload(Course.sessions),
            joinedload(SeatOffer.held_seat),
        )
    )
    return session.scalars(query).unique().one_or_none()


def visible_among(session: Session, actor: Actor, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of some cases the actor may see; the others stand without a name."""
    query = select(Case.id).where(Case.id.in_(case_ids), visible_cases(actor))
    return frozenset(session.scalars(query))


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


def _what(entry: WaitingEntry, judge: Judge) -> str:
    if entry.course is not None:
        return entry.course.title
    offer = judge.programme_for(entry.case.programme_version).offer(entry.offer_code)
    return offer.label if offer else entry.offer_code


def _offers(
    session: Session, entry_ids: Iterable[UUID]
) -> Mapping[UUID, list[tuple[UUID, OfferAnswer | None]]]:
    found: dict[UUID, list[tuple[UUID, OfferAnswer | None]]] = {row: [] for row in entry_ids}
    query = select(SeatOffer.entry_id, SeatOffer.course_id, SeatOffer.answer)
    for entry_id, course_id, answer in session.execute(query.where(SeatOffer.entry_id.in_(found))):
        found[entry_id].append((course_id, answer))
    return found


def _waits_for(entry: WaitingEntry) -> list[Referral]:
    wanted = {row.referral_id for row in entry.counts_for}
    return [row for row in entry.case.referrals if row.id in wanted]


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
