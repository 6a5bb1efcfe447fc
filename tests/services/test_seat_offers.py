"""Answering an offer of a seat, what happens when nobody does, and the check of every night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.errors import NotPermittedError
from rehab.domain.seat_offers import OfferAnswer, SeatOfferError
from rehab.domain.waiting_list import Ending, WaitingListError
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run
from rehab.models import (
    Booking,
    HeldSeat,
    JobRun,
    PathwayEventRow,
    Reminder,
    SeatOffer,
    WaitingEntry,
)
from rehab.queries.bookings import find_booking
from rehab.services.bookings import cancel_booking
from rehab.services.seat_offers import accept_offer, decline_offer, run_offers
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.waiting import make_waiting

IN_TWO_WEEKS = NOW + timedelta(days=14)
ANSWER_BY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def system(app, session):
    return lambda now=NOW: replace(context_for(app, SYSTEM), now=now)


@pytest.fixture
def offered(ctx, make, session):
    """A seat given back, offered to the first of two; three seats in all, the second is free."""
    course = make_course(make, capacity=3, first=IN_TWO_WEEKS)
    bookings = [make_booking(make, make.case(), course) for _ in range(3)]
    waiting = [
        make_waiting(make, make.case(), put_on_at=NOW + n * timedelta(hours=1)) for n in range(2)
    ]
    with ctx.transaction():
        cancel_booking(ctx, find_booking(session, ctx.actor, bookings[1].id), "Flyttet")
    return course, waiting, session.scalars(select(SeatOffer)).one()


def test_an_accepted_offer_is_a_booking_with_that_seat(ctx, make, session, offered):
    course, (first, _), offer = offered
    assert offer.answer_by == ANSWER_BY
    with ctx.transaction():
        booking = accept_offer(ctx, offer.id)
    assert (booking.case_id, booking.seat, booking.course_id) == (first.case_id, 2, course.id)
    assert session.get_one(SeatOffer, offer.id).answer is OfferAnswer.ACCEPTED
    assert session.get_one(WaitingEntry, first.id).ending is Ending.BOOKED
    assert session.scalars(select(HeldSeat.cancelled_at)).one() == NOW
    event = session.scalars(select(PathwayEventRow)).one()
    assert event.kind is EventKind.FIRST_CONTACT_OFFERED


def test_an_offer_is_answered_once(ctx, session, offered):
    _, _, offer = offered
    with ctx.transaction():
        accept_offer(ctx, offer.id)
    with pytest.raises(SeatOfferError, match="allerede besvaret"):
        accept_offer(ctx, offer.id)
    with pytest.raises(SeatOfferError, match="allerede besvaret"):
        decline_offer(ctx, offer.id, "Nej")


def test_a_no_needs_a_reason_counts_as_offered_and_goes_to_the_next(ctx, session, offered):
    _, (first, second), offer = offered
    with pytest.raises(WaitingListError, match="siger nej"):
        decline_offer(ctx, offer.id, " ")
    session.rollback()
    with ctx.transaction():
        decline_offer(ctx, offer.id, "Kan ikke om tirsdagen.")
    answers = {row.entry_id: row.answer for row in session.scalars(select(SeatOffer))}
    assert answers == {first.id: OfferAnswer.DECLINED, second.id: None}
    assert session.get_one(WaitingEntry, first.id).left_at is None
    event = session.scalars(select(PathwayEventRow)).one()
    assert (event.kind, event.appointment_on) == (
        EventKind.FIRST_CONTACT_OFFERED,
        IN_TWO_WEEKS.date(),
    )


def test_an_offer_that_nobody_answers_goes_to_the_next_however_late_the_job_is(
    ctx, session, system, offered
):
    _, (first, second), _ = offered
    assert run_offers(system(ANSWER_BY)) == 0
    late = system(ANSWER_BY + timedelta(hours=1))
    assert [run_offers(late), run_offers(late)] == [1, 0]
    answers = {row.entry_id: row.answer for row in session.scalars(select(SeatOffer))}
    assert answers == {first.id: OfferAnswer.EXPIRED, second.id: None}
    task = session.scalars(select(Reminder)).one()
    assert (task.case_id, task.cause) == (first.case_id, f"seat_offer_expired:{first.id}")
    assert session.scalars(select(PathwayEventRow)).all() == []


def test_a_yes_after_the_time_is_refused_before_the_job_has_run(ctx_as, offered):
    late = ctx_as(Role.KOORDINATOR, now=ANSWER_BY + timedelta(seconds=1))
    with pytest.raises(SeatOfferError, match="udløbet"):
        accept_offer(late, offered[2].id)


def test_when_the_last_has_not_answered_the_seat_is_free_for_all(session, system, offered):
    assert offered[2].answer is None
    run_offers(system(ANSWER_BY + timedelta(hours=1)))
    run_offers(system(NOW + timedelta(days=5)))
    assert session.scalars(select(SeatOffer.answer)).all() == [OfferAnswer.EXPIRED] * 2
    held = select(HeldSeat).where(HeldSeat.cancelled_at.is_(None))
    assert session.scalars(held).all() == []


def test_the_job_offers_what_nobody_else_did(make, session, system):
    make_course(make, first=IN_TWO_WEEKS)
    entry = make_waiting(make, make.case())
    assert [run(system(), JOBS["tilbudte-pladser"]), run(system(), JOBS["tilbudte-pladser"])] == [
        1,
        0,
    ]
    assert session.scalars(select(SeatOffer.entry_id)).one() == entry.id


def test_who_may_not_book_answers_no_offer(ctx_as, offered):
    for role in (Role.LEDER, Role.TERAPEUT):
        with pytest.raises(NotPermittedError):
            accept_offer(ctx_as(role), offered[2].id)
        with pytest.raises(NotPermittedError):
            decline_offer(ctx_as(role), offered[2].id, "Nej")


def test_a_free_seat_that_nobody_was_offered_is_reported_as_a_fault(make, session, system):
    course = make_course(make, first=IN_TWO_WEEKS, capacity=2)
    make_booking(make, make.case(), course)
    entry = make_waiting(make, make.case())
    assert [run(system(), JOBS["venteliste"]), run(system(), JOBS["venteliste"])] == [1, 1]
    task = session.scalars(select(Reminder)).one()
    assert (task.case_id, task.cause) == (entry.case_id, f"seat_without_offer:{course.id}")
    assert task.sentence.startswith("Fejl: der er en ledig plads på Rygskole, hold 1")
    assert session.scalars(select(JobRun.did)).all() == [1, 1]


def test_the_task_goes_when_the_seat_is_offered(make, session, system):
    course = make_course(make, first=IN_TWO_WEEKS, capacity=2)
    make_booking(make, make.case(), course)
    entry = make_waiting(make, make.case())
    assert run(system(), JOBS["venteliste"]) == 1
    assert run_offers(system()) == 1
    assert session.scalars(select(Reminder)).all() == []
    assert session.scalars(select(SeatOffer.entry_id)).all() == [entry.id]


def test_the_task_goes_when_there_is_no_free_seat_any_more(make, session, system):
    course = make_course(make, first=IN_TWO_WEEKS, capacity=2)
    make_booking(make, make.case(), course)
    make_waiting(make, make.case())
    assert run(system(), JOBS["venteliste"]) == 1
    make_booking(make, make.case(), course)
    assert run(system(), JOBS["venteliste"]) == 0
    assert session.scalars(select(Reminder)).all() == []


def test_a_seat_that_is_offered_or_that_nobody_can_take_is_no_fault(
    ctx, make, session, system, offered
):
    assert run(system(), JOBS["venteliste"]) == 0
    with ctx.transaction():
        decline_offer(ctx, offered[2].id, "Nej tak")
    other = session.scalars(select(SeatOffer).where(SeatOffer.answer.is_(None))).one()
    with ctx.transaction():
        decline_offer(ctx, other.id, "Nej tak")
    assert run(system(), JOBS["venteliste"]) == 0


def test_whoever_waits_in_a_closed_case_is_taken_off_the_list(make, session, system):
    entry = make_waiting(make, make.case(closed_on=NOW.date()))
    assert run(system(), JOBS["venteliste"]) == 0
    assert session.get_one(WaitingEntry, entry.id).ending is Ending.CASE_CLOSED


def test_the_seat_of_another_kommune_is_not_offered(make, session, system):
    make_course(make, first=IN_TWO_WEEKS, kommunekode="998")
    make_waiting(make, make.case())
    assert run_offers(system()) == 0
    assert session.scalars(select(Booking)).all() == []
