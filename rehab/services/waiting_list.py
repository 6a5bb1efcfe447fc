"""The waiting list: being put on it, moved and taken off (F53)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rehab.domain.access import Permission
from rehab.domain.courses import free_seats
from rehab.domain.seat_offers import (
    OfferAnswer,
)
from rehab.domain.waiting_list import Ending, WaitingListError, require_reason
from rehab.models import (
    Case,
    Course,
    SeatOffer,
    WaitingEntry,
    WaitingReferral,
)
from rehab.queries.bookings import (
    countable_referrals,
    seats_of,
)
from rehab.queries.cases import scope_of
from rehab.queries.seat_candidates import courses_waited_for
from rehab.services.context import Context
from rehab.services.free_seats import NO_OFFER, end_offer, offer_free_seats
from rehab.services.reminders import settle_tasks
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class PutOnList:
    """What a citizen waits for: an offer or one course of it, and for which referrals."""

    offer_code: str
    course_id: UUID | None
    counts_for: frozenset[UUID]


def put_on_list(ctx: Context, case: Case, command: PutOnList) -> WaitingEntry:
    """Let a citizen wait for a seat; whoever waits already, or has no open referral, is refused.

    Needs the case's `referrals`. A free seat that suits is offered at once.
    """
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    take_turn(ctx, case)
    check_waits_for(ctx, case, command.counts_for)
    course = _wished(ctx, command)
    if _active_entry(ctx, case.id, command.offer_code) is not None:
        raise WaitingListError(
            "Borgeren står allerede på ventelisten til tilbuddet. Ret det under Venteliste."
        )
    entry = WaitingEntry(
        organisation_id=case.organisation_id,
        case_id=case.id,
        offer_code=command.offer_code,
        course_id=course.id if course else None,
        put_on_by=ctx.actor.id,
        put_on_at=ctx.now,
        counts_for=[WaitingReferral(referral_id=row) for row in sorted(command.counts_for)],
    )
    ctx.session.add(entry)
    ctx.session.flush()
    ctx.record(
        "waiting.put_on",
        case.id,
        entry_id=entry.id,
        offer_code=command.offer_code,
        course_id=command.course_id or "",
    )
    _offer_at_once(ctx, entry)
    return entry


def _offer_at_once(ctx: Context, entry: WaitingEntry) -> None:
    """Offer the free seats of what somebody waits for, the soonest first, until they have one."""
    waited_for = [
        course
        for course in courses_waited_for(ctx.session, ctx.now)
        if course.organisation_id == entry.organisation_id
        and course.offer_code == entry.offer_code
        and entry.course_id in {None, course.id}
    ]
    taken = seats_of(ctx.session, [course.id for course in waited_for])
    with_room = [row for row in waited_for if free_seats(row.capacity, taken.get(row.id, {}))]
    for course in sorted(with_room, key=lambda row: (row.sessions[0].starts_at, row.id)):
        offer_free_seats(ctx, course)
        if _standing_offers(ctx, entry):
            return


def check_waits_for(ctx: Context, case: Case, counts_for: frozenset[UUID]) -> None:
    """Refuse to let a closed case wait, or one for no open referral. Needs `referrals`."""
    countable = {row.id for row in countable_referrals(case, ctx.programme_for)}
    if case.closed_on is not None or not counts_for or counts_for - countable:
        raise WaitingListError(
            "Vælg mindst én åben, accepteret henvisning, som borgeren venter for. "
            "Er der ingen, skal henvisningen visiteres først."
        )


def move_first(ctx: Context, entry: WaitingEntry, reason: str) -> None:
    """Move somebody to the front of the list, saying why; it stands on the list for all to see."""
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, entry.case))
    _in_turn(ctx, entry)
    entry.jump_reason = require_reason(reason, "Skriv, hvorfor borgeren skal frem i køen.")
    entry.jumped_by, entry.jumped_at = ctx.actor.id, ctx.now
    ctx.record("waiting.moved_first", entry.case_id, entry_id=entry.id)


def move_back(ctx: Context, entry: WaitingEntry) -> None:
    """Take a move to the front back, so that the deadlines decide again."""
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, entry.case))
    _in_turn(ctx, entry)
    if entry.jumped_at is None:
        raise WaitingListError("Borgeren er ikke flyttet forrest. Genindlæs siden.")
    entry.jump_reason, entry.jumped_by, entry.jumped_at = "", None, None
    ctx.record("waiting.moved_back", entry.case_id, entry_id=entry.id)


def leave_list(ctx: Context, entry: WaitingEntry, reason: str) -> None:
    """Take somebody off the list, saying why. An offer that stands goes to the next.

    Who answers the offer at the same moment takes the same turns, case before course, and the one
    who comes second is told that it is done.
    """
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, entry.case))
    given = require_reason(reason, "Skriv, hvorfor borgeren ikke venter længere.")
    take_turn(ctx, entry.case)
    held = {offer.course_id for offer in _standing_offers(ctx, entry)}
    courses = [ctx.session.get_one(Course, course_id) for course_id in sorted(held)]
    for course in courses:
        take_turn(ctx, course)
    ctx.session.refresh(entry, ["left_at"], with_for_update=True)
    _check_waits(entry)
    freed = end_waiting(ctx, entry, Ending.WITHDRAWN, given)
    for course in courses:
        if course.id in freed:
            offer_free_seats(ctx, course)


def end_waiting(ctx: Context, entry: WaitingEntry, ending: Ending, reason: str = "") -> list[UUID]:
    """End somebody's wait and withdraw the offer that stands; return whose seat became free.

    The caller has taken the case's turn, and offers the seat, or leaves it to the job where it
    already holds a course: two who hold each a course and want the other's would wait for ever.
    """
    entry.left_at, entry.left_by = ctx.now, ctx.actor.id
    entry.ending, entry.left_reason = ending, reason
    ctx.record("waiting.ended", entry.case_id, entry_id=entry.id, ending=ending)
    settle_tasks(ctx, [entry.case_id], {}, {NO_OFFER})
    ctx.session.flush()
    standing = _standing_offers(ctx, entry)
    for offer in standing:
        end_offer(ctx, offer, OfferAnswer.WITHDRAWN, booked=ending is Ending.BOOKED)
    return [offer.course_id for offer in standing]


def leave_on_booking(ctx: Context, case: Case, course: Course) -> None:
    """End a citizen's wait for an offer, now that they have a seat on a course of it."""
    entry = _active_entry(ctx, case.id, course.offer_code)
    if entry is not None:
        end_waiting(ctx, entry, Ending.BOOKED)


