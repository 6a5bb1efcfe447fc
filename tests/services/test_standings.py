"""Standings follow every act at once, and the job follows the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.models import Attendance, CaseStanding, PathwayEventRow
from rehab.queries.standings import Reckoning
from rehab.services.standings import arrive, differences, project, touch
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


def reached(ctx, make, referral):
    event = {"kind": EventKind.CONTACT_REACHED, "recorded_by": ctx.actor.id, "recorded_at": NOW}
    referral.events.append(PathwayEventRow(occurred_on=ctx.today, **event))


def taken_into_a_case(ctx, make, referral):
    referral.case_id = make.case().id


def closed(ctx, make, referral):
    referral.closed_on = ctx.today
    touch(ctx.session, referral_ids=[referral.id])


def nothing(ctx, make, referral):
    assert not referral.events


@pytest.mark.parametrize("then", [nothing, reached, taken_into_a_case, closed])
def test_a_referral_that_arrives_stands_as_if_all_had_been_asked(ctx, make, then):
    referral = make.referral()
    ctx.session.refresh(referral, ["diagnoses", "events"])
    arrive(ctx.session, [referral])
    then(ctx, make, referral)
    by = Reckoning(ctx.programme_for, ctx.settings, NOW)
    assert project(ctx.session, by) > 0
    assert differences(ctx.session, by, (), [referral.id]) == []
