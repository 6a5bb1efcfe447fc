"""Forecast whether a referral can get a start in time from the seats that are free now (F30).

Whoever takes a referral in must see whether the start can keep its deadline (programme 4.5) before
it is accepted, and not when it is booked. It is a count and no promise: seats that are free now,
less those who stand before, each of whom is given the earliest that is left.

Who stands before: of the citizens who are accepted or on the waiting list and have no seat yet,
those a person moved to the front and those whose deadlines fall on the same day or earlier, in the
order of the waiting list: the law first (sundhedsloven §140), then every other deadline (4.5). The
decision itself moves nobody: a referral has the same place the moment before it is accepted as the
moment after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date, danish_day
from rehab.domain.day_counting import plural
from rehab.domain.waiting_list import Dues


class Chance(StrEnum):
    """What the free seats say of a start, the best first.

    Where nothing is free nobody can tell: the kommune may still plan a course.
    """

    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    NONE_LEFT = "none_left"
    NONE_FREE = "none_free"


CHANCE_WORDS: Final = MappingProxyType(
    {
        Chance.IN_TIME: "Ja",
        Chance.TOO_LATE: "Nej",
        Chance.NONE_LEFT: "Nej",
        Chance.NONE_FREE: "Det kan ikke ses",
    }
)


@dataclass(frozen=True, slots=True)
class FreeStart:
    """A course that can be begun on a day, and how many seats on it nobody has."""

    title: str
    starts_on: date
    seats: int


@dataclass(frozen=True, slots=True)
class InLine:
    """So many citizens without a seat, by when they must have begun, and whether moved forward."""

    many: int
    dues: Dues
    jumped: bool = False


@dataclass(frozen=True, slots=True)
class StartForecast:
    """Whether a start can keep a due day.

    `free` counts every free seat and `in_time` those left by the due day when the `ahead` who
    stand before have had theirs. `first` is the earliest start with a seat left then.
    """

    due: date
    free: int
    ahead: int
    in_time: int
    first: FreeStart | None

    @property
    def days_late(self) -> int:
        """Return how many days after the due day the first start is; 0 when in time or unknown."""
        return 0 if self.first is None else max((self.first.starts_on - self.due).days, 0)

    @property
    def chance(self) -> Chance:
        """Return what the free seats say; the due day itself is in time."""
        if self.first is None:
            return Chance.NONE_LEFT if self.free else Chance.NONE_FREE
        return Chance.IN_TIME if self.in_time else Chance.TOO_LATE


def forecast(due: date, starts: Iterable[FreeStart], ahead: int) -> StartForecast:
    """Return whether a start can keep a due day when those before take the earliest seats (4.5)."""
    ordered = sorted(
        (start for start in starts if start.seats > 0),
        key=lambda start: (start.starts_on, start.title, start.seats),
    )
    left, waiting = [], ahead
    for start in ordered:
        given = min(start.seats, waiting)
        waiting -= given
        if start.seats > given:
            left.append(FreeStart(start.title, start.starts_on, start.seats - given))
    return StartForecast(
        due=due,
        free=sum(start.seats for start in ordered),
        ahead=ahead,
        in_time=sum(start.seats for start in left if start.starts_on <= due),
        first=left[0] if left else None,
    )


def ahead_of(line: Iterable[InLine], own: Dues) -> int:
    """Return how many stand before a referral by its own due days, whether decided or not.

    Two with the same days both stand before each other, so that neither is promised the last seat.
    """
    return sum(one.many for one in line if one.jumped or _pressure(one.dues) <= _pressure(own))


def forecast_text(found: StartForecast) -> str:
    """Say what the answer rests on, in a sentence that follows the word for it."""
    due = danish_date(found.due)
    if found.first is None:
        return _no_seat_text(found.free)
    if found.in_time:
        seats = plural(found.in_time, "ledig plads", "ledige pladser")
        return f"{seats} med start senest {due}. Den første er {_start(found.first)}."
    late = plural(found.days_late, "dag", "dage")
    return f"Den første ledige plads er {_start(found.first)}, {late} efter fristen {due}."


def ahead_text(ahead: int) -> str:
    """Say who was given a seat before this one was counted."""
    if not ahead:
        return "Ingen står foran."
    if ahead == 1:
        return "Regnet efter den visiterede borger uden plads, der står foran."
    return f"Regnet efter de {ahead} visiterede borgere uden plads, der står foran."


def _no_seat_text(free: int) -> str:
    if not free:
        return "Der er ingen hold eller individuelle forløb med ledige pladser, der kan begyndes."
    seats = "Den ledige plads" if free == 1 else f"De {free} ledige pladser"
    return f"{seats} går til dem, der står foran."


def _start(start: FreeStart) -> str:
    return f"{start.title}, {danish_day(start.starts_on)}"


def _pressure(dues: Dues) -> tuple[date, date]:
    return (dues.by_law or date.max, dues.otherwise or date.max)
