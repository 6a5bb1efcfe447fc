"""Standings follow every act at once, and the job follows the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.models import Attendance, CaseStanding
from rehab.queries.standings import Reckoning
from rehab.services.standings import project, touch
from tests.conftest import NOW
from tests.queries.test_case_page import sessions_of
from tests.support.course_factories import make_booking, make_course


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def standing(ctx, case, now=NOW):
    touch(ctx.session, case_ids=[case.id])
    project(ctx.session, Reckoning(ctx.programme_for, ctx.settings, now))
    query = select(CaseStanding).where(CaseStanding.case_id == case.id)
    return ctx.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def test_a_new_case_stands_with_nobody(ctx, make):
    found = standing(ctx, make.case())
    assert (found.board_column, found.action) == (BoardColumn.NOBODY, ActionCode.ASSIGN)
    assert found.holder_id is None


def test_the_end_of_a_session_is_when_to_look_again(ctx, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    course = make_course(make, sessions=1, first=NOW - timedelta(minutes=10))
    booking = make_booking(make, case, course)
    [meeting] = sessions_of(ctx.session, course)
    make.save(
        Attendance(
            session_id=meeting.id,
            booking_id=booking.id,
            mark=AttendanceMark.PRESENT,
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )
    found = standing(ctx, case)
    assert (found.board_column, found.recheck_at) == (BoardColumn.RUNNING, meeting.ends_at)
    assert standing(ctx, case, meeting.ends_at).board_column is BoardColumn.READY


def test_a_closed_case_stands_nowhere(ctx, make):
    case = make.case()
    assert standing(ctx, case) is not None
    case.closed_on = ctx.today
    make.save(case)
    assert standing(ctx, case) is None
