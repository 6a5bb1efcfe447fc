"""Whether a referral can get a start in time from the seats that are free."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.deadlines import read_clocks
from rehab.domain.start_forecast import (
    CHANCE_WORDS,
    Chance,
    FreeStart,
    InLine,
    ahead_of,
    ahead_text,
    forecast,
    forecast_text,
)
from rehab.domain.waiting_list import Dues, dues_of
from tests.support.clocks import RECEIVED, START, facts

DUE = date(2026, 12, 7)
BEFORE, ON_THE_DAY, AFTER = (
    FreeStart("Rygskole, hold 1", date(2026, 11, 30), 3),
    FreeStart("Rygskole, hold 2", DUE, 1),
    FreeStart("Rygskole, hold 3", date(2026, 12, 14), 2),
)
ALL = (AFTER, BEFORE, ON_THE_DAY)


@pytest.mark.parametrize(
    ("starts", "ahead", "chance", "text"),
    [
        pytest.param(
            ALL,
            0,
            Chance.IN_TIME,
            "4 ledige pladser med start senest 07.12.2026. "
            "Den første er Rygskole, hold 1, mandag 30.11.2026.",
            id="seats before and on the due day",
        ),
        pytest.param(
            ALL,
            3,
            Chance.IN_TIME,
            "1 ledig plads med start senest 07.12.2026. "
            "Den første er Rygskole, hold 2, mandag 07.12.2026.",
            id="those before take the earliest, and the due day itself is in time",
        ),
        pytest.param(
            ALL,
            4,
            Chance.TOO_LATE,
            "Den første ledige plads er Rygskole, hold 3, mandag 14.12.2026, "
            "7 dage efter fristen 07.12.2026.",
            id="those before take all that is in time",
        ),
        pytest.param(
            (replace(AFTER, starts_on=date(2026, 12, 8)),),
            0,
            Chance.TOO_LATE,
            "Den første ledige plads er Rygskole, hold 3, tirsdag 08.12.2026, "
            "1 dag efter fristen 07.12.2026.",
            id="one day too late",
        ),
        pytest.param(
            ALL,
            6,
            Chance.NONE_LEFT,
            "De 6 ledige pladser går til dem, der står foran.",
            id="those before take everything",
        ),
        pytest.param(
            (ON_THE_DAY,),
            9,
            Chance.NONE_LEFT,
            "Den ledige plads går til dem, der står foran.",
            id="more before than the one seat",
        ),
        pytest.param(
            (replace(BEFORE, seats=0),),
            0,
            Chance.NONE_FREE,
            "Der er ingen hold eller individuelle forløb med ledige pladser, der kan begyndes.",
            id="nothing is free",
        ),
    ],
)
def test_the_answer_and_what_it_rests_on(starts, ahead, chance, text):
    found = forecast(DUE, starts, ahead)
    assert found.chance is chance
    assert forecast_text(found) == text


def test_the_answer_is_yes_or_no_except_where_nothing_is_free():
    assert [CHANCE_WORDS[chance] for chance in Chance] == ["Ja", "Nej", "Nej", "Det kan ikke ses"]


@pytest.mark.parametrize(
    ("days", "chance"),
    [
        pytest.param(14, Chance.IN_TIME, id="fourteen days"),
        pytest.param(6, Chance.TOO_LATE, id="six days"),
    ],
)
def test_the_days_of_the_kommunes_own_rule_decide(days, chance):
    (reading,) = read_clocks([replace(START, days=days)], facts(), RECEIVED)
    assert forecast(reading.due, [BEFORE], 0).chance is chance


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        pytest.param(0, "Ingen står foran.", id="nobody"),
        pytest.param(1, "Regnet efter den visiterede borger uden plads, der står foran.", id="one"),
        pytest.param(
            4, "Regnet efter de 4 visiterede borgere uden plads, der står foran.", id="four"
        ),
    ],
)
def test_it_is_said_how_many_stand_before(ahead, text):
    assert ahead_text(ahead) == text


LINE = (
    InLine(1, Dues(by_law=date(2026, 12, 1), otherwise=DUE)),
    InLine(2, Dues(otherwise=date(2026, 12, 4))),
    InLine(4, Dues(otherwise=date(2026, 12, 9))),
    InLine(8, Dues()),
)


@pytest.mark.parametrize(
    ("line", "own", "ahead"),
    [
        pytest.param(LINE, Dues(), 15, id="all stand before one that nothing hastens"),
        pytest.param(LINE, Dues(otherwise=date(2026, 12, 6)), 3, id="earlier days stand before"),
        pytest.param(LINE, Dues(otherwise=date(2026, 12, 9)), 7, id="the same day does too"),
        pytest.param(LINE, Dues(by_law=date(2026, 11, 30)), 0, id="the law stands first"),
        pytest.param(LINE, Dues(by_law=date(2026, 12, 1)), 1, id="the law has days of its own"),
        pytest.param(
            (InLine(1, Dues(), jumped=True),),
            Dues(by_law=date(2026, 11, 30)),
            1,
            id="one a person moved to the front stands before all",
        ),
        pytest.param((), Dues(), 0, id="nobody waits"),
    ],
)
def test_who_stands_before(line, own, ahead):
    assert ahead_of(line, own) == ahead


def test_the_order_is_that_of_the_waiting_list():
    readings = read_clocks([START], facts(), RECEIVED)
    own = dues_of([START], readings)
    assert own == Dues(otherwise=RECEIVED + timedelta(days=14))
    assert ahead_of([InLine(1, own)], own) == 1


DAYS = st.dates(date(2026, 11, 23), date(2027, 1, 31))
DUES = st.builds(Dues, st.none() | DAYS, st.none() | DAYS)
LINES = st.lists(st.builds(InLine, st.integers(1, 5), DUES, st.booleans()), max_size=6)
STARTS = st.builds(FreeStart, st.sampled_from(["A", "B"]), DAYS, st.integers(0, 5))


def goodness(found):
    """How good an answer is, as something that can be compared: the more the better."""
    return (-list(Chance).index(found.chance), -found.days_late, found.in_time)


@given(LINES, DUES)
def test_who_is_less_pressed_never_has_fewer_before_them(line, own):
    after = Dues(own.by_law, date.max)
    assert ahead_of(line, own) <= ahead_of(line, after) <= sum(one.many for one in line)


@given(st.lists(STARTS, max_size=6), STARTS, DAYS, st.integers(0, 20))
def test_more_free_seats_never_make_the_answer_worse(starts, more, due, ahead):
    assert goodness(forecast(due, [*starts, more], ahead)) >= goodness(forecast(due, starts, ahead))


@given(st.lists(STARTS, max_size=6), DAYS, st.integers(0, 20), st.integers(1, 5))
def test_more_who_wait_never_make_the_answer_better(starts, due, ahead, more):
    assert goodness(forecast(due, starts, ahead + more)) <= goodness(forecast(due, starts, ahead))


@given(st.lists(STARTS, max_size=6), DAYS, st.integers(0, 20), st.integers(0, 9))
def test_a_later_due_day_never_makes_the_answer_worse(starts, due, ahead, later):
    after = forecast(due + timedelta(days=later), starts, ahead)
    assert goodness(after) >= goodness(forecast(due, starts, ahead))


@given(st.lists(STARTS, max_size=6), DAYS, st.integers(0, 20))
def test_no_seat_is_counted_twice(starts, due, ahead):
    found = forecast(due, starts, ahead)
    assert found.in_time <= max(found.free - ahead, 0)
    assert (found.first is None) == (found.free <= ahead)
