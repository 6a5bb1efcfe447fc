"""Count days the way Danish deadlines count them, for any year and without a lookup service.

Public holidays are computed by arithmetic, so an installation never runs out of calendar. Which
other days a kommune keeps closed (24 December, 5 June …) is local and always passed in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

_WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_SATURDAY: Final = 5
_DAYS_OF_A_WEEK: Final = 7
_ONE_DAY: Final = timedelta(days=1)

# Lov nr. 214 af 06/03/2023 abolished the day from 1 January 2024.
_LAST_YEAR_WITH_STORE_BEDEDAG: Final = 2023

_FROM_EASTER: Final = (
    (-3, "skærtorsdag"),
    (-2, "langfredag"),
    (0, "påskedag"),
    (1, "2. påskedag"),
    (39, "Kristi himmelfartsdag"),
    (49, "pinsedag"),
    (50, "2. pinsedag"),
)
_FIXED: Final = ((1, 1, "nytårsdag"), (12, 25, "juledag"), (12, 26, "2. juledag"))


class ClosedDay(StrEnum):
    """A day many kommuner keep closed although it is no public holiday; a local setting (F28)."""

    MAY_DAY = "1_maj"
    DAY_AFTER_ASCENSION = "dagen_efter_kristi_himmelfart"
    CONSTITUTION_DAY = "grundlovsdag"
    CHRISTMAS_EVE = "juleaftensdag"
    NEW_YEARS_EVE = "nytaarsaftensdag"


def easter_sunday(year: int) -> date:
    """Return the day Easter falls on in the Gregorian calendar, which every moving day follows."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap_years, year_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    correction = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """Return the year's public holidays with their Danish names."""
    easter = easter_sunday(year)
    named = {date(year, month, day): name for month, day, name in _FIXED}
    named |= {easter + timedelta(days=offset): name for offset, name in _FROM_EASTER}
    if year <= _LAST_YEAR_WITH_STORE_BEDEDAG:
        named[easter + timedelta(days=26)] = "store bededag"
    return MappingProxyType(dict(sorted(named.items())))


def holiday_name(day: date) -> str | None:
    """Return what the public holiday is called, or None on every other day."""
    return public_holidays(day.year).get(day)


def closed_days(kinds: Iterable[ClosedDay], years: Iterable[int]) -> frozenset[date]:
    """Return the days that a kommune's setting of customary closed days means in some years."""
    wanted = frozenset(kinds)
    days: set[date] = set()
    for year in years:
        by_kind = {
            ClosedDay.MAY_DAY: date(year, 5, 1),
            ClosedDay.DAY_AFTER_ASCENSION: easter_sunday(year) + timedelta(days=40),
            ClosedDay.CONSTITUTION_DAY: date(year, 6, 5),
            ClosedDay.CHRISTMAS_EVE: date(year, 12, 24),
            ClosedDay.NEW_YEARS_EVE: date(year, 12, 31),
        }
        days |= {day for kind, day in by_kind.items() if kind in wanted}
    return frozenset(days)


@dataclass(frozen=True, slots=True)
class LocalClosing:
    """A day of the year, or an ISO week of it, that a kommune keeps closed in a span of years.

    Without a last year it comes back every year. A day or a week that a year does not have, such as
    29 February or week 53, is left out of that year.
    """

    label: str
    first_year: int
    last_year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None

    def days_in(self, year: int) -> tuple[date, ...]:
        """Return the closed days of a year; a week belongs to the year ISO says it does."""
        if year < self.first_year or (self.last_year is not None and year > self.last_year):
            return ()
        try:
            if self.week is not None:
                monday = date.fromisocalendar(year, self.week, 1)
                return tuple(monday + timedelta(days=n) for n in range(_DAYS_OF_A_WEEK))
            return (date(year, self.month or 0, self.day or 0),)
        except ValueError:
            return ()


def closing_days(closings: Iterable[LocalClosing], years: Iterable[int]) -> Mapping[date, str]:
    """Return the days that a kommune's own closings mean in some years, with what they are called.

    Of two closings on one day the name that sorts first is told, whatever order they came in.
    """
    wanted = list(years)
    ordered = sorted(closings, key=lambda closing: closing.label, reverse=True)
    return MappingProxyType(
        {day: one.label for one in ordered for year in wanted for day in one.days_in(year)}
    )


def is_weekend(day: date) -> bool:
    """Tell whether the day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def is_working_day(day: date, closed: frozenset[date] = frozenset()) -> bool:
    """Tell whether people are at work: no weekend, no public holiday, no local closed day."""
    return not is_weekend(day) and holiday_name(day) is None and day not in closed


def add_working_days(day: date, days: int, closed: frozenset[date] = frozenset()) -> date:
    """Return the day that is so many working days later; the day itself is day 0.

    Raises ValueError for a negative number: a deadline runs forward.
    """
    if days < 0:
        raise ValueError("working days are counted forward")
    current = day
    for _ in range(days):
        current += _ONE_DAY
        while not is_working_day(current, closed):
            current += _ONE_DAY
    return current


def working_day_on_or_before(day: date, closed: frozenset[date] = frozenset()) -> date:
    """Return the last day somebody is at work to meet a deadline that ends on the day."""
    current = day
    while not is_working_day(current, closed):
        current -= _ONE_DAY
    return current


def danish_weekday(day: date) -> str:
    """Return the Danish name of the weekday."""
    return _WEEKDAYS[day.weekday()]


def danish_date(day: date) -> str:
    """Write a day as Danes do in a text: 23.11.2026."""
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


def danish_day(day: date) -> str:
    """Write a day with its weekday, so that nobody has to look it up: fredag 27.11.2026."""
    return f"{danish_weekday(day)} {danish_date(day)}"


def why_not_working(day: date, closed: frozenset[date] = frozenset()) -> str | None:
    """Return in Danish what keeps people from work on the day, or None on a working day."""
    name = holiday_name(day)
    if name is not None:
        return name
    if is_weekend(day):
        return danish_weekday(day)
    return "lokal lukkedag" if day in closed else None
