"""The lists people work from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.measures import MeasurePoint
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.models import Attendance, Epikrise, Measurement, TriageRecord
from rehab.queries.worklists import by_column, find_reminder, list_open_cases, my_cases
from tests.conftest import NOW
from tests.queries.test_case_page import counted, sessions_of
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import AWAY

TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def lines(ctx, read=list_open_cases):
    return read(ctx.session, ctx.actor, ctx.programme_for, ctx.settings, ctx.now)


def course_of(ctx, make, case, *, first):
    course = make_course(make, sessions=2, first=first)
    booking = make_booking(make, case, course)
    sessions = sessions_of(ctx.session, course)
    make.save(
        Attendance(
            session_id=sessions[0].id,
            booking_id=booking.id,
            mark=AttendanceMark.PRESENT,
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )
    return sessions


def test_a_citizen_who_came_is_reached_and_started_without_anybody_typing_it(ctx, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    sessions = course_of(ctx, make, case, first=NOW - timedelta(days=1))
    [line] = lines(ctx)
    assert (line.column, line.action.code) == (BoardColumn.RUNNING, ActionCode.MEASURE_START)
    assert line.next_session_at == sessions[1].starts_at


@pytest.mark.parametrize(
    ("points", "code"),
    [
        pytest.param([], ActionCode.EPIKRISE, id="never measured"),
        pytest.param([MeasurePoint.START], ActionCode.MEASURE_END, id="not measured again"),
        pytest.param(list(MeasurePoint), ActionCode.EPIKRISE, id="measured twice"),
    ],
)
def test_a_course_that_is_over_is_ready_to_close(ctx, make, points, code):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    course_of(ctx, make, case, first=NOW - timedelta(days=20))
    for point in points:
        make.save(
            Measurement(
                case_id=case.id,
                point=point,
                measured_on=TODAY,
                nrs_pain=3,
                recorded_by=case.id,
                recorded_at=NOW,
            )
        )
    [line] = lines(ctx)
    assert (line.column, line.action.code) == (BoardColumn.READY, code)


def test_a_booking_that_was_cancelled_books_nothing(ctx, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    course_of(ctx, make, case, first=NOW - timedelta(days=1))
    other = make.case(contact_person=make.user(Role.TERAPEUT))
    make_booking(make, other, make_course(make), cancelled_at=NOW)
    found = {line.case_id: line.next_session_at for line in lines(ctx)}
    assert found[other.id] is None


def test_a_signed_epikrise_asks_for_nothing_more_of_that_referral(ctx, make):
    person, citizen = make.user(Role.TERAPEUT), make.citizen()
    case = make.case(contact_person=person, citizen=citizen, referrals=0)
    referral = make.referral(citizen=citizen, case=case)
    make.save(
        Epikrise(
            referral_id=referral.id,
            case_id=case.id,
            saved_by=person.id,
            saved_at=NOW,
            signed_by=person.id,
            signed_at=NOW,
        )
    )
    [line] = lines(ctx)
    assert line.action is None


def test_a_plan_the_hospital_starts_waits_with_its_owner(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0, contact_person=make.user(Role.TERAPEUT))
    make.referral(citizen=citizen, case=case, status=ReferralStatus.REGISTERED)
    [line] = lines(ctx)
    assert (line.action, line.readings) == (None, ())


def test_a_red_flag_of_triage_follows_the_case(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    referral = make.referral(citizen=citizen, case=case)
    make.save(
        TriageRecord(
            referral_id=referral.id,
            decision=TriageDecision.ACCEPT,
            reason_code="gruppe_1",
            text="",
            red_flags=["cauda_equina"],
            decided_by=make.user(Role.VISITATOR).id,
            decided_at=NOW,
        )
    )
    assert [line.has_red_flag for line in lines(ctx)] == [True]


def test_every_line_stands_in_one_column(ctx, make):
    make.case()
    make.case(contact_person=make.user(Role.TERAPEUT))
    found = lines(ctx)
    columns = by_column(found)
    assert list(columns) == list(BoardColumn)
    assert sum(len(rows) for rows in columns.values()) == len(found) == 2


def test_a_leader_without_cases_has_none_of_his_own(ctx_as, make):
    make.case(contact_person=make.user(Role.TERAPEUT))
    assert lines(ctx_as(Role.LEDER), my_cases) == []
    assert len(lines(ctx_as(Role.LEDER))) == 1


def test_another_kommune_is_never_on_a_list(ctx, make):
    make.case(kommunekode=AWAY)
    assert lines(ctx) == []


def test_the_number_of_queries_does_not_grow_with_the_board(ctx, make):
    counts = []
    for _ in range(2):
        for _ in range(3):
            course_of(ctx, make, make.case(contact_person=make.user(Role.TERAPEUT)), first=NOW)
        ctx.session.commit()
        with counted(ctx.session) as statements:
            lines(ctx)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 15


def test_a_case_keeps_the_clocks_of_its_referrals_own_version(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    make.referral(citizen=citizen, case=case, received_on=TODAY)
    referral = make.referral(citizen=citizen, case=case, received_on=TODAY)
    referral.programme_version = "2027"
    make.save(referral)
    clocks = tuple(replace(rule, days=3) for rule in ctx.programme.clocks)
    later = replace(ctx.programme, version="2027", clocks=clocks)
    [line] = lines(replace(ctx, programmes={"2027": later}))
    due = sorted((reading.due - TODAY).days for reading in line.readings)
    assert due == [3, 3, 5, 14]


def test_a_reminder_that_is_not_there_is_none(ctx, make):
    assert find_reminder(ctx.session, ctx.actor, make.citizen().id) is None
