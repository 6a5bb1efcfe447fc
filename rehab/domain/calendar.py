"""Count days the way Danish deadlines count them, for any year and without a lookup service.

Public holidays are computed by arithmetic, so an installation never runs out of calendar. Which
other days a kommune keeps closed (24 December, 5 June …) is local and always passed in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, Self

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


CLOSED_DAY_NAMES: Final = MappingProxyType(
    {
        ClosedDay.MAY_DAY: "1. maj",
        ClosedDay.DAY_AFTER_ASCENSION: "dagen efter Kr. himmelfart",
        ClosedDay.CONSTITUTION_DAY: "grundlovsdag",
        ClosedDay.CHRISTMAS_EVE: "juleaftensdag",
        ClosedDay.NEW_YEARS_EVE: "nytårsaftensdag",
    }
)
_FIXED_CLOSED: Final = MappingProxyType(
    {
        (5, 1): ClosedDay.MAY_DAY,
        (6, 5): ClosedDay.CONSTITUTION_DAY,
        (12, 24): ClosedDay.CHRISTMAS_EVE,
        (12, 31): ClosedDay.NEW_YEARS_EVE,
    }
)
YearlyDay = tuple[int, int] | ClosedDay


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


def customary_day(kind: ClosedDay, year: int) -> date:
    """Return the day a customary closed day falls on in a year."""
    for (month, day), fixed in _FIXED_CLOSED.items():
        if fixed is kind:
            return date(year, month, day)
    return easter_sunday(year) + timedelta(days=40)


def closed_days(kinds: Iterable[ClosedDay], years: Iterable[int]) -> frozenset[date]:
    """Return the days that a kommune's setting of customary closed days means in some years."""
    wanted = frozenset(kinds)
    return frozenset(customary_day(kind, year) for year in years for kind in wanted)


class ClosedDays(frozenset[date]):
    """Keep the days a kommune is closed together with what each of them is called.

    It is a set of days to whoever counts, and only whoever explains asks for a name.
    """

    __slots__ = ("_names",)
    _names: Mapping[date, str]

    def __new__(cls, named: Mapping[date, str]) -> Self:
        """Take the days with their names; a day without one has an empty name."""
        days = super().__new__(cls, named)
        days._names = MappingProxyType(dict(named))
        return days

    def name_of(self, day: date) -> str:
        """Return what a closed day is called, or nothing when nobody named it."""
        return self._names.get(day, "")


@dataclass(frozen=True, slots=True)
class LocalClosing:
    """A day of the year, or an ISO week of it, that a kommune keeps closed in a span of years.

    Without a last year it comes back every year. A day or a week that a year does not have, such as
    29 February or week 53, is left out of that year. `customary` is a day known by its name, which
    may move with Easter.
    """

    label: str
    first_year: int
    last_year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None
    customary: ClosedDay | None = None

    def days_in(self, year: int) -> tuple[date, ...]:
        """Return the closed days of a year; a week belongs to the year ISO says it does."""
        if year < self.first_year or (self.last_year is not None and year > self.last_year):
            return ()
        if self.customary is not None:
            return (customary_day(self.customary, year),)
        try:
            if self.week is not None:
                monday = date.fromisocalendar(year, self.week, 1)
                return tuple(monday + timedelta(days=n) for n in range(_DAYS_OF_A_WEEK))
            return (date(year, self.month or 0, self.day or 0),)
        except ValueError:
            return ()


def yearly_closing(day: YearlyDay) -> LocalClosing:
    """Return the closing of every year that a setting names by month and day, or by its name."""
    if isinstance(day, ClosedDay):
        return LocalClosing(CLOSED_DAY_NAMES[day], MINYEAR, customary=day)
    known = _FIXED_CLOSED.get(day)
    name = "" if known is None else CLOSED_DAY_NAMES[known]
    return LocalClosing(name, MINYEAR, month=day[0], day=day[1])


def closing_days(closings: Iterable[LocalClosing], years: Iterable[int]) -> Mapping[date, str]:
    """Return the days that a kommune's own closings mean in some years, with what they are called.

    Of two closings on one day the name that sorts first is told, whatever order they came in; one
    without a name gives way.
    """
    wanted = list(years)
    ordered = sorted(closings, key=lambda closing: closing.label, reverse=True)
    ordered.sort(key=lambda closing: closing.label != "")
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
    if day not in closed:
        return None
    name = closed.name_of(day) if isinstance(closed, ClosedDays) else ""
    return name or "lokal lukkedag"
