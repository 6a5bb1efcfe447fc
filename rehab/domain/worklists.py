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
    basis: LegalBasis | None = None
    flag: Flag | None = None
    on_hold: bool = False

    @property
    def order(self) -> Order:
        """Return the order: a column by professional priority, a hold by its end (TEAM-5, F46)."""
        if self.on_hold:
            return Order.HOLD
        return Order.PRIORITY if self.column is not None else Order.DUE


def due_days(wanted: ClockFilter, today: date) -> tuple[date, date]:
    """Return the first and the last due day that a filter lets through; the week ends on Sunday."""
    match wanted:
        case ClockFilter.OVERDUE:
            return (date.min, today - timedelta(days=1))
        case ClockFilter.TODAY:
            return (today, today)
        case ClockFilter.WEEK:
            return (today, today + timedelta(days=6 - today.weekday()))
