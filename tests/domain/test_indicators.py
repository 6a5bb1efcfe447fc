from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.clock_rules import EventKind
from rehab.domain.deadlines import read_clock
from rehab.domain.indicators import (
    Judgement,
    Share,
    indicators_of,
    is_overdue,
    is_waiting,
    judge,
    period_start,
    share_of,
)
from tests.support.clocks import CONTACT, GUARANTEE, START, WORKING, contact, event, facts

ON_TIME, LATE = contact(25), contact(30)
BEFORE, AFTER = date(2026, 11, 26), date(2026, 12, 1)


def reading(*events, on=AFTER, rule=CONTACT, **changes):
    return read_clock(rule, facts(*events, **changes), on)


@pytest.mark.parametrize(
    ("clock", "judgement"),
    [
        pytest.param(reading(ON_TIME), Judgement.KEPT, id="reached in time"),
        pytest.param(reading(LATE), Judgement.MISSED, id="reached too late"),
        pytest.param(reading(), Judgement.MISSED, id="run out and still open"),
        pytest.param(reading(on=BEFORE), Judgement.OPEN, id="still in time"),
        pytest.param(
            reading(ended_on=date(2026, 11, 24)), Judgement.OPEN, id="ended before the due day"
        ),
        pytest.param(reading(rule=GUARANTEE), Judgement.OPEN, id="counted from a day nobody knows"),
    ],
)
def test_a_deadline_is_judged_once_it_can_be(clock, judgement):
    assert judge(clock) is judgement


def test_a_share_is_of_what_can_be_judged():
    clocks = [reading(ON_TIME), reading(ON_TIME), reading(LATE), reading(), reading(on=BEFORE)]
    assert share_of(clocks) == Share(2, 4)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        pytest.param(Share(0, 0), "–", id="no cases, no share"),
        pytest.param(Share(0, 3), "0 %", id="none"),
        pytest.param(Share(1, 3), "33 %", id="rounded down"),
        pytest.param(Share(1, 8), "13 %", id="a half is rounded up"),
        pytest.param(Share(7, 7), "100 %", id="all"),
    ],
)
def test_a_share_is_written_in_whole_per_cent(share, text):
    assert share.percent_text == text


def test_who_has_not_started_waits_whether_late_or_not():
    held = event(EventKind.FIRST_CONTACT_HELD, 30)
    assert is_waiting([reading(rule=START), reading(ON_TIME)])
    assert not is_waiting([reading(held, rule=START)])
    assert not is_waiting([reading(rule=START, ended_on=date(2026, 11, 24))])


def test_a_deadline_that_was_met_late_is_no_longer_overdue():
    assert is_overdue(reading())
    assert not is_overdue(reading(LATE))


def test_the_period_is_twelve_weeks():
    assert period_start(date(2026, 11, 23)) == date(2026, 8, 31)


def test_there_is_one_indicator_for_each_clock_that_is_switched_on():
    rules = [CONTACT, replace(CONTACT, applies_to=frozenset()), replace(START, enabled=False)]
    [indicator] = indicators_of([*rules, replace(GUARANTEE, valid_until=BEFORE)], AFTER)
    assert indicator.code == "kontakt"
    assert indicator.label == "Kontakt inden 5 dage"
    assert indicator.section == "4.5; programmet, kapitel 5"


def test_the_definition_says_from_when_and_in_which_days():
    [indicator] = indicators_of([WORKING], date(2026, 11, 23))
    assert "modtaget siden 31.08.2026" in indicator.definition
    assert "i arbejdsdage fra modtagelsen af henvisningen" in indicator.definition
