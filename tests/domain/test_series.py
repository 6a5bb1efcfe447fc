from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.calendar import holiday_name
from rehab.domain.series import Series, SeriesDay, SeriesError, held_days, series_days

THURSDAY = date(2026, 11, 26)
NEVER: frozenset[int] = frozenset()


def test_a_weekly_series_runs_on_the_weekday_of_its_first_day():
    days = series_days(Series(THURSDAY, NEVER, 3))
    assert held_days(days) == (date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10))


def test_a_series_may_have_several_weekdays():
    days = series_days(Series(THURSDAY, frozenset({0, 3}), 4))
    assert [day.on.day for day in days] == [26, 30, 3, 7]


def test_holidays_over_easter_are_dropped_and_the_number_of_sessions_is_kept():
    days = series_days(Series(date(2027, 3, 18), frozenset({0, 3}), 4))
    assert days == (
        SeriesDay(date(2027, 3, 18)),
        SeriesDay(date(2027, 3, 22)),
        SeriesDay(date(2027, 3, 25), "skærtorsdag"),
        SeriesDay(date(2027, 3, 29), "2. påskedag"),
        SeriesDay(date(2027, 4, 1)),
        SeriesDay(date(2027, 4, 5)),
    )


@pytest.mark.parametrize(
    ("skipped", "closed", "reason"),
    [
        pytest.param(frozenset(), frozenset({date(2026, 12, 24)}), "lokal lukkedag", id="closed"),
        pytest.param(frozenset({date(2026, 12, 24)}), frozenset(), "fravalgt", id="left out"),
    ],
)
def test_a_dropped_day_says_why(skipped, closed, reason):
    days = series_days(Series(date(2026, 12, 17), NEVER, 2, skipped), closed)
    assert days[1] == SeriesDay(date(2026, 12, 24), reason)
    assert days[-1] == SeriesDay(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("weekdays", "sessions", "sentence"),
    [
        pytest.param(NEVER, 0, "mellem 1 og 60", id="none"),
        pytest.param(NEVER, 61, "mellem 1 og 60", id="too many"),
        pytest.param(frozenset({0}), 3, r"26\.11\.2026, er en torsdag", id="another weekday"),
    ],
)
def test_a_series_that_cannot_be_laid_out_is_refused(weekdays, sessions, sentence):
    with pytest.raises(SeriesError, match=sentence):
        series_days(Series(THURSDAY, weekdays, sessions))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 60))
def test_a_series_has_the_sessions_asked_for_and_none_on_a_holiday(first_on, sessions):
    held = held_days(series_days(Series(first_on, NEVER, sessions)))
    assert len(held) == sessions
    assert [day for day in held if holiday_name(day)] == []