def _standing_offers(ctx: Context, entry: WaitingEntry) -> list[SeatOffer]:
    """Return the offers that wait for an answer, as they stand in the database now."""
    query = select(SeatOffer).where(SeatOffer.entry_id == entry.id, SeatOffer.answered_at.is_(None))
    return list(ctx.session.scalars(query))


def _active_entry(ctx: Context, case_id: UUID, offer_code: str) -> WaitingEntry | None:
    query = select(WaitingEntry).where(
        WaitingEntry.case_id == case_id,
        WaitingEntry.offer_code == offer_code,
        WaitingEntry.left_at.is_(None),
    )
    return ctx.session.scalars(query).one_or_none()


def _wished(ctx: Context, command: PutOnList) -> Course | None:
    if command.course_id is None:
        return None
    course = ctx.session.get(Course, command.course_id)
    if (
        course is None
        or course.organisation_id != ctx.organisation_id
        or course.offer_code != command.offer_code
    ):
        raise WaitingListError("Det ønskede forløb hører ikke til tilbuddet. Vælg et fra listen.")
    return course


def _in_turn(ctx: Context, entry: WaitingEntry) -> None:
    """Wait for one's turn on the case, and refuse for somebody who has left the list meanwhile."""
    take_turn(ctx, entry.case)
    ctx.session.refresh(entry, ["left_at", "jumped_at"])
    _check_waits(entry)


def _check_waits(entry: WaitingEntry) -> None:
    if entry.left_at is not None:
        raise WaitingListError("Borgeren står ikke længere på ventelisten. Genindlæs siden.")
