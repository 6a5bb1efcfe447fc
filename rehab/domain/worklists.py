"""What a worklist can be narrowed to, the order it stands in, and what each row says.

A filter is plain facts, so that it can stand in an address, be saved and be tried on another day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
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
    NUMBER = "sagsnummer"


class Field(StrEnum):
    """What a row of one's own list can say besides deadline, citizen, case and next action."""

    HOLDER = "kontaktperson"
    STEP = "trin"
    NEXT_SESSION = "naeste-gang"
    POSTCODE = "postnummer"


STANDARD_FIELDS: Final = (Field.HOLDER,)
# What a person can choose. One's own cases are few; in a kommune's the index gives the order.
ORDERS: Final[Mapping[ListPage, tuple[Order, ...]]] = {
    ListPage.MINE: (Order.DUE, Order.PRIORITY, Order.NUMBER),
    ListPage.BOARD: (Order.PRIORITY, Order.DUE),
}


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which open cases a list is of, and how it is shown.

    Every part but the last two narrows; none of them is every open case. `sort` and `fields` are
    None where nobody has chosen an order or what the rows say (F42).
    """

    column: BoardColumn | None = None
    clock: ClockFilter | None = None
    action: ActionCode | None = None
    holder_id: UUID | None = None
    team: UUID | NoTeam | None = None
    basis: LegalBasis | None = None
    flag: Flag | None = None
    on_hold: bool = False
    sort: Order | None = None
    fields: tuple[Field, ...] | None = None

    @property
    def cases(self) -> "WorklistFilter":
        """Return which cases the list is of, however it is shown."""
        return replace(self, sort=None, fields=None)

    @property
    def narrows(self) -> bool:
        """Tell whether the list leaves out any open case."""
        return self.cases != WorklistFilter()

    @property
    def shown_fields(self) -> tuple[Field, ...]:
        """Return what the rows say besides what they always say."""
        return STANDARD_FIELDS if self.fields is None else self.fields

    @property
    def order(self) -> Order:
        """Return the order: the chosen one, or else the one that suits what the list is of.

        A column stands by professional priority, and what is on hold by its end (TEAM-5, F46).
        """
        if self.sort is not None:
            return self.sort
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


def order_on(page: ListPage, wanted: WorklistFilter) -> Order:
    """Return the order a page shows a list in.

    The whole board stands column by column, each by professional priority, whatever was chosen for
    one of them (TEAM-5).
    """
    is_whole_board = page is ListPage.BOARD and wanted.column is None
    return Order.PRIORITY if is_whole_board else wanted.order


def with_field(wanted: WorklistFilter, one: Field) -> WorklistFilter:
    """Return a list whose rows say one thing more, or no longer say it when they did.

    The columns keep one sequence, so that the same choice is one address; the standard is none.
    """
    shown = set(wanted.shown_fields) ^ {one}
    fields = tuple(field for field in Field if field in shown)
    return replace(wanted, fields=None if fields == STANDARD_FIELDS else fields)


def due_days(wanted: ClockFilter, today: date) -> tuple[date, date]:
    """Return the first and the last due day that a filter lets through; the week ends on Sunday."""
    match wanted:
        case ClockFilter.OVERDUE:
            return (date.min, today - timedelta(days=1))
        case ClockFilter.TODAY:
            return (today, today)
        case ClockFilter.WEEK:
            return (today, today + timedelta(days=6 - today.weekday()))
