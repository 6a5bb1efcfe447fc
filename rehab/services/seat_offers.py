"""Answering an offer of a seat, and what happens when nobody does (F54, F55)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Permission
from rehab.domain.courses import CourseForm, free_seats
from rehab.domain.escalations import Task
from rehab.domain.seat_offers import (
    OfferAnswer,
    SeatOfferError,
    check_can_answer,
    choose,
    has_expired,
)
from rehab.domain.waiting_list import Ending, require_reason
from rehab.models import Booking, Case, Course, Referral, Reminder, SeatOffer, WaitingEntry
from rehab.queries.bookings import has_begun, seats_of, taken_seats, would_attend
from rehab.queries.cases import scope_of
from rehab.queries.seat_candidates import candidates_for, courses_waited_for, still_counting
from rehab.queries.waiting_list import waiting_for_course
from rehab.services.accounts import system_actor_in
from rehab.services.bookings import BookCourse, book, record_offered
from rehab.services.context import Context
from rehab.services.free_seats import NO_OFFER, answer_until, end_offer, judge_of, offer_free_seats
from rehab.services.reminders import raise_once, settle_tasks
from rehab.services.turns import take_turn
from rehab.services.waiting_list import end_waiting

_ENTRY: Final = joinedload(SeatOffer.entry).options(
    joinedload(WaitingEntry.case).selectinload(Case.referrals).selectinload(Referral.events),
    selectinload(WaitingEntry.counts_for),
)


@dataclass(frozen=True, slots=True)
class ForgottenSeat:
    """A free seat that ought to have been offered: of which course, to whom, from when."""

    course: Course
    entry: WaitingEntry
    starts_at: datetime


def accept_offer(ctx: Context, offer_id: UUID) -> Booking:
    """Book the seat that was held, on the citizen's behalf; refused when the time is up.

    Two who answer at once wait for each other, and the second is told that it is answered.
    """
    offer = _in_turn(ctx, offer_id)
    case = offer.entry.case
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    check_can_answer(offer.answer, offer.answer_by, ctx.now)
    counting = still_counting(offer.entry, ctx.programme_for)
    if not counting:
        raise SeatOfferError(
            "Ingen af de henvisninger, borgeren venter for, er åben længere. "
            "Tag borgeren af ventelisten."
        )
    seat = offer.held_seat.seat
    end_offer(ctx, offer, OfferAnswer.ACCEPTED)
    command = BookCourse(frozenset(row.id for row in counting))
    return book(ctx, case, offer.course, command, seat=seat)


def decline_offer(ctx: Context, offer_id: UUID, reason: str) -> None:
    """Say no on the citizen's behalf, with the reason; the seat goes to the next in rank.

    The citizen was offered a time and still waits for another course, so the day is recorded as
    offered: it is the offer that the law asks for, not that it suited (SL-9).
    """
    offer = _in_turn(ctx, offer_id)
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, offer.entry.case))
    check_can_answer(offer.answer, offer.answer_by, ctx.now)
    given = require_reason(reason, "Skriv, hvorfor borgeren siger nej til pladsen.")
    end_offer(ctx, offer, OfferAnswer.DECLINED, given)
    ahead = would_attend(offer.course, ctx.now)
    if ahead:
        counting = still_counting(offer.entry, ctx.programme_for)
        record_offered(ctx, offer.entry.case, counting, ahead[0])
    offer_free_seats(ctx, offer.course)


def run_offers(ctx: Context) -> int:
    """End the offers whose time is up, and offer what is free; return how much was done.

    It looks at dates only, so twice or late it ends in the same place. Each course is a
    transaction of its own, for all kommuner.
    """
    done = 0
    expired = select(SeatOffer.id).where(
        SeatOffer.answered_at.is_(None), SeatOffer.answer_by < ctx.now
    )
    for offer_id in list(ctx.session.scalars(expired.order_by(SeatOffer.answer_by))):
        with ctx.transaction():
            done += _expire(ctx, offer_id)
    waited_for = courses_waited_for(ctx.session, ctx.now)
    taken = seats_of(ctx.session, [course.id for course in waited_for])
    free = [row.id for row in waited_for if free_seats(row.capacity, taken.get(row.id, {}))]
    for course_id in free:
        with ctx.transaction():
            course = ctx.session.get_one(Course, course_id)
            done += offer_free_seats(_in_kommune(ctx, course.organisation_id), course)
    return done


def check_waiting_list(ctx: Context) -> int:
    """Report each free seat that somebody waits for and nobody is offered (F55); return how many.

    Such a seat is a fault of the program or of its jobs: whoever is first in rank gets a task, and
    it stands on the waiting list until it is put right: then the task goes by itself. Whoever
    waits in a closed case is taken off the list.
    """
    _end_closed_cases(ctx)
    found = seats_without_offer(ctx)
    wanted: dict[UUID, list[Task]] = defaultdict(list)
    for seat in found:
        wanted[seat.entry.case_id].append(_task_of(seat))
    settle_tasks(ctx, sorted({*wanted, *_with_a_task(ctx)}), wanted, {NO_OFFER})
    return len(found)


def seats_without_offer(ctx: Context) -> list[ForgottenSeat]:
    """Return the free seats of the kommune that somebody waits for and nobody was offered."""
    found: list[ForgottenSeat] = []
    for course in courses_waited_for(ctx.session, ctx.now):
        if course.organisation_id == ctx.organisation_id:
            found += _forgotten_on(ctx, course)
    return found


def _task_of(seat: ForgottenSeat) -> Task:
    return Task(
        f"{NO_OFFER}:{seat.course.id}",
        f"Fejl: der er en ledig plads på {seat.course.title}, borgeren venter på den, og ingen "
        "har fået den tilbudt. Book borgeren, eller giv fejlen videre til driften.",
        civil_date(seat.starts_at),
    )


def _with_a_task(ctx: Context) -> list[UUID]:
    query = select(Reminder.case_id).where(
        Reminder.organisation_id == ctx.organisation_id,
        Reminder.cause.startswith(f"{NO_OFFER}:"),
        Reminder.done_at.is_(None),
    )
    return list(ctx.session.scalars(query))


def _forgotten_on(ctx: Context, course: Course) -> list[ForgottenSeat]:
    ahead = would_attend(course, ctx.now)
    if course.form is not CourseForm.HOLD:
        return []
    if not ahead or has_begun(course, ctx.now) or answer_until(ctx, ahead[0].starts_at) is None:
        return []
    free = free_seats(course.capacity, taken_seats(ctx.session, course.id))
    if not free:
        return []
    rows = waiting_for_course(ctx.session, judge_of(ctx), course)
    by_id = {row.entry.id: row.entry for row in rows}
    candidates = candidates_for(ctx.session, judge_of(ctx), course, rows)
    found = []
    for seat in free:
        first = choose(candidates, seat).entry
        if first is not None:
            found.append(ForgottenSeat(course, by_id[first], ahead[0].starts_at))
            candidates = tuple(one for one in candidates if one.entry != first)
    return found


def _in_turn(ctx: Context, offer_id: UUID) -> SeatOffer:
    """Return an offer as it stands when one's turn has come: first on the case, then the course.

    Whoever books takes the same turns in the same order, so nobody waits for each other for ever.
    """
    case_id, course_id = ctx.session.execute(
        select(WaitingEntry.case_id, SeatOffer.course_id)
        .join(WaitingEntry, WaitingEntry.id == SeatOffer.entry_id)
        .where(SeatOffer.id == offer_id)
    ).one()
    take_turn(ctx, ctx.session.get_one(Case, case_id))
    take_turn(ctx, ctx.session.get_one(Course, course_id))
    query = (
        select(SeatOffer)
        .where(SeatOffer.id == offer_id)
        .options(
            _ENTRY,
            joinedload(SeatOffer.course).selectinload(Course.sessions),
            joinedload(SeatOffer.held_seat),
        )
        .execution_options(populate_existing=True)
    )
    return ctx.session.scalars(query).unique().one()


def _expire(ctx: Context, offer_id: UUID) -> int:
    offer = _in_turn(ctx, offer_id)
    if offer.answer is not None or not has_expired(offer.answer_by, ctx.now):
        return 0
    own = _in_kommune(ctx, offer.entry.organisation_id)
    end_offer(own, offer, OfferAnswer.EXPIRED)
    raise_once(
        own,
        offer.entry.case,
        f"seat_offer_expired:{offer.entry_id}",
        f"Borgeren svarede ikke på tilbuddet om en plads på {offer.course.title}. Ring til "
        "borgeren; pladsen er gået videre.",
        own.today,
    )
    offer_free_seats(own, offer.course)
    return 1


def _end_closed_cases(ctx: Context) -> None:
    query = (
        select(WaitingEntry)
        .join(Case, Case.id == WaitingEntry.case_id)
        .where(
            WaitingEntry.organisation_id == ctx.organisation_id,
            WaitingEntry.left_at.is_(None),
            Case.closed_on.is_not(None),
        )
    )
    for entry in list(ctx.session.scalars(query)):
        end_waiting(ctx, entry, Ending.CASE_CLOSED)


def _in_kommune(ctx: Context, organisation_id: UUID) -> Context:
    return replace(ctx, actor=system_actor_in(organisation_id))
