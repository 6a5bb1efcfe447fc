"""Leaving a course before it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.dropouts import DropoutRefusedError
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, CourseDropout
from rehab.queries.bookings import find_booking
from rehab.services.dropouts import LeaveCourse, leave_course
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course

TODAY = NOW.date()


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def seat(make, session, ctx):
    booking = make_booking(make, make.case(), make_course(make))
    return find_booking(session, ctx.actor, booking.id)


def test_leaving_keeps_the_coded_reason_and_gives_the_seat_back(ctx, seat, session):
    with ctx.transaction():
        leave_course(ctx, seat, LeaveCourse("fravalg_logistik", TODAY - timedelta(days=1)))
    row = session.scalars(select(CourseDropout)).one()
    assert row.reason_code == "8371b769-4bfb-4ac8-b130-d91c54784a56"
    assert (row.left_on, row.case_id) == (TODAY - timedelta(days=1), seat.case_id)
    assert seat.cancelled_at == NOW
    assert seat.cancel_reason.startswith("Frafald: ")
    verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.case_id == seat.case_id))
    assert {"course.left", "course.booking_cancelled"} <= set(verbs)


def test_a_reason_that_is_not_coded_changes_nothing(ctx, seat, session):
    with pytest.raises(DropoutRefusedError), ctx.transaction():
        leave_course(ctx, seat, LeaveCourse("andet", TODAY))
    assert session.scalars(select(CourseDropout)).all() == []


def test_a_seat_is_left_once(ctx, seat, session):
    booking_id = seat.id
    with ctx.transaction():
        leave_course(ctx, seat, LeaveCourse("haendelse", TODAY))
    again = find_booking(session, ctx.actor, booking_id)
    with pytest.raises(DropoutRefusedError, match="allerede afbestilt"):
        leave_course(ctx, again, LeaveCourse("haendelse", TODAY))


def test_a_therapist_without_the_case_cannot_let_a_citizen_go(ctx, make, session, seat):
    booking_id = seat.id
    stranger = make.user(Role.TERAPEUT, login="stranger").actor()
    assert find_booking(session, stranger, booking_id) is None
    karen = make.user(Role.KOORDINATOR).actor()
    seat = find_booking(session, karen, booking_id)
    with pytest.raises(NotPermittedError):
        leave_course(replace(ctx, actor=stranger), seat, LeaveCourse("haendelse", TODAY))
