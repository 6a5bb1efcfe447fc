"""What a change does to the open cases."""

from collections import Counter
from datetime import date, timedelta

import pytest

from rehab.domain.day_counting import Pause
from rehab.domain.deadlines import read_clock
from rehab.domain.what_if import Colour, change_text, changes_of, colour_of, colour_of_case
from tests.support.clocks import CONTACT, RECEIVED, START, contact, facts

R, Y, G = Colour.RED, Colour.YELLOW, Colour.GREEN


def clock(days, *events, rule=CONTACT, **changes):
    return read_clock(rule, facts(*events, **changes), RECEIVED + timedelta(days=days))


@pytest.mark.parametrize(
    ("reading", "colour"),
    [
        pytest.param(clock(3), Colour.GREEN, id="two days left"),
        pytest.param(clock(4), Colour.YELLOW, id="one day left"),
        pytest.param(clock(5), Colour.YELLOW, id="the last day"),
        pytest.param(clock(6), Colour.RED, id="overdue"),
        pytest.param(clock(6, contact(24)), Colour.NONE, id="met"),
        pytest.param(clock(9, contact(30)), Colour.RED, id="met too late"),
        pytest.param(clock(6, ended_on=RECEIVED), Colour.NONE, id="ended"),
        pytest.param(
            clock(1, pauses=(Pause("Syg", RECEIVED, date(2026, 11, 25), counts=True),)),
            Colour.GREY,
            id="on pause",
        ),
    ],
)
def test_a_clock_has_a_colour(reading, colour):
    assert colour_of(reading) is colour


def test_a_case_has_the_colour_of_what_presses_most():
    assert colour_of_case([clock(6), clock(6, rule=START)]) is Colour.RED
    assert colour_of_case([clock(6, contact(24)), clock(6, rule=START)]) is Colour.GREEN
    assert colour_of_case([clock(9, contact(30))]) is Colour.NONE
    assert colour_of_case([]) is Colour.NONE


def test_only_cases_that_change_are_counted_by_what_they_become():
    assert changes_of([(G, R), (Y, R), (R, R), (R, G)]) == Counter({R: 2, G: 1})


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "Ingen åbne sager skifter farve."),
        ({R: 1}, "1 åben sag skifter farve: 1 bliver rød."),
        (
            {G: 3, R: 8, Y: 1},
            "12 åbne sager skifter farve: 8 bliver røde, 1 bliver gul, 3 bliver grønne.",
        ),
        ({Colour.NONE: 2}, "2 åbne sager skifter farve: 2 bliver uden frist."),
    ],
)
def test_the_change_is_said_in_a_sentence(changes, text):
    assert change_text(Counter(changes)) == text
