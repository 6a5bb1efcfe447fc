"""When somebody must offer the free choice, or write to a citizen nobody reaches."""

from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.clock_facts import PathwayEvent
from rehab.domain.clock_rules import EventKind
from rehab.domain.day_counting import Pause
from rehab.domain.free_choice import (
    FreeChoice,
    SilentCitizen,
    attempts_in_vain,
    free_choice_due,
    is_written_to,
)
from tests.support.clocks import CONTACT, GUARANTEE, PROGRAMME, RECEIVED, contact, event, facts

FIFTH = FreeChoice("garanti", 5, "")
OFFERED, HELD = EventKind.FIRST_CONTACT_OFFERED, EventKind.FIRST_CONTACT_HELD


def day(number):
    return date(2026, 11, number)


def due(today, *events, **changes):
    read = facts(*events, **({"discharged_on": RECEIVED} | changes))
    return free_choice_due([CONTACT, GUARANTEE], read, FIFTH, today)


@pytest.mark.parametrize(
    ("today", "found"),
    [
        pytest.param(27, None, id="day 4"),
        pytest.param(28, 28, id="day 5"),
        pytest.param(30, 28, id="day 7, found late"),
    ],
)
def test_the_task_comes_due_on_the_fifth_counted_day(today, found):
    assert due(day(today)) == (found and day(found))


def test_a_week_late_it_is_the_same_day():
    assert due(date(2026, 12, 7)) == day(28)


def test_it_counts_from_the_later_date_of_the_plan():
    assert due(day(29), earliest_start_on=day(25)) is None
    assert due(day(30), earliest_start_on=day(25)) == day(30)


def test_days_of_a_pause_move_it_and_a_citizen_who_waits_is_left_in_peace():
    pause = Pause("Vil vente", day(25), day(28), counts=True, code="vil_vente")
    assert due(day(28), pauses=(pause,)) is None
    assert due(date(2026, 12, 2), pauses=(pause,)) == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("offered_for", "found"),
    [
        pytest.param(date(2026, 11, 30), None, id="the last day is in time"),
        pytest.param(date(2026, 12, 1), day(28), id="the day after is not"),
    ],
)
def test_a_time_beyond_the_guarantee_leaves_the_citizen_the_choice(offered_for, found):
    late = PathwayEvent(OFFERED, offered_for, day(25))
    assert due(day(28), late) == found


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"events": (event(OFFERED, 30),)}, id="a time was offered"),
        pytest.param(
            {"events": (PathwayEvent(OFFERED, date(2026, 12, 9)), event(HELD, 29))}, id="begun"
        ),
        pytest.param({"ended_on": day(26)}, id="the referral has ended"),
        pytest.param({"discharged_on": None}, id="no day to count from"),
        pytest.param({"legal_basis": PROGRAMME}, id="no guarantee"),
    ],
)
def test_there_is_nothing_to_do(changes):
    assert due(day(30), **changes) is None


def test_a_guarantee_shorter_than_five_days_is_asked_for_on_its_last_day():
    short = replace(GUARANTEE, days=3)
    read = facts(discharged_on=RECEIVED)
    assert free_choice_due([short], read, FIFTH, day(26)) == day(26)


@pytest.mark.parametrize(
    ("events", "number"),
    [
        pytest.param((), 0, id="none"),
        pytest.param([event(EventKind.CONTACT_ATTEMPTED, n) for n in (23, 23, 24)], 3, id="three"),
        pytest.param(
            [*(event(EventKind.CONTACT_ATTEMPTED, n) for n in (23, 23, 24)), contact(25)],
            0,
            id="reached at last",
        ),
    ],
)
def test_three_attempts_in_vain_ask_for_a_letter(events, number):
    read = facts(*events)
    assert attempts_in_vain(read, day(26)) == number
    assert is_written_to(read, SilentCitizen(3, ""), day(26)) is (number == 3)


def test_an_attempt_recorded_later_is_not_counted_before():
    read = facts(*(event(EventKind.CONTACT_ATTEMPTED, 23, day(25)) for _ in range(3)))
    assert attempts_in_vain(read, day(24)) == 0
