"""What a kommune decides about its clocks."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.calendar import ClosedDay, LocalClosing
from rehab.domain.clock_rules import ClockUnit, EventKind
from rehab.domain.clock_settings import ClockSettingRefusedError
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.domain.what_if import Colour
from rehab.models import AuditEvent, CaseStanding
from rehab.queries.cases import find_case
from rehab.queries.clock_settings import find_closing, list_settings, rules_in_force
from rehab.queries.clocks import clocks_of, closed_days
from rehab.queries.pauses import list_local_reasons, reasons_for
from rehab.services.clock_settings import (
    SetClock,
    add_reason,
    close_days,
    open_days,
    preview_clock,
    set_clock,
    withdraw_reason,
)
from rehab.services.contacts import kinds_to_record
from tests.conftest import NOW
from tests.support.factories import AWAY

TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.LEDER)


def rule_of(ctx, code):
    return next(rule for rule in ctx.programme.clocks if rule.code == code)


def typed(ctx, code, **changes):
    rule = rule_of(ctx, code)
    same = {
        "rule": rule,
        "days": rule.days,
        "unit": rule.unit,
        "strength": rule.strength,
        "enabled": rule.enabled,
        "pausable": rule.pausable or frozenset(),
        "stops": rule.stops,
        "valid_from": date(2026, 1, 1),
    }
    return SetClock(**same | changes)


def saved(ctx, *args, **changes):
    with ctx.transaction():
        return set_clock(ctx, typed(ctx, *args, **changes))


def a_case(make, days_ago, **fields):
    case = make.case(referrals=0)
    make.referral(case=case, received_on=TODAY - timedelta(days=days_ago), **fields)
    return case


def due(ctx, case, code="start"):
    ctx.session.expire_all()
    rows = find_case(ctx.session, ctx.actor, case.id).referrals
    found = clocks_of(ctx.session, ctx.programme_for, ctx.settings, rows, ctx.today)
    return [one.due for row in rows for one in found[row.id] if one.code == code]


def test_a_version_moves_the_clocks_of_those_it_judges_and_no_others(ctx, make):
    old, new = a_case(make, 12), a_case(make, 2)
    before = due(ctx, old)
    saved(ctx, "start", days=7, valid_from=TODAY - timedelta(days=5))
    assert due(ctx, old) == before
    assert due(ctx, new) == [TODAY + timedelta(days=5)]


def test_an_earlier_version_stays_on_record(ctx):
    saved(ctx, "start", days=10)
    saved(replace(ctx, now=NOW + timedelta(minutes=1)), "start", days=7)
    assert [row.days for row in list_settings(ctx.session, ctx.organisation_id)] == [7, 10]


def test_the_preview_counts_the_cases_that_change_colour_and_saves_nothing(ctx, make):
    for days_ago in (1, 1, 3, 9):
        a_case(make, days_ago)
    make.referral(received_on=TODAY - timedelta(days=3))
    make.case(kommunekode=AWAY)
    a_case(make, 3, status=ReferralStatus.CLOSED, closed_on=TODAY)
    changes = preview_clock(ctx, typed(ctx, "start", days=2))
    assert changes == Counter({Colour.RED: 2, Colour.YELLOW: 2})
    assert list_settings(ctx.session, ctx.organisation_id) == []


def test_the_preview_is_what_saving_does(ctx, make):
    case = a_case(make, 3)
    assert preview_clock(ctx, typed(ctx, "start", days=2)) == Counter({Colour.RED: 1})
    saved(ctx, "start", days=2)
    assert due(ctx, case) == [TODAY - timedelta(days=1)]
    assert preview_clock(ctx, typed(ctx, "start", days=2)) == Counter()


def test_a_version_for_the_future_changes_no_open_case(ctx, make):
    a_case(make, 3)
    command = typed(ctx, "start", days=2, valid_from=TODAY + timedelta(days=1))
    assert preview_clock(ctx, command) == Counter()


def test_a_version_of_another_kommune_is_none_of_ours(ctx, make):
    case = a_case(make, 2)
    before = due(ctx, case)
    other = make.organisation(AWAY)
    actor = replace(ctx.actor, organisation_id=other.id)
    saved(replace(ctx, actor=actor), "start", days=3)
    assert due(ctx, case) == before


def test_the_information_rule_asks_for_its_own_event_once_it_is_on(ctx, make):
    case = a_case(make, 1, kind=ReferralKind.GGOP, discharged_on=TODAY)
    told = EventKind.INFORMATION_GIVEN
    found = find_case(ctx.session, ctx.actor, case.id)
    assert told not in kinds_to_record(ctx, found)
    saved(ctx, "information", enabled=True)
    assert due(ctx, case, "information") == [TODAY + timedelta(days=3)]
    assert told in kinds_to_record(ctx, find_case(ctx.session, ctx.actor, case.id))


def test_the_rules_in_force_are_the_kommunes_own(ctx):
    saved(ctx, "start", days=9, unit=ClockUnit.WORKING)
    rules = rules_in_force(ctx.session, ctx.programme, ctx.organisation_id, TODAY)
    assert {(rule.days, rule.unit) for rule in rules if rule.code == "start"} == {
        (9, ClockUnit.WORKING)
    }


def test_the_law_is_not_loosened(ctx):
    with pytest.raises(ClockSettingRefusedError, match="ikke længere"):
        saved(ctx, "paragraf140", days=9)


def test_every_standing_of_the_kommune_is_worked_out_anew(ctx, make):
    case = a_case(make, 1)
    for days in (7, 6):
        saved(ctx, "start", days=days)
    query = select(CaseStanding.recheck_at).where(CaseStanding.case_id == case.id)
    assert all(at.year == 2000 for at in ctx.session.scalars(query))


@pytest.mark.parametrize("role", [Role.KOORDINATOR, Role.VISITATOR, Role.ADMINISTRATOR])
def test_only_the_leader_sets_rules(ctx_as, role):
    ctx = ctx_as(role)
    for act in (set_clock, preview_clock):
        with pytest.raises(NotPermittedError):
            act(ctx, typed(ctx, "start"))
    with pytest.raises(NotPermittedError):
        close_days(ctx, LocalClosing("Sommer", 2026, week=29))
    with pytest.raises(NotPermittedError):
        add_reason(ctx, "Højskole", counts=True)


def closed(ctx, on=TODAY):
    around = date(2027, 7, 1)
    return closed_days(ctx.session, ctx.settings, ctx.organisation_id, around, on)


def test_a_closed_week_is_closed_in_its_years_until_it_is_withdrawn(ctx):
    with ctx.transaction():
        row = close_days(ctx, LocalClosing("Sommer", 2027, 2027, week=29))
    assert {date(2027, 7, 19), date(2027, 7, 25)} <= closed(ctx)
    assert date(2026, 7, 13) not in closed(ctx)
    tomorrow = replace(ctx, now=NOW + timedelta(days=1))
    with tomorrow.transaction():
        open_days(tomorrow, find_closing(ctx.session, ctx.organisation_id, row.id))
    assert date(2027, 7, 19) not in closed(ctx, tomorrow.today)
    assert date(2027, 7, 19) in closed(ctx)


@pytest.mark.parametrize(
    ("closing", "says"),
    [
        pytest.param(LocalClosing(" ", 2027, week=29), "hvad lukkedagen hedder", id="no name"),
        pytest.param(LocalClosing("X", 2027), "Vælg én af tre", id="neither"),
        pytest.param(LocalClosing("X", 2027, month=5, day=1, week=2), "én af tre", id="both"),
        pytest.param(
            LocalClosing("X", 2027, week=2, customary=ClosedDay.MAY_DAY), "én af tre", id="named"
        ),
        pytest.param(LocalClosing("X", 2027, 2026, week=29), "det første først", id="backwards"),
        pytest.param(LocalClosing("X", 2027, 2027, month=2, day=29), "findes ikke", id="no day"),
        pytest.param(LocalClosing("X", 2027, 2029, week=53), "findes ikke", id="no week"),
    ],
)
def test_what_is_no_day_or_week_is_refused(ctx, closing, says):
    with pytest.raises(ClockSettingRefusedError, match=says):
        close_days(ctx, closing)


def test_a_reason_of_ones_own_is_offered_until_it_is_taken_away(ctx):
    with ctx.transaction():
        row = add_reason(ctx, " Højskole ", counts=True)
    offered = reasons_for(ctx.session, ctx.programme, ctx.organisation_id)
    assert [(one.label, one.counts) for one in offered][-1] == ("Højskole", True)
    with pytest.raises(ClockSettingRefusedError, match="findes allerede"):
        add_reason(ctx, "højskole", counts=False)
    with ctx.transaction():
        withdraw_reason(ctx, row)
    assert list_local_reasons(ctx.session, ctx.organisation_id) == []


def test_what_was_set_is_in_the_trail(ctx):
    saved(ctx, "start", days=7)
    event = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb == "clock.set")).one()
    assert (event.data["code"], event.data["days"]) == ("start", "7")
