import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.calendar import ClosedDay, ClosedDays, add_working_days, closed_days
from rehab.domain.clock_rules import ClockUnit
from rehab.domain.day_counting import Pause, PauseOrderError, count_days, plural

START = date(2026, 11, 23)
ALL_CLOSED = closed_days(ClosedDay, range(1990, 2042))
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 1, 1))


@st.composite
def pauses_near(draw, start):
    first = start + timedelta(days=draw(st.integers(-10, 60)))
    length = timedelta(days=draw(st.integers(0, 20)))
    return Pause(
        draw(st.sampled_from(["ferie", "sygdom"])), first, first + length, draw(st.booleans())
    )


@st.composite
def countings(draw):
    start = draw(days)
    return {
        "start": start,
        "days": draw(st.integers(0, 30)),
        "unit": draw(st.sampled_from(ClockUnit)),
        "pauses": tuple(draw(st.lists(pauses_near(start), max_size=4))),
        "closed": draw(st.sampled_from([frozenset(), ALL_CLOSED])),
    }


def pause(first, last, *, counts=True):
    return Pause("ferie", date(2026, 11, first), date(2026, 11, last), counts)


@given(countings())
def test_the_days_in_the_account_add_up_to_the_due_day(counting):
    count = count_days(**counting)
    shown = sum(int(n) for n in re.findall(r"(?m)^\+ (\d+) ", "\n".join(count.lines)))
    assert counting["start"] + timedelta(days=shown) == count.due


@given(countings(), st.randoms())
def test_the_order_in_which_pauses_were_entered_changes_nothing(counting, random):
    shuffled = list(counting["pauses"])
    random.shuffle(shuffled)
    assert count_days(**counting) == count_days(**{**counting, "pauses": tuple(shuffled)})


@given(days, st.integers(0, 30))
def test_working_days_agree_with_the_calendar(start, length):
    due = count_days(start, length, ClockUnit.WORKING, (), ALL_CLOSED).due
    assert due == add_working_days(start, length, ALL_CLOSED)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param((), date(2026, 12, 7), id="no pause"),
        pytest.param((pause(24, 26), pause(28, 30)), date(2026, 12, 13), id="two times three days"),
        pytest.param(
            (pause(24, 26), Pause("sygdom", date(2026, 11, 28), date(2026, 12, 1), counts=True)),
            date(2026, 12, 14),
            id="three and four days",
        ),
        pytest.param((pause(24, 27), pause(26, 28)), date(2026, 12, 12), id="overlap counts once"),
        pytest.param((pause(24, 26), pause(24, 26)), date(2026, 12, 10), id="twice the same"),
        pytest.param(
            (pause(24, 26, counts=False),), date(2026, 12, 7), id="one that does not count"
        ),
        pytest.param((pause(20, 23),), date(2026, 12, 7), id="over before day 1"),
        pytest.param((pause(22, 24),), date(2026, 12, 8), id="day 0 is not counted anyway"),
        pytest.param(
            (Pause("ferie", date(2026, 12, 8), date(2026, 12, 20), counts=True),),
            date(2026, 12, 7),
            id="begins after the due day",
        ),
        pytest.param(
            (Pause("ferie", date(2026, 12, 7), date(2026, 12, 7), counts=True),),
            date(2026, 12, 8),
            id="covers the due day",
        ),
    ],
)
def test_a_pause_moves_a_14_day_deadline_by_the_days_paused(pauses, due):
    assert count_days(START, 14, ClockUnit.CALENDAR, pauses).due == due


def test_a_working_day_account_names_each_day_it_skips():
    count = count_days(date(2026, 12, 18), 5, ClockUnit.WORKING, (), ALL_CLOSED)
    assert count.lines == (
        "+ 5 arbejdsdage",
        "+ 4 dage i weekend",
        "+ 1 dag: lokal lukkedag torsdag 24.12.2026",
        "+ 1 dag: juledag fredag 25.12.2026",
        "= frist tirsdag 29.12.2026; dagen selv er i tide.",
    )


