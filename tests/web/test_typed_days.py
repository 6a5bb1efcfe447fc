"""Days, weeks and weekdays with a time, typed in one line."""

from datetime import date, time

import pytest

from rehab.web.courses.typed_days import days_in, times_in, times_text

FIRST = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        pytest.param("14-10-2026", date(2026, 10, 14), date(2026, 10, 14), 1, id="a day"),
        pytest.param("uge 43", date(2026, 10, 19), date(2026, 10, 25), 7, id="the week it begins"),
        pytest.param("Uge  7", date(2027, 2, 15), date(2027, 2, 21), 7, id="next year's"),
        pytest.param("uge 7 2028", date(2028, 2, 14), date(2028, 2, 20), 7, id="of a year"),
        pytest.param("uge 53", date(2026, 12, 28), date(2027, 1, 3), 7, id="of a long year"),
        pytest.param("24/12/2026, uge 53,", date(2026, 12, 24), date(2027, 1, 3), 8, id="both"),
    ],
)
def test_days_and_weeks_are_read(text, first, last, count):
    days = days_in(text, FIRST)
    assert (min(days), max(days), len(days)) == (first, last, count)


@pytest.mark.parametrize("text", ["uge 54", "uge 0", "31-02-2027", "i morgen", "uge 53 2027"])
def test_what_is_neither_is_refused(text):
    assert days_in(text, FIRST) is None


def test_nothing_is_no_day_and_no_time():
    assert days_in(" , ", FIRST) == frozenset()
    assert times_in("") == {}


def test_weekdays_with_a_time_are_read_and_written_back():
    times = times_in("Torsdag kl. 14.00, lørdag 9:30")
    assert times == {3: time(14), 5: time(9, 30)}
    assert times_in(times_text(times)) == times


@pytest.mark.parametrize("text", ["torsdag", "torsdag 25.00", "thursday 10.00", "14.00"])
def test_what_is_no_weekday_with_a_time_is_refused(text):
    assert times_in(text) is None
