"""The sheets of a person's day, and which earlier ones lack marks."""

from datetime import timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.courses import Intake
from rehab.models import Attendance, CourseSession
from rehab.queries.sheets import list_sheets
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of

A_WEEK_AGO = NOW - timedelta(days=7)


def lacking(session, actor):
    return [(row.id, row.registered, row.total) for row in found(session, actor).lacking]


def found(session, actor, days_on=0):
    return list_sheets(session, actor, NOW.date() + timedelta(days=days_on))


def mark(make, meeting_id, booking):
    make.save(
        Attendance(
            session_id=meeting_id,
            booking_id=booking.id,
            mark=AttendanceMark.PRESENT,
            recorded_by=booking.booked_by,
            recorded_at=NOW,
        )
    )


def test_the_day_is_the_danish_day(make, session):
    actor = make.user(Role.TERAPEUT).actor()
    make_course(make, sessions=1, first=NOW.replace(hour=23, minute=30))
    assert found(session, actor).today == ()
    assert len(found(session, actor, days_on=1).today) == 1


def test_a_sheet_nobody_is_on_lacks_nothing(make, session):
    actor = make.user(Role.TERAPEUT).actor()
    make_course(make, sessions=1, first=A_WEEK_AGO)
    assert lacking(session, actor) == []


def test_a_sheet_lacks_marks_until_the_last_is_made(make, session):
    actor = make.user(Role.TERAPEUT).actor()
    course = make_course(make, sessions=2, first=A_WEEK_AGO)
    one, other = (make_booking(make, make.case(), course) for _ in range(2))
    earlier, _today = sessions_of(make, course)
    mark(make, earlier, one)
    assert lacking(session, actor) == [(earlier, 1, 2)]
    mark(make, earlier, other)
    assert lacking(session, actor) == []


def test_who_left_before_a_session_is_not_missed_on_its_sheet(make, session):
    actor = make.user(Role.TERAPEUT).actor()
    course = make_course(make, sessions=1, first=A_WEEK_AGO)
    gone = make_booking(make, make.case(), course, cancelled_at=A_WEEK_AGO - timedelta(days=1))
    assert lacking(session, actor) == []
    mark(make, sessions_of(make, course)[0], gone)
    assert lacking(session, actor) == []


def test_who_has_had_all_their_sessions_is_not_missed_on_the_next(make, session):
    actor = make.user(Role.TERAPEUT).actor()
    course = make_course(
        make, sessions=3, first=NOW - timedelta(days=14), intake=Intake.ROLLING, sessions_each=1
    )
    booking = make_booking(make, make.case(), course)
    first, _second, _third = sessions_of(make, course)
    assert lacking(session, actor) == [(first, 0, 1)]
    mark(make, first, booking)
    assert lacking(session, actor) == []


@pytest.mark.parametrize("place", ["second_therapist_id", "substitute_id"])
def test_whoever_else_leads_a_session_has_it_on_their_day(make, session, place):
    actor = make.user(Role.TERAPEUT, login="asks").actor()
    [meeting_id] = sessions_of(make, make_course(make, sessions=1, first=NOW))
    meeting = session.get(CourseSession, meeting_id)
    assert found(session, actor).today == ()
    setattr(meeting, place, actor.id)
    make.save(meeting)
    assert [row.id for row in found(session, actor).today] == [meeting_id]
