"""The lists people work from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.measures import MeasurePoint
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.referrals import ReferralKind, ReferralStatus, TriageDecision
from rehab.domain.standings import board_place
from rehab.domain.worklists import ClockFilter, Flag, NoTeam, Order, WorklistFilter
from rehab.models import Attendance, Epikrise, Measurement, TriageRecord
from rehab.queries.list_places import parse_place
from rehab.queries.reminders import find_reminder
from rehab.queries.tallies import count_cases
from rehab.queries.worklists import first_of_columns, page, stream
from tests.conftest import NOW
from tests.queries.test_case_page import sessions_of
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import AWAY
from tests.support.standings import settle

TODAY = date(2026, 11, 23)
EVERY = WorklistFilter()


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def lines(app):
    """Every open case a filter leaves, with the standings of what was arranged worked out."""

    def found(ctx, wanted=EVERY):
        settle(ctx.session, app, ctx.now)
        pages = stream(ctx.session, ctx.actor, wanted, TODAY, size=2)
        return [line for batch in pages for line in batch]

    return found


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


def test_a_citizen_who_came_is_reached_and_started_without_anybody_typing_it(lines, ctx, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    sessions = course_of(ctx, make, case, first=NOW - timedelta(days=1))
    [line] = lines(ctx)
    assert (line.column, line.action) == (BoardColumn.RUNNING, ActionCode.MEASURE_START)
    assert line.next_session_at == sessions[1].starts_at


@pytest.mark.parametrize(
    ("points", "code"),
    [
        pytest.param([], ActionCode.EPIKRISE, id="never measured"),
        pytest.param([MeasurePoint.START], ActionCode.MEASURE_END, id="not measured again"),
        pytest.param(list(MeasurePoint), ActionCode.EPIKRISE, id="measured twice"),
    ],
)
def test_a_course_that_is_over_is_ready_to_close(lines, ctx, make, points, code):
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
    assert (line.column, line.action) == (BoardColumn.READY, code)


def test_a_booking_that_was_cancelled_books_nothing(lines, ctx, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    course_of(ctx, make, case, first=NOW - timedelta(days=1))
    other = make.case(contact_person=make.user(Role.TERAPEUT))
    make_booking(make, other, make_course(make), cancelled_at=NOW)
    found = {line.case_id: line.next_session_at for line in lines(ctx)}
    assert found[other.id] is None


def test_a_signed_epikrise_asks_for_nothing_more_of_that_referral(lines, ctx, make):
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


def test_a_plan_the_hospital_starts_waits_with_its_owner(lines, ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0, contact_person=make.user(Role.TERAPEUT))
    make.referral(citizen=citizen, case=case, status=ReferralStatus.REGISTERED)
    [line] = lines(ctx)
    assert (line.action, line.clock) == (None, None)


def test_a_red_flag_of_triage_follows_the_case(lines, ctx, make):
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


def test_a_leader_without_cases_has_none_of_his_own(lines, ctx_as, make):
    make.case(contact_person=make.user(Role.TERAPEUT))
    leader = ctx_as(Role.LEDER)
    assert lines(leader, WorklistFilter(holder_id=leader.actor.id)) == []
    assert len(lines(leader)) == 1


def test_another_kommune_is_never_on_a_list(lines, ctx, make):
    make.case(kommunekode=AWAY)
    assert lines(ctx) == []


def a_few_cases(make, session):
    """Cases that differ in column, priority and due day; the due days of some are the same."""
    person = make.user(Role.TERAPEUT)
    for days in (9, 9, 5, 1):
        for holder in (None, person):
            citizen = make.citizen()
            case = make.case(citizen=citizen, referrals=0, contact_person=holder)
            make.referral(citizen=citizen, case=case, received_on=TODAY - timedelta(days=days))
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    make.referral(
        citizen=citizen, case=case, kind=ReferralKind.GGOP, discharged_on=TODAY - timedelta(days=2)
    )


def test_the_board_stands_as_the_rule_says(lines, ctx, make):
    a_few_cases(make, ctx.session)
    lines(ctx)
    found = first_of_columns(ctx.session, ctx.actor, WorklistFilter(), TODAY, 50)
    shown = [line for column in BoardColumn for line in found if line.column is column]
    places = [board_place(row.column, row.priority, row.presses_on, row.number) for row in shown]
    assert len(places) == 9
    assert places == sorted(places)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(WorklistFilter(), id="by due day"),
        pytest.param(WorklistFilter(column=BoardColumn.NOBODY), id="by priority"),
        pytest.param(WorklistFilter(sort=Order.NUMBER), id="by case number"),
    ],
)
def test_pages_forth_and_back_show_every_case_once(lines, ctx, make, wanted):
    a_few_cases(make, ctx.session)
    whole = [line.number for line in lines(ctx, wanted)]
    forth, after = [], None
    while True:
        found = page(ctx.session, ctx.actor, wanted, TODAY, after=after, size=2)
        forth.append([line.number for line in found.lines])
        if not found.has_after:
            break
        after = parse_place(str(found.last))
    assert [number for numbers in forth for number in numbers] == whole
    back = page(ctx.session, ctx.actor, wanted, TODAY, before=found.first, size=2)
    assert [line.number for line in back.lines] == forth[-2]


def test_what_is_no_place_is_none():
    assert parse_place("") is parse_place("x_2026-11-23_1") is parse_place("1_2026-13-23_1") is None


@pytest.mark.parametrize(
    "wanted",
    [
        WorklistFilter(),
        *(WorklistFilter(column=column) for column in BoardColumn),
        *(WorklistFilter(clock=clock) for clock in ClockFilter),
        *(WorklistFilter(action=action) for action in ActionCode),
        *(WorklistFilter(flag=flag) for flag in Flag),
        *(WorklistFilter(basis=basis) for basis in LegalBasis),
        WorklistFilter(on_hold=True),
        WorklistFilter(team=NoTeam.NO_TEAM),
        WorklistFilter(column=BoardColumn.NOBODY, clock=ClockFilter.OVERDUE),
    ],
    ids=str,
)
def test_every_number_is_the_length_of_its_list(lines, ctx, make, wanted):
    a_few_cases(make, ctx.session)
    mine = replace(wanted, holder_id=make.user(Role.TERAPEUT).id)
    for narrowed in (wanted, mine):
        length = len(lines(ctx, narrowed))
        assert count_cases(ctx.session, ctx.actor, narrowed, TODAY).of(narrowed) == length


def test_a_reminder_that_is_not_there_is_none(ctx, make):
    assert find_reminder(ctx.session, ctx.actor, make.citizen().id) is None
