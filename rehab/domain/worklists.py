"""What a worklist can be narrowed to, and the order it then stands in.

A filter is plain facts, so that it can stand in an address, be saved and be tried on another day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.next_actions import ActionCode, BoardColumn


class ClockFilter(StrEnum):
    """How near the due day of a case is, as it stands in an address."""

    OVERDUE = "overskredet"
    TODAY = "i-dag"
    WEEK = "denne-uge"


class Flag(StrEnum):
    """What marks a case out, as it stands in an address."""

    RED_FLAG = "roedt-flag"
    SICK_LEAVE = "sygemeldt"


class NoTeam(StrEnum):
    """Stands where a team could: the cases that have none, also those no rule could place."""

    NO_TEAM = "uden"


class ListPage(StrEnum):
    """A list that can be gone back to, kept as a view and taken out as a file."""

    BOARD = "tavle"
    MINE = "mine-sager"


class Order(StrEnum):
    """What a list is sorted by."""

    PRIORITY = "prioritet"
    DUE = "frist"
    HOLD = "pause"


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which open cases a list is of. Every part narrows; none of them is every open case."""

    column: BoardColumn | None = None
    clock: ClockFilter | None = None
    action: ActionCode | None = None
    holder_id: UUID | None = None
    team: UUID | NoTeam | None = None
    basis: LegalBasis | None = None
    flag: Flag | None = None
    on_hold: bool = False

    @property
    def order(self) -> Order:
        """Return the order: a column by professional priority, a hold by its end (TEAM-5, F46)."""
        if self.on_hold:
            return Order.HOLD
        return Order.PRIORITY if self.column is not None else Order.DUE


@dataclass(frozen=True, slots=True)
class TeamsAtWork:
    """How many teams cases can be told apart by, and whether there are open cases without one.

    A retired team counts as long as it has an open case.
    """

    number: int = 0
    has_teamless: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """Tell whether choosing a team, or none, leaves fewer cases than there are (F16, F42)."""
        return self.tell_apart or (self.number == 1 and self.has_teamless)

    @property
    def tell_apart(self) -> bool:
        """Tell whether the name of a case's team says anything."""
        return self.number > 1


def due_days(wanted: ClockFilter, today: date) -> tuple[date, date]:
    """Return the first and the last due day that a filter lets through; the week ends on Sunday."""
    match wanted:
        case ClockFilter.OVERDUE:
            return (date.min, today - timedelta(days=1))
        case ClockFilter.TODAY:
            return (today, today)
        case ClockFilter.WEEK:
            return (today, today + timedelta(days=6 - today.weekday()))
