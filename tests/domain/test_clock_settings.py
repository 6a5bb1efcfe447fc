"""A kommune's own rules, version by version."""

from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.clock_rules import ClockUnit, EventKind, Strength
from rehab.domain.clock_settings import (
    ClockSetting,
    ClockSettingRefusedError,
    check_setting,
    rules_on,
    stops_to_choose,
    with_setting,
)
from tests.support.clocks import CONTACT, GOP, GUARANTEE, PROGRAMME, START

NEW_YEAR = date(2027, 1, 1)
TODAY = date(2026, 11, 23)


def version(rule=CONTACT, **changes):
    given = {
        "code": rule.code,
        "applies_to": rule.applies_to,
        "days": 3,
        "unit": rule.unit,
        "strength": rule.strength,
        "enabled": True,
        "pausable": frozenset(),
        "stops": rule.stops,
        "valid_from": NEW_YEAR,
        "valid_until": None,
        "recorded_on": TODAY,
    }
    return ClockSetting(**given | changes)


def days_of(received, *settings, known=date(2027, 6, 1), basis=GOP):
    [rule] = rules_on([CONTACT], settings, basis, received, known)
    return rule.days


@pytest.mark.parametrize(
    ("received", "days"),
    [
        pytest.param(date(2026, 12, 31), 5, id="the day before"),
        pytest.param(NEW_YEAR, 3, id="the first day"),
        pytest.param(date(2027, 3, 31), 3, id="the last day"),
        pytest.param(date(2027, 4, 1), 5, id="the day after"),
    ],
)
def test_a_referral_is_judged_by_the_rule_of_the_day_it_was_received(received, days):
    assert days_of(received, version(valid_until=date(2027, 3, 31))) == days


def test_of_two_versions_the_one_recorded_last_holds_however_they_are_listed():
    first, second = version(days=3, sequence=1), version(days=4, sequence=2)
    later = version(days=2, recorded_on=date(2027, 1, 2))
    assert days_of(NEW_YEAR, first, second) == days_of(NEW_YEAR, second, first) == 4
    assert days_of(NEW_YEAR, later, second) == 2


def test_a_version_is_not_known_before_the_day_it_was_recorded():
    assert days_of(NEW_YEAR, version(recorded_on=NEW_YEAR), known=TODAY) == 5


def test_a_version_for_one_legal_basis_leaves_the_other_alone():
    own = version(applies_to=frozenset({GOP}))
    assert days_of(NEW_YEAR, own, basis=GOP) == 3
    assert days_of(NEW_YEAR, own, basis=PROGRAMME) == 5


def test_a_rule_of_another_legal_basis_is_not_among_them():
    assert rules_on([GUARANTEE], [], PROGRAMME, TODAY, TODAY) == ()


def test_everything_a_kommune_sets_is_laid_over_the_programme():
    own = version(
        days=2,
        unit=ClockUnit.WORKING,
        strength=Strength.MAAL,
        enabled=False,
        pausable=frozenset({"syg"}),
        stops=frozenset({EventKind.FIRST_CONTACT_HELD}),
    )
    rule = with_setting(CONTACT, own)
    assert (rule.days, rule.unit, rule.strength, rule.enabled) == (
        2,
        ClockUnit.WORKING,
        Strength.MAAL,
        False,
    )
    assert (rule.label, rule.trigger, rule.section) == ("Kontakt", CONTACT.trigger, "4.5")
    assert (rule.pausable, rule.stops) == ({"syg"}, {EventKind.FIRST_CONTACT_HELD})


@pytest.mark.parametrize(
    ("rule", "changes", "says"),
    [
        pytest.param(CONTACT, {"days": 0}, "mellem 1 og 366", id="no days"),
        pytest.param(CONTACT, {"days": 367}, "mellem 1 og 366", id="over a year"),
        pytest.param(CONTACT, {"valid_until": TODAY}, "før den begynder", id="ends before"),
        pytest.param(CONTACT, {"stops": frozenset()}, "mindst én", id="nothing stops it"),
        pytest.param(
            CONTACT,
            {"stops": frozenset({EventKind.FIRST_CONTACT_OFFERED})},
            "kan ikke stoppes",
            id="a stop the programme leaves no room for",
        ),
        pytest.param(GUARANTEE, {"days": 8}, "ikke længere", id="longer than the law"),
        pytest.param(GUARANTEE, {"unit": ClockUnit.WORKING}, "samme måde", id="other days"),
        pytest.param(GUARANTEE, {"enabled": False}, "ikke slås fra", id="the law switched off"),
        pytest.param(GUARANTEE, {"strength": Strength.MAAL}, "til et mål", id="the law a goal"),
    ],
)
def test_what_the_law_or_the_programme_leaves_no_room_for_is_refused(rule, changes, says):
    with pytest.raises(ClockSettingRefusedError, match=says):
        check_setting(rule, version(rule, **changes))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        pytest.param(GUARANTEE, {"days": 5}, id="a stricter promise than the law"),
        pytest.param(CONTACT, {"days": 366}, id="a year and a day"),
        pytest.param(START, {"unit": ClockUnit.WORKING, "enabled": False}, id="a goal, off"),
    ],
)
def test_a_kommune_may_set_the_rest(rule, changes):
    check_setting(rule, version(rule, **changes))


def test_the_programme_names_what_else_may_stop_a_clock():
    open_rule = replace(START, stop_choices=frozenset({EventKind.FIRST_CONTACT_OFFERED}))
    assert stops_to_choose(open_rule) == START.stops | {EventKind.FIRST_CONTACT_OFFERED}
    check_setting(open_rule, version(open_rule, stops=open_rule.stop_choices))
