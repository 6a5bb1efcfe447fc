"""Refuse days that no pathway can have, so that one typed wrongly cannot upset every list.

A deadline counted from the last day there is can never fall due, and whoever opens a list with it
in meets an error instead of the list. What a person types is refused with a sentence; what a
message says is left out, and the clock then asks for the day (4.5).
"""

from datetime import date, datetime, timedelta
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError

EARLIEST_DAY: Final = date(1900, 1, 1)
LATEST_DAY: Final = date(2100, 12, 31)
_DISCHARGE_AHEAD: Final = timedelta(days=60)
_START_AFTER_DISCHARGE: Final = timedelta(days=366)
_ANY_AHEAD: Final = timedelta(days=2 * 366)
_LONGEST_AGO: Final = timedelta(days=2 * 366)


class ImplausibleDayError(DomainError):
    """A day lies so far away that it must have been typed wrongly."""


def check_day(day: date | None, what: str, today: date) -> None:
    """Refuse a day before 1900 or more than two years ahead, with ImplausibleDayError."""
    if day is not None and not EARLIEST_DAY <= day <= today + _ANY_AHEAD:
        raise ImplausibleDayError(
            f"{what} kan ikke være {danish_date(day)}. Ret årstallet: dagen skal ligge efter "
            f"{EARLIEST_DAY.year} og højst to år ude i fremtiden."
        )


def check_received(day: date | None, today: date) -> None:
    """Refuse a receipt that no referral of today can have, with ImplausibleDayError.

    A year typed wrongly would give a referral no deadline at all, or one long past, and put it
    where nobody looks (4.5).
    """
    check_day(day, "Modtagelsen", today)
    _check_recent(day, "Modtagelsen", today)


def check_discharge(day: date | None, today: date) -> None:
    """Refuse a discharge nobody can have planned yet, with ImplausibleDayError.

    A plan is written when the patient is discharged, so it may come before that day, but not long
    before, and not years after (sundhedsloven § 140).
    """
    _check_recent(day, "Udskrivningen", today)
    if day is not None and plausible_discharge(day, today) is None:
        raise ImplausibleDayError(
            f"Udskrivningen kan ikke være {danish_date(day)}. Skriv en dato højst "
            f"{_DISCHARGE_AHEAD.days} dage ude i fremtiden, og kontrollér årstallet."
        )


def check_earliest_start(day: date | None, discharged_on: date) -> None:
    """Refuse an earliest start over a year after the discharge, with ImplausibleDayError."""
    if day is not None and day > discharged_on + _START_AFTER_DISCHARGE:
        raise ImplausibleDayError(
            f"Tidligste start kan ikke være {danish_date(day)}, over et år efter udskrivningen. "
            "Kontrollér årstallet."
        )


def plausible_discharge(day: date | None, today: date) -> date | None:
    """Return a discharge as a message says it, or None for one that cannot be meant."""
    if day is None or not EARLIEST_DAY <= day <= today + _DISCHARGE_AHEAD:
        return None
    return day


def plausible_instant(instant: datetime | None, now: datetime) -> datetime | None:
    """Return when a message says it was sent, or None for a time that cannot be meant.

    At the two ends of the calendar an instant cannot even be told in another zone.
    """
    if instant is None or not EARLIEST_DAY.year <= instant.year <= now.year + 1:
        return None
    return instant


def _check_recent(day: date | None, what: str, today: date) -> None:
    if day is not None and day < today - _LONGEST_AGO:
        raise ImplausibleDayError(
            f"{what} kan ikke være {danish_date(day)}, for det er over to år siden. "
            "Kontrollér årstallet."
        )
