"""Reminding of a session: some days before, once, and only those who come."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from rehab.domain.access import Role
from rehab.models import CourseSession, Notice
from rehab.services.accounts import system_actor_in
from rehab.services.session_reminders import remind_of_sessions
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course


@pytest.fixture
def job(ctx_as):
    ctx = ctx_as(Role.KOORDINATOR)
    return replace(ctx, actor=system_actor_in(ctx.organisation_id))


def reminded(job, **later):
    ctx = replace(job, now=NOW + timedelta(**later))
    with ctx.transaction():
        return remind_of_sessions(ctx)


def test_a_session_is_reminded_of_once(job, make):
    make_booking(make, make.case(), make_course(make))
    assert [reminded(job), reminded(job), reminded(job, hours=5)] == [1, 0, 0]
    [text] = job.session.scalars(select(Notice.text))
    assert text.startswith("Husk din tid tirs. 24/11 kl. 10.00, Sal 1.")


def test_two_days_are_looked_ahead_by_danish_date(job, make):
    course = make_course(make, first=FIRST + timedelta(days=2), sessions=1)
    make_booking(make, make.case(), course)
    assert [reminded(job), reminded(job, days=1)] == [0, 1]


def test_a_day_nobody_asked_is_made_up_for(job, make):
    make_booking(make, make.case(), make_course(make, sessions=2))
    assert reminded(job, days=6, hours=20) == 1


def test_who_booked_late_has_just_been_told(job, make):
    make_booking(make, make.case(), make_course(make), booked_at=NOW - timedelta(days=1))
    assert reminded(job) == 0


@pytest.mark.parametrize(
    ("of_booking", "of_course"),
    [
        pytest.param({"cancelled_at": NOW - timedelta(days=3)}, {}, id="no seat any more"),
        pytest.param({}, {"cancelled_at": NOW - timedelta(days=3)}, id="no course any more"),
    ],
)
def test_nobody_is_reminded_of_what_is_cancelled(job, make, of_booking, of_course):
    make_booking(make, make.case(), make_course(make, **of_course), **of_booking)
    assert reminded(job) == 0


def test_a_cancelled_session_and_another_kommune_are_left_alone(job, make):
    course = make_course(make)
    job.session.execute(update(CourseSession).values(cancelled_at=NOW))
    make_booking(make, make.case(), course)
    away = make_course(make, kommunekode="998")
    make_booking(make, make.case(kommunekode="998"), away)
    assert reminded(job) == 0
