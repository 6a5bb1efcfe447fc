from datetime import date

import pytest

from rehab.domain.clock_rules import EventKind
from rehab.domain.course_starts import StartVerdict, start_verdicts
from rehab.domain.deadlines import read_clocks
from tests.support.clocks import CONTACT, GUARANTEE, RECEIVED, START, event, facts

RULES = (CONTACT, START, GUARANTEE)
DUE = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("starts_on", "days_late"),
    [
        pytest.param(RECEIVED, 0, id="at once"),
        pytest.param(DUE, 0, id="the due day itself is in time"),
        pytest.param(date(2026, 12, 8), 1, id="the day after"),
    ],
)
def test_a_start_is_held_against_the_deadline_it_stops(starts_on, days_late):
    readings = read_clocks(RULES, facts(), RECEIVED)
    [verdict] = start_verdicts(RULES, readings, starts_on)
    assert verdict == StartVerdict("Start", DUE, days_late)
    assert verdict.kept is (days_late == 0)


def test_the_earliest_deadline_comes_first():
    readings = read_clocks(RULES, facts(discharged_on=date(2026, 11, 20)), RECEIVED)
    verdicts = start_verdicts(RULES, readings, date(2026, 11, 30))
    assert [(verdict.label, verdict.days_late) for verdict in verdicts] == [
        ("Garanti", 3),
        ("Start", 0),
    ]


def test_a_deadline_already_met_says_nothing():
    held = facts(event(EventKind.FIRST_CONTACT_HELD, 23))
    readings = read_clocks(RULES, held, RECEIVED)
    assert start_verdicts(RULES, readings, DUE) == ()
