from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.calendar import (
    ClosedDay,
    ClosedDays,
    LocalClosing,
    add_working_days,
    closed_days,
    closing_days,
    danish_date,
    danish_day,
    danish_weekday,
    easter_sunday,
    holiday_name,
    is_working_day,
    public_holidays,
    why_not_working,
    working_day_on_or_before,
    yearly_closing,
)

ALL_CLOSED = closed_days(ClosedDay, range(2026, 2029))
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize("year", range(1990, 2041))
def test_the_holidays_of_a_year_are_those_of_the_holidays_package(year):
    package = holidays.country_holidays("DK", years=year, language="da")
    ours = {
        day: name.replace("2. ", "anden ").capitalize()
        for day, name in public_holidays(year).items()
    }
    assert ours == dict(package)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(2026, "0101 0402 0403 0405 0406 0514 0524 0525 1225 1226", id="2026"),
        pytest.param(2027, "0101 0325 0326 0328 0329 0506 0516 0517 1225 1226", id="2027"),
        pytest.param(2028, "0101 0413 0414 0416 0417 0525 0604 0605 1225 1226", id="2028"),
    ],
)
def test_the_holidays_are_the_listed_ones(year, expected):
    assert [f"{day:%m%d}" for day in public_holidays(year)] == expected.split()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(date(2023, 5, 5), "store bededag", id="store bededag for the last time"),
        pytest.param(date(2024, 4, 26), None, id="store bededag abolished"),
        pytest.param(date(2026, 4, 2), "skærtorsdag", id="Maundy Thursday"),
        pytest.param(date(2026, 5, 14), "Kristi himmelfartsdag", id="Ascension"),
        pytest.param(date(2026, 12, 26), "2. juledag", id="Boxing Day"),
        pytest.param(date(2026, 12, 24), None, id="Christmas Eve is no public holiday"),
        pytest.param(date(2026, 6, 5), None, id="Constitution Day is no public holiday"),
    ],
)
def test_a_holiday_has_its_danish_name(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        pytest.param(1818, date(1818, 3, 22), id="the earliest possible"),
        pytest.param(1943, date(1943, 4, 25), id="the latest possible"),
        pytest.param(1954, date(1954, 4, 18), id="corrected by a week"),
        pytest.param(2000, date(2000, 4, 23), id="a leap century"),
        pytest.param(2026, date(2026, 4, 5), id="this year"),
    ],
)
def test_easter_falls_where_the_tables_say(year, easter):
    assert easter_sunday(year) == easter


@pytest.mark.parametrize(
    ("trigger", "due", "due_with_closed_days"),
    [
        pytest.param(date(2026, 11, 23), date(2026, 11, 30), date(2026, 11, 30), id="Monday"),
        pytest.param(date(2026, 12, 18), date(2026, 12, 28), date(2026, 12, 29), id="Christmas"),
        pytest.param(date(2027, 3, 24), date(2027, 4, 5), date(2027, 4, 5), id="Easter"),
        pytest.param(date(2027, 5, 4), date(2027, 5, 12), date(2027, 5, 13), id="Ascension"),
    ],
)
def test_five_working_days_skip_holidays_and_local_closed_days(trigger, due, due_with_closed_days):
    assert add_working_days(trigger, 5) == due
    assert add_working_days(trigger, 5, ALL_CLOSED) == due_with_closed_days


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        pytest.param(ClosedDay.MAY_DAY, date(2027, 5, 1), id="1 May"),
        pytest.param(ClosedDay.DAY_AFTER_ASCENSION, date(2027, 5, 7), id="day after Ascension"),
        pytest.param(ClosedDay.CONSTITUTION_DAY, date(2027, 6, 5), id="5 June"),
        pytest.param(ClosedDay.CHRISTMAS_EVE, date(2027, 12, 24), id="24 December"),
        pytest.param(ClosedDay.NEW_YEARS_EVE, date(2027, 12, 31), id="31 December"),
    ],
)
def test_a_customary_closed_day_is_a_local_choice(kind, day):
    assert closed_days([kind], [2027]) == {day}
    assert closed_days([], [2027]) == frozenset()


@given(days, st.integers(min_value=0, max_value=40))
def test_adding_working_days_passes_exactly_that_many(start, count):
    due = add_working_days(start, count)
    passed = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(is_working_day(day) for day in passed) == count


