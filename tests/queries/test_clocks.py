"""From stored rows to clocks."""

from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.access import Role
from rehab.domain.clock_rules import ClockUnit
from rehab.domain.referrals import ReferralKind, ReferralStatus
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
