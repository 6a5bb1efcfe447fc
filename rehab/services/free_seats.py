"""Offering a free seat to the first of those who wait and can take it (F53, F54)."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.clock import COPENHAGEN, civil_date
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
from rehab.models import (
    Case,
    Citizen,
    Course,
    HeldSeat,
    SeatOffer,
    WaitingEntry,
)
from rehab.queries.bookings import (
    has_begun,
    taken_seats,
    would_attend,
)
from rehab.queries.clocks import closed_days
from rehab.queries.seat_candidates import candidates_for
from rehab.queries.waiting_list import Judge, WaitingRow, waiting_for_course
from rehab.services.context import Context
from rehab.services.notices import reach_of
from rehab.services.reminders import settle_tasks
from rehab.services.seat_notices import call_back, tell_of_offer
from rehab.services.turns import take_turn

NO_OFFER: Final = "seat_without_offer"


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


def _hold_entries(ctx: Context, course: Course) -> None:
    """Hold those who wait for a course, so that nobody is offered a seat while leaving the list."""
    query = select(WaitingEntry.id).where(
        WaitingEntry.organisation_id == course.organisation_id,
        WaitingEntry.offer_code == course.offer_code,
        WaitingEntry.left_at.is_(None),
    )
    ctx.session.execute(query.order_by(WaitingEntry.id).with_for_update())
