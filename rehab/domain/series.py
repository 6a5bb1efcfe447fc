"""Lay out the days of a weekly course, around the days the kommune is closed (F48, F49).

A rygskole runs once or twice a week over some weeks (3.2). A day that is a public holiday, or that
the kommune keeps closed, is dropped and the series runs on, so the number of sessions is kept.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rehab.domain.calendar import danish_date, danish_weekday, holiday_name
from rehab.domain.errors import DomainError

MOST_SESSIONS: Final = 60
_ONE_DAY: Final = timedelta(days=1)
_LOCAL: Final = "lokal lukkedag"


class SeriesError(DomainError):
    """The days of a series cannot be laid out as asked."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a planner says of a series: its first day, its weekdays and how many sessions.

    Weekdays are counted from Monday as 0; none given means the first day's own. `skipped` are
    days the planner leaves out, such as a week of holiday.
    """

    first_on: date
    weekdays: frozenset[int]
    sessions: int
    skipped: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """One day of a series; `dropped_because` says in Danish why no session is held, or is None."""

    on: date
    dropped_because: str | None = None


def series_days(series: Series, closed: frozenset[date] = frozenset()) -> tuple[SeriesDay, ...]:
    """Return every day of a series in order, the dropped ones with their reason.

    The last day is always one that is held. Raises SeriesError when there are too few or too many
    sessions, or when the first day is none of the chosen weekdays.
    """
    if not 1 <= series.sessions <= MOST_SESSIONS:
        raise SeriesError(f"Skriv et antal gange mellem 1 og {MOST_SESSIONS}.")
    weekdays = series.weekdays or frozenset({series.first_on.weekday()})
    if series.first_on.weekday() not in weekdays:
        raise SeriesError(
            f"Første dag, {danish_date(series.first_on)}, er en {danish_weekday(series.first_on)}. "
            "Ret datoen, eller sæt kryds ved ugedagen."
        )
    days: list[SeriesDay] = []
    held, day = 0, series.first_on
    while held < series.sessions:
        if day.weekday() in weekdays:
            reason = _why_dropped(day, series, closed)
            held += reason is None
            days.append(SeriesDay(day, reason))
        day += _ONE_DAY
    return tuple(days)


def held_days(days: tuple[SeriesDay, ...]) -> tuple[date, ...]:
    """Return the days on which a session is held."""
    return tuple(day.on for day in days if day.dropped_because is None)


def _why_dropped(day: date, series: Series, closed: frozenset[date]) -> str | None:
    name = holiday_name(day)
    if name is not None:
        return name
    if day in closed:
        return _LOCAL
    return "fravalgt" if day in series.skipped else None
