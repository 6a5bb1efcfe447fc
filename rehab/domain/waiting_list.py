"""Order those who wait for a seat, and say in words why each stands where they do.

A kommune that lets somebody wait must be able to say why another came first (F53). The law comes
before what is agreed or aimed at: a first training time within seven days is a right
(sundhedsloven §140, stk. 4), the fourteen days to the start a goal of the programme (4.5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import ClockRule, Strength
from rehab.domain.course_starts import running_of_start
from rehab.domain.deadlines import ClockReading
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words


class WaitingListError(DomainError):
    """A citizen cannot be put on the waiting list, moved on it or taken off it."""


class Ending(StrEnum):
    """Why somebody no longer waits."""

    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    CASE_CLOSED = "case_closed"


@dataclass(frozen=True, slots=True)
class Dues:
    """The days on which a citizen must have begun: by law, and by everything else."""

    by_law: date | None = None
    otherwise: date | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """Somebody was moved to the front by a person, who said why. `at` is in Danish time."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What decides the place of one who waits. `put_on_at` is in Danish time."""

    entry: UUID
    put_on_at: datetime
    dues: Dues = Dues()
    jump: Jump | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place of one who waits, counted from 1, and the reason in words."""

    entry: UUID
    number: int
    why: str
    jumped: bool

    @property
    def text(self) -> str:
        """Return the place with its reason, as it is shown."""
        return f"Nr. {self.number}: {self.why}"


def dues_of(rules: Iterable[ClockRule], readings: Iterable[ClockReading]) -> Dues:
    """Return by when the citizen must have begun, from the deadlines that a start can meet.

    A deadline that has stopped, or whose day is not known, gives no place.
    """
    running = [(reading.strength, reading.due) for reading in running_of_start(rules, readings)]
    return Dues(
        by_law=_first(due for strength, due in running if strength is Strength.LOV),
        otherwise=_first(due for strength, due in running if strength is not Strength.LOV),
    )


def strongest(dues: Iterable[Dues]) -> Dues:
    """Return the most pressing days of several referrals that wait for the same seat."""
    every = tuple(dues)
    return Dues(_first(one.by_law for one in every), _first(one.otherwise for one in every))


def rank(waiting: Iterable[Waiting], today: date) -> tuple[Ranked, ...]:
    """Return everybody in order, each with the reason for the place.

    First those a person has moved to the front, the latest move first; then by the day the law
    sets; then by the day of any other deadline; then by when they were put on the list (F53).
    """
    ordered = sorted(waiting, key=_place)
    return tuple(
        Ranked(one.entry, number, _why(one, today), one.jump is not None)
        for number, one in enumerate(ordered, start=1)
    )


def require_reason(reason: str, what: str) -> str:
    """Return the reason given, or refuse with the sentence that asks for it."""
    if not has_words(reason):
        raise WaitingListError(what)
    return reason.strip()


def _place(one: Waiting) -> tuple[bool, float, date, date, datetime, UUID]:
    return (
        one.jump is None,
        -one.jump.at.timestamp() if one.jump else 0.0,
        one.dues.by_law or date.max,
        one.dues.otherwise or date.max,
        one.put_on_at.astimezone(UTC),
        one.entry,
    )


def _why(one: Waiting, today: date) -> str:
    since = f"på listen siden {danish_date(one.put_on_at.date())}"
    if one.jump is not None:
        moved = f"flyttet forrest {danish_date(one.jump.at.date())} af {one.jump.by}"
        return f"{moved}: {one.jump.reason}"
    if one.dues.by_law is not None:
        return f"{_due_text('frist efter loven', one.dues.by_law, today)}, {since}"
    if one.dues.otherwise is not None:
        return f"{_due_text('frist efter programmet', one.dues.otherwise, today)}, {since}"
    return f"ingen frist venter på en start, {since}"


def _due_text(what: str, due: date, today: date) -> str:
    return f"{what} {danish_date(due)}{' (overskredet)' if due < today else ''}"


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
