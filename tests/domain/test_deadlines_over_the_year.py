import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.calendar import ClosedDay, closed_days
from rehab.domain.clock_facts import DateChange, PathwayEvent
from rehab.domain.clock_rules import EventKind
from rehab.domain.day_counting import Pause
from rehab.domain.deadlines import read_clock
from tests.support.clocks import CONTACT, RECEIVED, START, WORKING, any_facts, any_rule, facts

ALL_CLOSED = closed_days(ClosedDay, range(2024, 2031))


@pytest.mark.parametrize(
    "row",
    [
        # received, due +5 and +14 calendar days, +5 working days, the same with closed days
        pytest.param("2026-11-23 11-28 12-07 11-30 11-30", id="Monday"),
        pytest.param("2026-12-18 12-23 01-01 12-28 12-29", id="Christmas"),
        pytest.param("2027-03-24 03-29 04-07 04-05 04-05", id="Easter"),
        pytest.param("2027-05-04 05-09 05-18 05-12 05-13", id="Ascension"),
        pytest.param("2026-12-30 01-04 01-13 01-07 01-08", id="New Year"),
        pytest.param("2027-03-27 04-01 04-10 04-05 04-05", id="clocks forward"),
        pytest.param("2026-10-24 10-29 11-07 10-30 10-30", id="clocks back"),
        pytest.param("2028-02-26 03-02 03-11 03-03 03-03", id="leap day"),
        pytest.param("2027-02-26 03-03 03-12 03-05 03-05", id="no leap day"),
    ],
)
def test_due_days_across_the_year(row):
    received, *expected = row.split()
    read = facts(received_on=date.fromisoformat(received))
    due = [
        read_clock(CONTACT, read, RECEIVED).due,
        read_clock(START, read, RECEIVED).due,
        read_clock(WORKING, read, RECEIVED).due,
        read_clock(WORKING, read, RECEIVED, ALL_CLOSED).due,
    ]
    assert [f"{day:%m-%d}" for day in due] == expected


@given(any_rule, any_facts())
def test_the_numbers_of_the_account_add_up_to_the_due_day(rule, case):
    reading = read_clock(rule, *case)
    shown = sum(int(n) for n in re.findall(r"(?m)^\+ (\d+) ", "\n".join(reading.why)))
    start = reading.counted_from
    assert reading.due == (start and start + timedelta(days=shown))


@given(any_rule, any_facts(), st.randoms())
def test_the_order_in_which_things_were_entered_changes_nothing(rule, case, random):
    read, today = case
    events, pauses, changes = list(read.events), list(read.pauses), list(read.corrections)
    for rows in (events, pauses, changes):
        random.shuffle(rows)
    shuffled = replace(read, events=tuple(events), pauses=tuple(pauses), corrections=tuple(changes))
    readings = [read_clock(rule, one, today, ALL_CLOSED) for one in (read, shuffled)]
    assert readings[0] == readings[1]


@given(any_rule, any_facts(), st.sampled_from(EventKind))
def test_what_was_recorded_after_a_day_is_not_known_on_it(rule, case, kind):
    read, today = case
    later = read.received_on + timedelta(days=60)
    event = PathwayEvent(kind, today, later)
    pause = Pause("a", today - timedelta(days=3), later, counts=True, code="x", recorded_on=later)
    stood = DateChange(later, read.received_on, read.discharged_on, read.earliest_start_on, 9)
    more = replace(
        read,
        received_on=today,
        discharged_on=today,
        earliest_start_on=None,
        events=(*read.events, event),
        pauses=(*read.pauses, pause),
        corrections=(*read.corrections, stood),
    )
    assert read_clock(rule, more, today) == read_clock(rule, read, today)


@given(any_rule, any_facts(), st.integers(1, 4))
def test_an_attempt_changes_its_own_line_and_nothing_else(rule, case, number):
    read, today = case
    tries = (PathwayEvent(EventKind.CONTACT_ATTEMPTED, today),) * number
    before, after = (
        read_clock(rule, one, today) for one in (read, replace(read, events=(*read.events, *tries)))
    )
    lines = [
        tuple(line for line in reading.why if "forsøg på kontakt" not in line)
        for reading in (before, after)
    ]
    assert lines[0] == lines[1]
    assert replace(before, why=()) == replace(after, why=())


@given(any_rule, any_facts())
def test_a_clock_that_still_runs_has_no_stop_and_one_that_stopped_no_days_left(rule, case):
    reading = read_clock(rule, *case)
    assert reading.stopped_on is None or reading.days_left is None
