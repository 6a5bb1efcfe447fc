"""Where in a worklist a page ends or begins, and what the list is sorted by."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, tuple_

from rehab.domain.worklists import Order
from rehab.models import CaseStanding

_DATE_LENGTH: Final = len("2026-11-23")


@dataclass(frozen=True, slots=True)
class Place:
    """A case's place in a list: what the list is sorted by, and the case number."""

    priority: int
    day: date
    number: str

    def __str__(self) -> str:
        """Write the place as it stands in an address."""
        return f"{self.priority}_{self.day.isoformat()}_{self.number}"


def parse_place(text: str) -> Place | None:
    """Return the place an address names, or None for what is none."""
    priority, _, rest = text.partition("_")
    day, _, number = rest.partition("_")
    if not priority.isdecimal() or len(priority) > 1 or len(day) != _DATE_LENGTH:
        return None
    try:
        return Place(int(priority), date.fromisoformat(day), number)
    except ValueError:
        return None


def sorted_by(order: Order) -> tuple[ColumnElement[Any], ...]:
    """Return what a list in some order is sorted by; the case number breaks a tie."""
    row = CaseStanding
    match order:
        case Order.PRIORITY:
            return (row.priority.expression, row.presses_on.expression, row.number.expression)
        case Order.DUE:
            return (row.presses_on.expression, row.number.expression)
        case Order.HOLD:
            return (row.hold_until.expression, row.number.expression)
        case Order.NUMBER:
            return (row.number.expression,)


def at(order: Order, place: Place) -> ColumnElement[Any]:
    """Return a place as a value that `sorted_by` of the same order can be compared with."""
    if order is Order.PRIORITY:
        return tuple_(place.priority, place.day, place.number)
    if order is Order.NUMBER:
        return tuple_(place.number)
    return tuple_(place.day, place.number)


def place_of(
    order: Order, priority: int, presses_on: date, hold_until: date | None, number: str
) -> Place:
    """Return where a case stands in a list in some order."""
    day = hold_until if order is Order.HOLD and hold_until else presses_on
    return Place(priority, day, number)