def test_a_calendar_account_keeps_a_holiday_and_names_the_last_working_day():
    count = count_days(date(2026, 12, 18), 7, ClockUnit.CALENDAR)
    assert count.lines == (
        "+ 7 kalenderdage",
        "= frist fredag 25.12.2026; dagen selv er i tide.",
        (
            "Fristen flyttes ikke, selv om dagen er juledag. "
            "Sidste arbejdsdag før: torsdag 24.12.2026."
        ),
    )


def test_the_account_tells_what_each_pause_did():
    pauses = (pause(24, 25), pause(24, 24), pause(26, 27, counts=False))
    assert count_days(START, 1, ClockUnit.CALENDAR, pauses).lines == (
        "+ 1 kalenderdag",
        "+ 1 dag på pause: ferie 24.11.2026–24.11.2026",
        "+ 1 dag på pause: ferie 24.11.2026–25.11.2026",
        "Pause, der ikke flytter fristen: ferie 26.11.2026–27.11.2026",
        "= frist torsdag 26.11.2026; dagen selv er i tide.",
    )


def test_a_pause_without_effect_says_so():
    lines = count_days(START, 1, ClockUnit.WORKING, (pause(1, 2),)).lines
    assert lines == (
        "+ 1 arbejdsdag",
        (
            "Pause uden virkning, dagene er ikke med i fristen eller er talt med: "
            "ferie 01.11.2026–02.11.2026"
        ),
        "= frist tirsdag 24.11.2026; dagen selv er i tide.",
    )


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(
        PauseOrderError, match=r"slutte 24\.11\.2026, før den begynder 25\.11\.2026"
    ):
        pause(25, 24)


def test_a_noun_follows_its_number():
    assert [plural(n, "dag", "dage") for n in (0, 1, 2)] == ["0 dage", "1 dag", "2 dage"]


@pytest.mark.parametrize(
    ("trigger", "calendar_days", "due"),
    [
        pytest.param(date(2026, 11, 23), 4, date(2026, 11, 27), id="Monday +4"),
        pytest.param(date(2026, 11, 23), 5, date(2026, 11, 28), id="Monday +5"),
        pytest.param(date(2026, 11, 23), 7, date(2026, 11, 30), id="Monday +7"),
        pytest.param(date(2026, 11, 23), 14, date(2026, 12, 7), id="Monday +14"),
        pytest.param(date(2026, 12, 18), 4, date(2026, 12, 22), id="before Christmas +4"),
        pytest.param(date(2026, 12, 18), 5, date(2026, 12, 23), id="before Christmas +5"),
        pytest.param(date(2026, 12, 18), 7, date(2026, 12, 25), id="before Christmas +7"),
        pytest.param(date(2026, 12, 18), 14, date(2027, 1, 1), id="before Christmas +14"),
        pytest.param(date(2027, 3, 24), 4, date(2027, 3, 28), id="before Easter +4"),
        pytest.param(date(2027, 3, 24), 5, date(2027, 3, 29), id="before Easter +5"),
        pytest.param(date(2027, 3, 24), 7, date(2027, 3, 31), id="before Easter +7"),
        pytest.param(date(2027, 3, 24), 14, date(2027, 4, 7), id="before Easter +14"),
        pytest.param(date(2027, 5, 4), 4, date(2027, 5, 8), id="before Ascension +4"),
        pytest.param(date(2027, 5, 4), 5, date(2027, 5, 9), id="before Ascension +5"),
        pytest.param(date(2027, 5, 4), 7, date(2027, 5, 11), id="before Ascension +7"),
        pytest.param(date(2027, 5, 4), 14, date(2027, 5, 18), id="before Ascension +14"),
    ],
)
def test_calendar_days_are_counted_from_day_0_and_never_moved(trigger, calendar_days, due):
    assert count_days(trigger, calendar_days, ClockUnit.CALENDAR).due == due


def test_a_closed_day_with_a_name_is_told_by_it():
    closed = ClosedDays({date(2027, 5, 7): "dagen efter Kr. himmelfart"})
    count = count_days(date(2027, 5, 4), 5, ClockUnit.WORKING, (), closed)
    assert count.due == date(2027, 5, 13)
    assert "+ 1 dag: dagen efter Kr. himmelfart fredag 07.05.2027" in count.lines