@given(days, st.integers(min_value=1, max_value=40))
def test_adding_working_days_ends_on_a_working_day(start, count):
    assert is_working_day(add_working_days(start, count))


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 11, 23), -1)


@pytest.mark.parametrize(
    ("day", "closed", "expected"),
    [
        pytest.param(date(2026, 11, 27), frozenset(), date(2026, 11, 27), id="a working day"),
        pytest.param(date(2026, 11, 28), frozenset(), date(2026, 11, 27), id="a Saturday"),
        pytest.param(date(2026, 12, 25), frozenset(), date(2026, 12, 24), id="Christmas Day"),
        pytest.param(date(2026, 12, 25), ALL_CLOSED, date(2026, 12, 23), id="with closed days"),
        pytest.param(date(2026, 4, 6), frozenset(), date(2026, 4, 1), id="Easter Monday"),
    ],
)
def test_the_last_working_day_before_a_deadline(day, closed, expected):
    assert working_day_on_or_before(day, closed) == expected


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        pytest.param(date(2026, 11, 27), None, id="a working day"),
        pytest.param(date(2026, 11, 28), "lørdag", id="a Saturday"),
        pytest.param(date(2026, 12, 26), "2. juledag", id="a holiday on a Saturday"),
        pytest.param(date(2026, 12, 24), "lokal lukkedag", id="a local closed day"),
    ],
)
def test_a_day_off_says_why(day, reason):
    assert why_not_working(day, ALL_CLOSED) == reason


def test_days_are_written_in_danish():
    assert danish_weekday(date(2026, 11, 29)) == "søndag"
    assert danish_date(date(2026, 2, 5)) == "05.02.2026"
    assert danish_day(date(2026, 11, 27)) == "fredag 27.11.2026"


@pytest.mark.parametrize(
    ("closing", "year", "days"),
    [
        pytest.param(LocalClosing("Jul", 2026, month=12, day=24), 2025, [], id="before its years"),
        pytest.param(
            LocalClosing("Jul", 2026, month=12, day=24),
            2031,
            [date(2031, 12, 24)],
            id="every year",
        ),
        pytest.param(LocalClosing("Jul", 2026, 2027, month=12, day=24), 2028, [], id="after them"),
        pytest.param(LocalClosing("Skud", 2026, month=2, day=29), 2027, [], id="no leap day"),
        pytest.param(
            LocalClosing("Uge", 2026, week=53),
            2026,
            [date(2026, 12, 28) + timedelta(days=n) for n in range(7)],
            id="a week over New Year",
        ),
        pytest.param(LocalClosing("Uge", 2026, week=53), 2027, [], id="no week 53"),
    ],
)
def test_a_closing_is_closed_in_its_years(closing, year, days):
    assert list(closing.days_in(year)) == days


def test_a_closed_day_has_one_name_however_the_closings_are_listed():
    closings = [LocalClosing(name, 2026, month=7, day=20) for name in ("Sommer", "Ferie")]
    for listed in (closings, closings[::-1]):
        assert closing_days(listed, [2026]) == {date(2026, 7, 20): "Ferie"}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param(ClosedDay.DAY_AFTER_ASCENSION, "dagen efter Kr. himmelfart", id="moving"),
        pytest.param((5, 7), "lokal lukkedag", id="a day without a name"),
        pytest.param((6, 5), "grundlovsdag", id="a day everybody knows"),
    ],
)
def test_a_yearly_closed_day_is_told_by_its_name(day, name):
    closed = ClosedDays(closing_days([yearly_closing(day)], range(2026, 2029)))
    on_a_workday = max(one for one in closed if one.weekday() == 4)
    assert (len(closed), why_not_working(on_a_workday, closed)) == (3, name)


def test_a_name_is_told_before_none_of_two_closings_on_a_day():
    closings = [yearly_closing((5, 7)), LocalClosing("Flytning", 2027, month=5, day=7)]
    assert closing_days(closings, [2027]) == {date(2027, 5, 7): "Flytning"}


def test_a_day_that_moves_with_easter_is_closed_in_its_years_alone():
    closing = LocalClosing("X", 2027, 2028, customary=ClosedDay.DAY_AFTER_ASCENSION)
    found = closing_days([closing], range(2026, 2030))
    assert set(found) == {date(2027, 5, 7), date(2028, 5, 26)}
