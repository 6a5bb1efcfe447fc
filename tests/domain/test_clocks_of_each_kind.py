"""A truth table for every clock of the programme file: what stops it, and how it then stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rehab.domain.clock_facts import ClockFacts, PathwayEvent
from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.day_counting import Pause
from rehab.domain.deadlines import ClockState, read_clock
from tests.support.programmes import laenderyg

RULES = {
    (rule.code, basis): replace(rule, enabled=True)
    for rule in laenderyg().clocks
    for basis in rule.applies_to
}
GOP, PROGRAMME = LegalBasis.SUNDHEDSLOVEN_140, LegalBasis.SUNDHEDSLOVEN_119
DAY_0 = date(2026, 11, 23)
TRIED, REACHED, OFFERED, HELD, TOLD = EventKind
MET, OVERDUE, RUNNING, PAUSED, STOPPED = (
    ClockState.MET,
    ClockState.OVERDUE,
    ClockState.RUNNING,
    ClockState.PAUSED,
    ClockState.STOPPED,
)
CLOCKS = [
    pytest.param("kontakt", GOP, 5, {REACHED, HELD}, {"fejlsendt"}, {"syg"}, id="contact, plan"),
    pytest.param(
        "kontakt", PROGRAMME, 5, {REACHED, HELD}, {"bortrejst"}, {"vil_vente"}, id="contact, 119"
    ),
    pytest.param("start", GOP, 14, {HELD}, {"syg", "udskudt"}, set(), id="start, plan"),
    pytest.param("start", PROGRAMME, 14, {HELD}, {"vil_vente"}, set(), id="start, 119"),
    pytest.param(
        "paragraf140", GOP, 7, {OFFERED}, {"udskudt", "vil_vente"}, {"syg"}, id="guarantee"
    ),
    pytest.param("information", GOP, 4, {TOLD}, {"anden_kommune"}, {"syg"}, id="information"),
]


def read(code, basis, day, *events, pauses=(), ended_on=None):
    facts = ClockFacts(basis, DAY_0, DAY_0, events=events, pauses=tuple(pauses), ended_on=ended_on)
    return read_clock(RULES[code, basis], facts, DAY_0 + timedelta(days=day))


def on(day, kind):
    return PathwayEvent(kind, DAY_0 + timedelta(days=day))


def waits(first, last, code):
    days = (DAY_0 + timedelta(days=n) for n in (first, last))
    return Pause("Grund", *days, counts=True, code=code)


@pytest.mark.parametrize(("code", "basis", "days", "stops", "moved", "unmoved"), CLOCKS)
def test_the_truth_of_a_clock(code, basis, days, stops, moved, unmoved):
    due = DAY_0 + timedelta(days=days)
    assert read(code, basis, 0).due == due
    assert [read(code, basis, day).state for day in (0, days, days + 1)] == [
        RUNNING,
        RUNNING,
        OVERDUE,
    ]
    for kind in EventKind:
        in_time, late = on(days, kind), on(days + 1, kind)
        stopped = kind in stops
        assert read(code, basis, days + 1, in_time).state is (MET if stopped else OVERDUE), kind
        assert read(code, basis, days + 2, late).state is OVERDUE
        assert (read(code, basis, days + 2, late).stopped_on is not None) is stopped
        assert read(code, basis, days + 2, late, in_time).state is (MET if stopped else OVERDUE)
    assert read(code, basis, days + 9, ended_on=due).state is STOPPED
    for reason in moved:
        paused = read(code, basis, 1, pauses=[waits(1, 2, reason)])
        assert (paused.due, paused.state) == (due + timedelta(days=2), PAUSED), reason
    for reason in unmoved:
        paused = read(code, basis, 1, pauses=[waits(1, 2, reason)])
        assert (paused.due, paused.state) == (due, RUNNING), reason


def test_every_clock_of_the_programme_has_its_truth():
    assert {tuple(one.values[:2]) for one in CLOCKS} == set(RULES)


@pytest.mark.parametrize(
    ("day_0", "due"),
    [
        # kontakt 5, paragraf140 7, start 14 and information 4 days later
        pytest.param("2026-12-27", "01-01 01-03 01-10 12-31", id="New Year"),
        pytest.param("2027-03-25", "03-30 04-01 04-08 03-29", id="Easter, clocks forward"),
        pytest.param("2026-10-22", "10-27 10-29 11-05 10-26", id="clocks back"),
        pytest.param("2028-02-24", "02-29 03-02 03-09 02-28", id="leap day"),
        pytest.param("2027-02-24", "03-01 03-03 03-10 02-28", id="no leap day"),
        pytest.param("2023-04-28", "05-03 05-05 05-12 05-02", id="onto store bededag"),
    ],
)
def test_no_calendar_deadline_is_moved_by_what_day_it_is(day_0, due):
    start = date.fromisoformat(day_0)
    facts = ClockFacts(GOP, start, start)
    found = [
        read_clock(RULES[code, GOP], facts, start).due
        for code in ("kontakt", "paragraf140", "start", "information")
    ]
    assert [f"{day:%m-%d}" for day in found] == due.split()


def test_store_bededag_is_named_until_2023_and_not_after():
    named = [
        "store bededag" in "".join(read_clock(RULES["paragraf140", GOP], facts, start).why)
        for start in (date(2023, 4, 28), date(2024, 4, 19))
        for facts in [ClockFacts(GOP, start, start)]
    ]
    assert named == [True, False]
