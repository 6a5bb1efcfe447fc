"""How a list is shown: the order it stands in, and what its rows say (F42).

Both are in the address, so a view that is kept keeps them, and so does the one a page opens with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from rehab.domain.next_actions import COLUMN_LABELS
from rehab.domain.worklists import (
    ORDERS,
    STANDARD_FIELDS,
    Field,
    ListPage,
    WorklistFilter,
    with_field,
)
from rehab.queries.worklists import CaseLine
from rehab.web.filters import danish_instant
from rehab.web.links import Link
from rehab.web.list_filters import FIELD_LABELS, ORDER_LABELS, values_of
from rehab.web.presenters import Chip


@dataclass(frozen=True, slots=True)
class LookView:
    """The choices of how a list is shown, and whether any of them is not the usual one."""

    orders: tuple[Chip, ...]
    fields: tuple[Chip, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class CellView:
    """What a row says in a column that was chosen."""

    title: str
    text: str


def look_view(page: ListPage, wanted: WorklistFilter, endpoint: str, link: Link) -> LookView:
    """Return the choices of a list; columns can only be chosen where the cases stand in rows."""

    def chip(label: str, chosen: WorklistFilter, *, is_on: bool) -> Chip:
        return Chip(label, link(endpoint, **values_of(chosen)), is_on, None)

    usual = replace(wanted, sort=None).order
    offered = dict.fromkeys((usual, *ORDERS[page]))
    orders = tuple(
        chip(
            ORDER_LABELS[order],
            replace(wanted, sort=None if order is usual else order),
            is_on=order is wanted.order,
        )
        for order in offered
    )
    fields = tuple(
        chip(FIELD_LABELS[one], with_field(wanted, one), is_on=one in wanted.shown_fields)
        for one in Field
        if page is ListPage.MINE
    )
    is_own = wanted.order is not usual or wanted.shown_fields != STANDARD_FIELDS
    return LookView(orders, fields, is_own)


def cells_of(
    line: CaseLine, fields: tuple[Field, ...], holder: Callable[[CaseLine], str]
) -> tuple[CellView, ...]:
    """Return what a row says in the columns that were chosen, in their order."""
    said: Mapping[Field, Callable[[], str]] = {
        Field.HOLDER: lambda: holder(line),
        Field.STEP: lambda: COLUMN_LABELS[line.column],
        Field.NEXT_SESSION: lambda: danish_instant(line.next_session_at),
        Field.POSTCODE: lambda: line.citizen.postcode or "–",
    }
    return tuple(CellView(FIELD_LABELS[one], said[one]()) for one in fields)
