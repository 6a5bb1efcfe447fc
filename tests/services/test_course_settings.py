"""Changing a course as a whole, and cancelling it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import Role
from rehab.domain.courses import (
    BookingRefusedError,
    CapacityError,
    CourseForm,
    Intake,
    IntakeError,
    IntakeFacts,
)
from rehab.domain.errors import NotPermittedError
from rehab.domain.next_actions import ActionCode, next_action
from rehab.domain.notices import NoticeKind
from rehab.domain.series_changes import SeriesChangeError
from rehab.domain.wording import NoWordsError
from rehab.models import Booking, Course, CourseSession, Notice, SeatOffer, WaitingEntry
from rehab.queries.cases import find_case
from rehab.queries.next_actions import progress_of
from rehab.services.bookings import BookCourse, book
from rehab.services.course_settings import CourseSettings, cancel_course, change_settings
from rehab.services.free_seats import offer_free_seats
from rehab.services.seat_offers import seats_without_offer
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course
from tests.support.waiting import make_waiting

SETTINGS = CourseSettings("Rygskole, hold 7", 2, IntakeFacts(minimum=2), ("Redcord",))


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def test_a_raised_capacity_is_offered_to_those_who_wait(ctx, make, session):
    course = make_course(make, capacity=1)
    make_booking(make, make.case(), course)
    case = make.case()
    make_waiting(make, case, course=course)
    with ctx.transaction():
        offered = change_settings(ctx, course, SETTINGS)
    assert offered == 1
    row = session.get_one(Course, course.id)
    assert (row.title, row.capacity, row.minimum, row.equipment) == (
        "Rygskole, hold 7",
        2,
        2,
        ["Redcord"],
    )
    assert session.scalars(select(SeatOffer.course_id)).all() == [course.id]


def test_nobody_loses_a_seat_by_a_number(ctx, make):
    course = make_course(make, capacity=3)
    for _ in range(3):
        make_booking(make, make.case(), course)
    with pytest.raises(CapacityError, match="3 pladser er optaget"):
        change_settings(ctx, course, SETTINGS)


def test_a_lowered_hold_takes_nobody_in_beside_whoever_has_a_later_seat(ctx, make, session):
    course = make_course(make, capacity=2)
    make_booking(make, make.case(), course, seat=2)
    make_waiting(make, make.case(), course=course)
    with ctx.transaction():
        change_settings(ctx, course, replace(SETTINGS, capacity=1, intake=IntakeFacts()))
    found = find_case(session, ctx.actor, make.case().id)
    wanted = BookCourse(frozenset(row.id for row in found.referrals))
    with pytest.raises(BookingRefusedError, match=r"alle pladser \(1\) er optaget"):
        book(ctx, found, course, wanted)
    assert offer_free_seats(ctx, course) == 0
    assert seats_without_offer(ctx) == []


def test_a_course_keeps_a_name_that_says_something(ctx, make):
    with pytest.raises(NoWordsError, match="Giv forløbet et navn"):
        change_settings(ctx, make_course(make), replace(SETTINGS, title=" "))


def test_an_intake_the_course_cannot_keep_is_refused(ctx, make):
    rule = IntakeFacts(Intake.ROLLING, sessions_each=4)
    with pytest.raises(IntakeError):
        change_settings(ctx, make_course(make), CourseSettings("Hold", 12, rule))


def test_those_on_a_cancelled_course_go_back_to_be_booked(ctx, make, session):
    course = make_course(make, first=FIRST - timedelta(days=7))
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    make_booking(make, case, course)
    with ctx.transaction():
        assert cancel_course(ctx, course, "For få tilmeldte") == 1
    row = session.scalars(select(Course).options(selectinload(Course.sessions))).one()
    assert (row.cancelled_at, row.cancel_reason) == (NOW, "For få tilmeldte")
    assert [s.cancelled_at for s in row.sessions] == [None, NOW, NOW]
    [booking] = session.scalars(select(Booking))
    assert booking.cancel_reason == "Holdet er aflyst: For få tilmeldte"
    [notice] = session.scalars(select(Notice))
    assert notice.kind is NoticeKind.SESSION_CANCELLED
    assert "24/11" in notice.text
    found = find_case(session, ctx.actor, case.id)
    facts = progress_of(session, [found], NOW)[case.id].facts
    assert not any(referral.booked for referral in facts.referrals)
    assert next_action(facts).code in {ActionCode.CONTACT, ActionCode.BOOK}


def test_who_waits_for_a_cancelled_course_waits_for_any(ctx, make, session):
    course = make_course(make)
    entry = make_waiting(make, make.case(), course=course)
    with ctx.transaction():
        offer_free_seats(ctx, course)
    with ctx.transaction():
        cancel_course(ctx, course, "For få tilmeldte")
    assert session.get_one(WaitingEntry, entry.id).course_id is None
    assert session.scalars(select(SeatOffer.answered_at)).all() == [NOW]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        pytest.param(" ", "hvorfor forløbet aflyses", id="no reason"),
        pytest.param("Færre", "allerede aflyst", id="twice"),
    ],
)
def test_a_course_is_cancelled_once_and_with_a_reason(ctx, make, reason, sentence):
    course = make_course(make, cancelled_at=NOW if reason.strip() else None)
    with pytest.raises(SeriesChangeError, match=sentence):
        cancel_course(ctx, course, reason)


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.LEDER])
def test_a_hold_is_the_koordinators(ctx_as, make, role):
    course = make_course(make)
    with pytest.raises(NotPermittedError):
        change_settings(ctx_as(role), course, SETTINGS)
    with pytest.raises(NotPermittedError):
        cancel_course(ctx_as(role), course, "Færre")


def test_an_individual_course_that_lost_its_citizen_is_the_koordinators(ctx_as, make):
    course = make_course(make, form=CourseForm.INDIVIDUAL, capacity=1)
    with pytest.raises(NotPermittedError):
        cancel_course(ctx_as(Role.TERAPEUT), course, "Færre")


def test_another_kommunes_course_is_not_ours(ctx, make, session):
    course = make_course(make, kommunekode="998")
    with pytest.raises(NotPermittedError):
        cancel_course(ctx, course, "Færre")
    assert session.scalars(select(CourseSession.cancelled_at)).all() == [None] * 3
