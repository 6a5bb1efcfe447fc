"""The waiting list: being put on it, moved and taken off, and offers of free seats (F53, F54)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.access import Permission
from rehab.domain.courses import CourseForm, free_seats
from rehab.domain.notices import NoticeChannel, channel_for
from rehab.domain.seat_offers import (
    AnswerTime,
    OfferAnswer,
    PassedOver,
    answer_by,
    choose,
    letter_answer_time,
)
from rehab.domain.waiting_list import Ending, WaitingListError, require_reason
from rehab.models import (
    Case,
    Citizen,
    Course,
    HeldSeat,
    SeatOffer,
    WaitingEntry,
    WaitingReferral,
)
from rehab.queries.bookings import (
    countable_referrals,
    has_begun,
    seats_of,
    taken_seats,
    would_attend,
)
from rehab.queries.cases import scope_of
from rehab.queries.clocks import closed_days
from rehab.queries.waiting_list import (
    Judge,
    WaitingRow,
    candidates_for,
    courses_waited_for,
    waiting_for_course,
)
from rehab.services.context import Context
from rehab.services.notices import reach_of
from rehab.services.reminders import settle_tasks
from rehab.services.seat_notices import call_back, tell_of_offer
from rehab.services.turns import take_turn

NO_OFFER: Final = "seat_without_offer"


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


def offer_free_seats(ctx: Context, course: Course) -> int:
    """Offer each free seat of a course to the first on the list who can take it; return how many.

    Called in the transaction that frees a seat, by whoever frees or adds one. An offer holds the
    seat for everybody else until it is answered or its time is up. Whoever is passed over stands
    in the case's history with the reason, and on the list (F54). An individual course is one
    citizen's own and is offered to nobody.
    """
    take_turn(ctx, course)
    ctx.session.flush()
    loaded = ctx.session.get_one(
        Course, course.id, options=[selectinload(Course.sessions)], populate_existing=True
    )
    ahead = would_attend(loaded, ctx.now)
    runs = loaded.form is CourseForm.HOLD and loaded.cancelled_at is None
    if not runs or not ahead or has_begun(loaded, ctx.now):
        return 0
    reachable = answer_until(ctx, ahead[0].starts_at) is not None
    free = free_seats(loaded.capacity, taken_seats(ctx.session, course.id))
    if not reachable or not free:
        return 0
    judge = judge_of(ctx)
    _hold_entries(ctx, loaded)
    rows = waiting_for_course(ctx.session, judge, loaded)
    offered = 0
    for seat in free:
        candidates = candidates_for(ctx.session, judge, loaded, rows)
        choice = choose(candidates, seat)
        if choice.entry is None:
            continue
        by_id = {row.entry.id: row for row in rows}
        for entry_id, reason in choice.passed_over:
            _note_passed_over(ctx, by_id[entry_id], loaded, reason)
        entry = by_id[choice.entry].entry
        time = answer_time_of(ctx, entry.case, ahead[0].starts_at)
        if time is not None:
            _offer(ctx, entry, loaded, seat, time)
            offered += 1
    return offered


def end_offer(
    ctx: Context, offer: SeatOffer, answer: OfferAnswer, reason: str = "", *, booked: bool = False
) -> None:
    """Write how an offer ended and release the seat it held, so that another may have it.

    An offer ends once: where it has ended meanwhile, the first ending stands. What was told of it
    is taken back; `booked` says that the citizen has a seat elsewhere and need not be told.
    """
    ctx.session.refresh(offer, ["answered_at"], with_for_update=True)
    if offer.answered_at is not None:
        return
    held = ctx.session.get_one(HeldSeat, offer.held_seat_id)
    held.cancelled_at = ctx.now
    offer.answer, offer.reason = answer, reason
    offer.answered_at, offer.answered_by = ctx.now, ctx.actor.id
    ctx.session.flush()
    ctx.record(
        "seat_offer.ended",
        held.case_id,
        offer_id=offer.id,
        course_id=offer.course_id,
        answer=answer,
    )
    call_back(
        ctx,
        ctx.session.get_one(Case, held.case_id),
        offer,
        still_wanted=answer in {OfferAnswer.EXPIRED, OfferAnswer.WITHDRAWN} and not booked,
    )


def answer_until(ctx: Context, starts_at: datetime) -> datetime | None:
    """Return until when an offer made now holds its seat, or None when there is no time."""
    return answer_by(
        ctx.now.astimezone(COPENHAGEN),
        ctx.settings.seat_offer_hours,
        starts_at.astimezone(COPENHAGEN),
        closed_days(ctx.session, ctx.settings, ctx.organisation_id, ctx.today, ctx.today),
    )


def answer_time_of(ctx: Context, case: Case, starts_at: datetime) -> AnswerTime | None:
    """Return until when an offer made now holds its seat for one citizen, as they are reached."""
    citizen = ctx.session.get_one(Citizen, case.citizen_id)
    if channel_for(reach_of(citizen)) is not NoticeChannel.LETTER:
        until = answer_until(ctx, starts_at)
        return None if until is None else AnswerTime(until)
    last = civil_date(starts_at)
    return letter_answer_time(
        ctx.now.astimezone(COPENHAGEN),
        ctx.settings.seat_offer_hours,
        ctx.settings.seat_offer_letter_days,
        starts_at.astimezone(COPENHAGEN),
        closed_days(ctx.session, ctx.settings, ctx.organisation_id, ctx.today, last),
    )


def judge_of(ctx: Context) -> Judge:
    """Return what the order of a list is judged by in this context."""
    return Judge(ctx.programme_for, ctx.settings, ctx.now)


def _offer(
    ctx: Context,
    entry: WaitingEntry,
    course: Course,
    seat: int,
    time: AnswerTime,
) -> None:
    held = HeldSeat(
        course_id=course.id,
        case_id=entry.case_id,
        seat=seat,
        booked_by=ctx.actor.id,
        booked_at=ctx.now,
    )
    ctx.session.add(held)
    ctx.session.flush()
    offer = SeatOffer(
        course_id=course.id,
        held_seat_id=held.id,
        offered_by=ctx.actor.id,
        offered_at=ctx.now,
        answer_by=time.until,
    )
    entry.offers.append(offer)
    ctx.session.flush()
    ctx.record(
        "seat_offer.made",
        entry.case_id,
        offer_id=offer.id,
        course_id=course.id,
        answer_by=time.until,
    )
    settle_tasks(ctx, [entry.case_id], {}, {NO_OFFER})
    tell_of_offer(ctx, entry.case, offer, course, ring_now=time.ring_now)


def _note_passed_over(ctx: Context, row: WaitingRow, course: Course, reason: PassedOver) -> None:
    ctx.record(
        "waiting.passed_over",
        row.entry.case_id,
        entry_id=row.entry.id,
        course_id=course.id,
        reason=reason,
    )


def _standing_offers(ctx: Context, entry: WaitingEntry) -> list[SeatOffer]:
    """Return the offers that wait for an answer, as they stand in the database now."""
    query = select(SeatOffer).where(SeatOffer.entry_id == entry.id, SeatOffer.answered_at.is_(None))
    return list(ctx.session.scalars(query))


def _hold_entries(ctx: Context, course: Course) -> None:
    """Hold those who wait for a course, so that nobody is offered a seat while leaving the list."""
    query = select(WaitingEntry.id).where(
        WaitingEntry.organisation_id == course.organisation_id,
        WaitingEntry.offer_code == course.offer_code,
        WaitingEntry.left_at.is_(None),
    )
    ctx.session.execute(query.order_by(WaitingEntry.id).with_for_update())


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
