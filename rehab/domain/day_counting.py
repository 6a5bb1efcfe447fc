"""Count a deadline day by day and keep the account, so that every day can be shown.

Each line of the account that begins with "+" is a number of days; together they are exactly the
days from day 0 to the due day (F21). Whatever does not move the deadline says so without a "+".
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rehab.domain.calendar import (
    danish_date,
    danish_day,
    is_weekend,
    is_working_day,
    why_not_working,
    working_day_on_or_before,
)
from rehab.domain.clock_rules import ClockUnit
from rehab.domain.errors import DomainError

_ONE_DAY: Final = timedelta(days=1)


class PauseOrderError(DomainError):
    """A pause was given that ends before it begins."""

    def __init__(self, from_on: date, until_on: date) -> None:
        """Say which days were given and what to do."""
        super().__init__(
            f"Pausen kan ikke slutte {danish_date(until_on)}, før den begynder "
            f"{danish_date(from_on)}. Ret en af datoerne."
        )


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of whole days, both ends included, on which a case waits for a reason.

    Only a reason that counts moves a deadline (F25); the others are shown but change nothing. A
    pause always has an end, so that nothing is put away for ever (F27). `code` is the reason's, by
    which each clock says whether it is paused; `recorded_on` is the day the pause became known.
    Raises PauseOrderError.
    """

    reason: str
    from_on: date
    until_on: date
    counts: bool
    code: str = ""
    recorded_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if self.until_on < self.from_on:
            raise PauseOrderError(self.from_on, self.until_on)

    def covers(self, day: date) -> bool:
        """Tell whether the day is one of the pause's days."""
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class DayCount:
    """A due day with the account of how it was reached."""

    due: date
    lines: tuple[str, ...]


def in_order(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the pauses by date and each once, so that the way of entry never changes an answer."""
    return tuple(
        sorted(
            set(pauses),
            key=lambda p: (
                p.from_on,
                p.until_on,
                p.reason,
                p.counts,
                p.code,
                p.recorded_on or date.min,
            ),
        )
    )


def count_days(
    start: date,
    days: int,
    unit: ClockUnit,
    pauses: Iterable[Pause] = (),
    closed: frozenset[date] = frozenset(),
) -> DayCount:
    """Return the day that is so many counted days after day 0, with the account.

    A day inside a pause that counts is not counted, however many pauses cover it (F27). With
    working days, weekends, public holidays and local closed days are not counted either. A
    calendar deadline is never moved because its last day is a holiday (sundhedsloven §140, SL-5).
    """
    ordered = in_order(pauses)
    paused: Counter[Pause] = Counter()
    skipped: list[date] = []
    due = start
    counted = 0
    while counted < days:
        due += _ONE_DAY
        pause = next((p for p in ordered if p.counts and p.covers(due)), None)
        if unit is ClockUnit.WORKING and not is_working_day(due, closed):
            skipped.append(due)
        elif pause is not None:
            paused[pause] += 1
        else:
            counted += 1
    lines = (
        _length_line(days, unit),
        *_skipped_lines(skipped, closed),
        *(_pause_line(pause, paused[pause]) for pause in ordered),
        f"= frist {danish_day(due)}; dagen selv er i tide.",
        *_last_working_day_lines(due, closed),
    )
    return DayCount(due, lines)


def as_figure(line: str) -> tuple[str, str]:
    """Split a line of the account into its figure, if it has one, and its words."""
    sign, _, rest = line.partition(" ")
    if sign == "+":
        days, _, words = rest.partition(" ")
        return (f"+ {days}", words)
    return ("=", rest) if sign == "=" else ("", line)


def plural(number: int, one: str, many: str) -> str:
    """Write a number with its noun in the right form: 1 dag, 2 dage."""
    return f"{number} {one if number == 1 else many}"


def _length_line(days: int, unit: ClockUnit) -> str:
    if unit is ClockUnit.WORKING:
        return f"+ {plural(days, 'arbejdsdag', 'arbejdsdage')}"
    return f"+ {plural(days, 'kalenderdag', 'kalenderdage')}"


def _skipped_lines(skipped: list[date], closed: frozenset[date]) -> list[str]:
    weekend = [day for day in skipped if is_weekend(day)]
    weekend_line = f"+ {plural(len(weekend), 'dag', 'dage')} i weekend"
    return [
        *([weekend_line] if weekend else []),
        *(
            f"+ 1 dag: {why_not_working(day, closed)} {danish_day(day)}"
            for day in skipped
            if not is_weekend(day)
        ),
    ]


def _pause_line(pause: Pause, days: int) -> str:
    span = f"{pause.reason} {danish_date(pause.from_on)}–{danish_date(pause.until_on)}"
    if days:
        return f"+ {plural(days, 'dag', 'dage')} på pause: {span}"
    if pause.counts:
        return f"Pause uden virkning, dagene er ikke med i fristen eller er talt med: {span}"
    return f"Pause, der ikke flytter fristen: {span}"


def _last_working_day_lines(due: date, closed: frozenset[date]) -> list[str]:
    reason = why_not_working(due, closed)
    if reason is None:
        return []
    before = danish_day(working_day_on_or_before(due, closed))
    return [f"Fristen flyttes ikke, selv om dagen er {reason}. Sidste arbejdsdag før: {before}."]
