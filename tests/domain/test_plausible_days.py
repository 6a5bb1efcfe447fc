"""Days that no pathway can have are refused where typed and left out where sent."""

from datetime import UTC, date, datetime

import pytest

from rehab.domain.plausible_days import (
    ImplausibleDayError,
    check_day,
    check_discharge,
    check_earliest_start,
    check_received,
    plausible_discharge,
    plausible_instant,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        pytest.param(date(2026, 11, 20), True, id="last week"),
        pytest.param(date(2027, 1, 22), True, id="sixty days ahead"),
        pytest.param(date(2027, 1, 23), False, id="sixty-one days ahead"),
        pytest.param(date.max, False, id="the last day there is"),
        pytest.param(date.min, False, id="the first day there is"),
    ],
)
def test_a_discharge_is_kept_only_when_it_can_be_meant(day, kept):
    assert plausible_discharge(day, TODAY) == (day if kept else None)
    if kept:
        check_discharge(day, TODAY)
    else:
        with pytest.raises(ImplausibleDayError, match="Udskrivningen kan ikke være"):
            check_discharge(day, TODAY)


def test_a_message_may_say_an_old_discharge_which_a_person_then_sees():
    assert plausible_discharge(date(1900, 1, 1), TODAY) == date(1900, 1, 1)


def test_a_discharge_nobody_knows_is_no_wrong_day():
    check_discharge(None, TODAY)
    assert plausible_discharge(None, TODAY) is None


def test_an_earliest_start_lies_within_a_year_of_the_discharge():
    check_earliest_start(None, TODAY)
    check_earliest_start(date(2027, 11, 24), TODAY)
    with pytest.raises(ImplausibleDayError, match="over et år efter"):
        check_earliest_start(date(2027, 11, 25), TODAY)


@pytest.mark.parametrize("check", [check_received, check_discharge])
def test_a_referral_is_not_of_another_decade(check):
    check(date(2024, 11, 21), TODAY)
    with pytest.raises(ImplausibleDayError, match="over to år siden"):
        check(date(2024, 11, 20), TODAY)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2028, 11, 25), date.max, date.min])
def test_any_other_day_lies_between_1900_and_two_years_ahead(day):
    with pytest.raises(ImplausibleDayError, match="Kontakten kan ikke være"):
        check_day(day, "Kontakten", TODAY)


@pytest.mark.parametrize("day", [None, date(1900, 1, 1), date(2028, 11, 24)])
def test_the_days_at_the_bounds_and_no_day_are_let_through(day):
    check_day(day, "Kontakten", TODAY)


@pytest.mark.parametrize(
    ("instant", "kept"),
    [
        pytest.param(NOW, True, id="now"),
        pytest.param(datetime.max.replace(tzinfo=UTC), False, id="the last instant"),
        pytest.param(datetime.min.replace(tzinfo=UTC), False, id="the first instant"),
    ],
)
def test_an_instant_at_the_ends_of_the_calendar_is_left_out(instant, kept):
    assert plausible_instant(instant, NOW) == (instant if kept else None)


def test_no_instant_is_none():
    assert plausible_instant(None, NOW) is None
