"""When a job runs, on ordinary days and on those that miss or repeat an hour."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rehab.domain.job_plans import Daily, Every

DANISH = ZoneInfo("Europe/Copenhagen")


def at(hour, minute=0, day=23, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=DANISH)


@pytest.mark.parametrize("hour", [2, 3])
def test_no_job_runs_in_the_hours_the_clock_changes(hour):
    with pytest.raises(ValueError, match="clock"):
        Daily(hour, 30)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param(at(0), False, id="midnight"),
        pytest.param(at(5, 9), False, id="not yet"),
        pytest.param(at(5, 10), True, id="on time"),
        pytest.param(at(19, 59), True, id="late"),
        pytest.param(at(20), False, id="too late"),
    ],
)
def test_a_daily_job_is_due_from_its_time_until_it_is_too_late(now, due):
    assert Daily(5, 10, until_hour=20).is_due(now) is due


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        pytest.param(date(2026, 3, 28), datetime(2026, 3, 28, 3, 20, tzinfo=UTC), id="winter"),
        pytest.param(date(2026, 3, 29), datetime(2026, 3, 29, 2, 20, tzinfo=UTC), id="skipped"),
        pytest.param(date(2026, 10, 24), datetime(2026, 10, 24, 2, 20, tzinfo=UTC), id="summer"),
        pytest.param(date(2026, 10, 25), datetime(2026, 10, 25, 3, 20, tzinfo=UTC), id="repeated"),
    ],
)
def test_a_job_is_planned_by_the_danish_clock(day, in_utc):
    assert Daily(4, 20).planned_on(day, at(12)).astimezone(UTC) == in_utc


@pytest.mark.parametrize(
    ("until", "day", "in_utc"),
    [
        pytest.param(20, date(2026, 11, 23), datetime(2026, 11, 23, 19, tzinfo=UTC), id="evening"),
        pytest.param(24, date(2026, 11, 23), datetime(2026, 11, 23, 23, tzinfo=UTC), id="midnight"),
        pytest.param(20, date(2026, 3, 29), datetime(2026, 3, 29, 18, tzinfo=UTC), id="skipped"),
        pytest.param(24, date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC), id="repeated"),
    ],
)
def test_a_day_s_work_ends_by_the_danish_clock(until, day, in_utc):
    assert Daily(5, 10, until_hour=until).ends_on(day, at(12)).astimezone(UTC) == in_utc


def test_a_plan_says_when_in_words():
    assert [str(Daily(5, 5)), str(Daily(16, 0)), str(Every(10))] == [
        "hver dag kl. 5.05",
        "hver dag kl. 16.00",
        "hvert 10. sekund",
    ]
