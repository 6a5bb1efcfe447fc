"""A rolling hold's seats are used again and again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.courses import BookingRefusedError, Intake, IntakeFacts
from rehab.models import Booking, SeatOffer
from rehab.queries.bookings import bookings_on, seats_on, sessions_of_course
from rehab.queries.cases import find_case
from rehab.queries.next_actions import progress_of
from rehab.services.bookings import BookCourse, book
from rehab.services.course_settings import CourseSettings, change_settings
from rehab.services.rolling_seats import pass_seats_on
from tests.support.course_factories import FIRST, make_booking, make_course
from tests.support.waiting import make_waiting

AFTER_TWO = FIRST + timedelta(days=8)


@pytest.fixture
def course(make):
    return make_course(make, sessions=8, capacity=1, intake=Intake.ROLLING, sessions_each=2)


def take(ctx, case, course):
    found = find_case(ctx.session, ctx.actor, case.id)
    counts_for = frozenset(row.id for row in found.referrals)
    with ctx.transaction():
        return book(ctx, found, course, BookCourse(counts_for)).seat


def test_a_seat_is_booked_again_when_its_citizen_is_done(ctx_as, make, session, course):
    first = make_booking(make, make.case(), course)
    second, ctx = make.case(), replace(ctx_as(Role.KOORDINATOR), now=AFTER_TWO)
    with pytest.raises(BookingRefusedError):
        take(ctx, second, course)
    for passed_on in (1, 0):
        with ctx.transaction():
            assert pass_seats_on(ctx) == passed_on
    assert take(ctx, second, course) == first.seat
    assert session.get_one(Booking, first.id).finished_at == AFTER_TWO


def test_the_same_citizen_may_have_another_round(ctx_as, make, session, course):
    case = make.case()
    make_booking(make, case, course)
    ctx = replace(ctx_as(Role.KOORDINATOR), now=AFTER_TWO)
    with ctx.transaction():
        pass_seats_on(ctx)
    assert take(ctx, case, course) == 1
    assert len(session.scalars(select(Booking)).all()) == 2


def test_whoever_waits_is_offered_the_seat(ctx_as, make, session, course):
    make_booking(make, make.case(), course)
    make_waiting(make, make.case(), course=course)
    ctx = replace(ctx_as(Role.KOORDINATOR), now=AFTER_TWO)
    with ctx.transaction():
        pass_seats_on(ctx)
    assert session.scalars(select(SeatOffer.course_id)).all() == [course.id]


@pytest.mark.parametrize(
    ("days", "left", "next_day"),
    [
        pytest.param(-1, 2, 24, id="before the first"),
        pytest.param(1, 1, 1, id="after the first"),
        pytest.param(8, 0, None, id="after their own last, though the hold goes on"),
    ],
)
def test_a_case_counts_its_own_sessions(ctx_as, make, session, course, days, left, next_day):
    case = make.case()
    make_booking(make, case, course)
    found = find_case(session, ctx_as(Role.KOORDINATOR).actor, case.id)
    progress = progress_of(session, [found], FIRST + timedelta(days=days))[case.id]
    [referral] = progress.facts.referrals
    assert (referral.booked, referral.sessions_left) == (True, left)
    at = progress.next_session_at
    assert (at.day if at else None) == next_day


def test_nobody_loses_a_seat_before_the_last_session(ctx_as, make, course):
    make_booking(make, make.case(), course)
    ctx = replace(ctx_as(Role.KOORDINATOR), now=FIRST + timedelta(days=6))
    assert pass_seats_on(ctx) == 0


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(IntakeFacts(Intake.ROLLING, sessions_each=1), id="fewer sessions each"),
        pytest.param(IntakeFacts(), id="closed from now on"),
    ],
)
def test_whoever_is_booked_keeps_the_sessions_they_were_booked_for(
    ctx_as, make, session, course, rule
):
    first = make_booking(make, make.case(), course)
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        change_settings(ctx, course, CourseSettings("Rygskole", 2, rule))
    later = replace(ctx, now=FIRST + timedelta(days=1))
    assert pass_seats_on(later) == 0
    on = bookings_on(session, sessions_of_course(session, course.id))
    assert [booking.id for rows in on.values() for booking in rows] == [first.id] * 2
    assert sum(map(len, seats_on(session, [course.id]).values())) == 2
    assert pass_seats_on(replace(ctx, now=AFTER_TWO)) == 1


def test_whoever_is_booked_later_gets_the_number_of_that_day(ctx_as, make, session, course):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    rule = IntakeFacts(Intake.ROLLING, sessions_each=3)
    with ctx.transaction():
        change_settings(ctx, course, CourseSettings("Rygskole", 1, rule))
    take(ctx, case, course)
    assert session.scalars(select(Booking.sessions_each)).all() == [3]
