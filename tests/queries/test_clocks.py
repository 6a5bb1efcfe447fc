"""From stored rows to clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rehab.clock import civil_date
from rehab.domain.access import Role
from rehab.domain.clock_rules import ClockUnit, EventKind
from rehab.domain.deadlines import ClockState
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.models import PathwayEventRow
from rehab.queries.cases import find_case
from rehab.queries.clocks import clocks_of, closed_days

TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def due_days(ctx, case):
    referrals = find_case(ctx.session, ctx.actor, case.id).referrals
    found = clocks_of(ctx.session, ctx.programme_for, ctx.settings, referrals, TODAY)
    return {one.code: one.due for row in referrals for one in found[row.id]}


def closed(ctx, *fixed):
    settings = replace(ctx.settings, local_closed_days=frozenset(fixed))
    return closed_days(ctx.session, settings, ctx.organisation_id, TODAY, TODAY)


def test_the_kommunes_own_closed_days_are_those_of_the_years_around(ctx):
    days = closed(ctx, (12, 24))
    assert days == {date(year, 12, 24) for year in (2025, 2026, 2027, 2028)}


def test_a_leap_day_is_closed_only_where_there_is_one(ctx):
    days = closed(ctx, (2, 29))
    assert days == {date(2028, 2, 29)}


def test_a_closed_day_moves_a_deadline_in_working_days(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    make.referral(citizen=citizen, case=case, received_on=TODAY)
    rules = tuple(replace(rule, unit=ClockUnit.WORKING) for rule in ctx.programme.clocks)
    working = replace(ctx, programme=replace(ctx.programme, clocks=rules))
    closing = replace(ctx.settings, local_closed_days=frozenset({(11, 25)}))
    assert due_days(working, case)["kontakt"] == date(2026, 11, 30)
    assert due_days(replace(working, settings=closing), case)["kontakt"] == date(2026, 12, 1)


def test_a_plan_that_was_only_registered_has_no_clock_of_ours(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    make.referral(
        citizen=citizen,
        case=case,
        kind=ReferralKind.GGOP,
        status=ReferralStatus.REGISTERED,
    )
    assert due_days(ctx, case) == {}


def test_a_referral_received_under_another_version_is_counted_by_it(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    referral = make.referral(citizen=citizen, case=case, received_on=TODAY)
    referral.programme_version = "2027"
    make.save(referral)
    rules = tuple(replace(rule, days=2) for rule in ctx.programme.clocks)
    later = replace(ctx.programme, version="2027", clocks=rules)
    found = due_days(replace(ctx, programmes={"2027": later}), case)
    assert found == {"kontakt": date(2026, 11, 25), "start": date(2026, 11, 25)}


@pytest.mark.parametrize(
    ("recorded", "known"),
    [
        pytest.param(datetime(2026, 11, 24, 22, 59, tzinfo=UTC), True, id="before midnight"),
        pytest.param(datetime(2026, 11, 24, 23, 0, tzinfo=UTC), False, id="at midnight"),
        pytest.param(datetime(2026, 7, 24, 21, 59, tzinfo=UTC), True, id="before, in summer"),
        pytest.param(datetime(2026, 7, 24, 22, 0, tzinfo=UTC), False, id="midnight in summer"),
        pytest.param(datetime(2027, 3, 28, 21, 59, tzinfo=UTC), True, id="the short night"),
        pytest.param(datetime(2026, 10, 25, 23, 0, tzinfo=UTC), False, id="the long night"),
    ],
)
def test_a_day_ends_at_midnight_in_copenhagen(ctx, make, recorded, known):
    day = civil_date(recorded) - timedelta(days=0 if known else 1)
    case = make.case(referrals=0)
    referral = make.referral(case=case, received_on=day)
    make.save(
        PathwayEventRow(
            referral_id=referral.id,
            kind=EventKind.CONTACT_REACHED,
            occurred_on=day,
            recorded_by=case.id,
            recorded_at=recorded,
        )
    )
    rows = find_case(ctx.session, ctx.actor, case.id).referrals
    found = clocks_of(ctx.session, ctx.programme_for, ctx.settings, rows, day)[referral.id]
    [contact] = [one for one in found if one.code == "kontakt"]
    assert (contact.state is ClockState.MET) is known
