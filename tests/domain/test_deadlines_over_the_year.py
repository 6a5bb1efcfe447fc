import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.calendar import ClosedDay, closed_days
from rehab.domain.clock_rules import EventKind
from rehab.domain.deadlines import ClockFacts, PathwayEvent, Pause, read_clock
from tests.support.clocks import CONTACT, GOP, GUARANTEE, RECEIVED, START, WORKING, facts

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


@st.composite
def any_facts(draw):
    received = draw(st.dates(min_value=date(2020, 1, 1), max_value=date(2032, 1, 1)))
    near = st.integers(-5, 40).map(lambda n: received + timedelta(days=n))
    events = st.builds(PathwayEvent, st.sampled_from(EventKind), near, st.none() | near)
    pauses = st.tuples(st.sampled_from("ab"), near, st.integers(0, 9), st.booleans()).map(
        lambda p: Pause(p[0], p[1], p[1] + timedelta(days=p[2]), p[3])
    )
    read = ClockFacts(
        legal_basis=GOP,
        received_on=received,
        discharged_on=draw(st.none() | near),
        earliest_start_on=draw(st.none() | near),
        events=tuple(draw(st.lists(events, max_size=6))),
        pauses=tuple(draw(st.lists(pauses, max_size=3))),
        ended_on=draw(st.none() | near),
    )
    return read, draw(near)


rules = st.sampled_from([CONTACT, START, GUARANTEE, WORKING])


@given(rules, any_facts())
def test_the_numbers_of_the_account_add_up_to_the_due_day(rule, case):
    reading = read_clock(rule, *case)
    shown = sum(int(n) for n in re.findall(r"(?m)^\+ (\d+) ", "\n".join(reading.why)))
    start = reading.counted_from
    assert reading.due == (start and start + timedelta(days=shown))


@given(rules, any_facts(), st.randoms())
def test_the_order_of_the_events_changes_nothing(rule, case, random):
    read, today = case
    events, pauses = list(read.events), list(read.pauses)
    random.shuffle(events)
    random.shuffle(pauses)
    shuffled = replace(read, events=tuple(events), pauses=tuple(pauses))
    assert read_clock(rule, shuffled, today) == read_clock(rule, read, today)


@given(rules, any_facts())
def test_a_clock_that_still_runs_has_no_stop_and_one_that_stopped_no_days_left(rule, case):
    reading = read_clock(rule, *case)
    assert reading.stopped_on is None or reading.days_left is None
