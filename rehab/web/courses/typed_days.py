"""Days, weeks and weekdays with a time, as a planner types them in one line."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Final

WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_DAY: Final = re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})", re.ASCII)
_WEEK: Final = re.compile(r"uge (?P<week>\d{1,2})(?: (?P<year>\d{4}))?", re.ASCII)
_TIME: Final = re.compile(r"(?P<name>[a-zø]+)(?: kl\.?)? (?P<hour>\d{1,2})[.:](?P<minute>\d\d)")
_SUNDAY: Final = 7


def days_in(text: str, first_on: date) -> frozenset[date] | None:
    """Return the days and weeks written with commas between, or None when one is neither.

    A week without a year is the next one of that number from a first day on.
    """
    days: set[date] = set()
    for part in _parts(text):
        found = _one_day(part) or _one_week(part, first_on)
        if found is None:
            return None
        days |= found
    return frozenset(days)


def times_in(text: str) -> Mapping[int, time] | None:
    """Return the weekdays with a time, counted from Monday as 0, or None when one is none."""
    times = {}
    for part in _parts(text):
        match = _TIME.fullmatch(part)
        if match is None or match["name"] not in WEEKDAYS:
            return None
        try:
            at = time(int(match["hour"]), int(match["minute"]))
        except ValueError:
            return None
        times[WEEKDAYS.index(match["name"])] = at
    return times


def times_text(times: Mapping[int, time]) -> str:
    """Write weekdays with a time as they are typed."""
    return ", ".join(f"{WEEKDAYS[day]} {at:%H.%M}" for day, at in sorted(times.items()))


def _parts(text: str) -> list[str]:
    return [" ".join(part.split()).lower() for part in text.split(",") if part.strip()]


def _one_day(part: str) -> set[date] | None:
    match = _DAY.fullmatch(part)
    if match is None:
        return None
    try:
        return {date(int(match["year"]), int(match["month"]), int(match["day"]))}
    except ValueError:
        return None


def _one_week(part: str, first_on: date) -> set[date] | None:
    match = _WEEK.fullmatch(part)
    if match is None:
        return None
    years = [int(match["year"])] if match["year"] else [first_on.year, first_on.year + 1]
    for year in years:
        try:
            sunday = date.fromisocalendar(year, int(match["week"]), _SUNDAY)
        except ValueError:
            continue
        if match["year"] or sunday >= first_on:
            return {sunday - timedelta(days=days) for days in range(_SUNDAY)}
    return None
