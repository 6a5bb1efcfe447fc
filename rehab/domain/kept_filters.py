"""What a list is narrowed to, as it was kept in words: read alike by a page and by a job.

A view is kept as its address says it. Whoever shows the list and whoever counts it for a mail must
read that address the same way, or the number in the mail would not be the length of the list (F41).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import parse_qs
from uuid import UUID

from rehab.domain.access import Actor, Permission, may
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.worklists import (
    ORDERS,
    ClockFilter,
    Field,
    Flag,
    ListPage,
    NoTeam,
    Order,
    WorklistFilter,
)

E = TypeVar("E", bound=StrEnum)
BASIS_CODES: Final[Mapping[str, LegalBasis]] = {
    "140": LegalBasis.SUNDHEDSLOVEN_140,
    "119": LegalBasis.SUNDHEDSLOVEN_119,
}
PAGE_LABELS: Final[Mapping[ListPage, str]] = {
    ListPage.BOARD: "Tavle",
    ListPage.MINE: "Mine sager",
}
PAGE_PERMISSIONS: Final[Mapping[ListPage, Permission]] = {
    ListPage.BOARD: Permission.CONTACT_PERSON_ASSIGN,
    ListPage.MINE: Permission.CASE_WRITE,
}
_SORTS: Final = frozenset(order for orders in ORDERS.values() for order in orders)
NO_FIELDS: Final = "ingen"


def filter_named(value: Callable[[str], str]) -> WorklistFilter:
    """Return the filter some values name; what names nothing narrows nothing."""
    sort = _member(Order, value("sorter"))
    return WorklistFilter(
        column=_member(BoardColumn, value("kolonne")),
        clock=_member(ClockFilter, value("frist")),
        action=_member(ActionCode, value("naeste")),
        holder_id=_identifier(value("kontaktperson")),
        team=_member(NoTeam, value("team")) or _identifier(value("team")),
        basis=BASIS_CODES.get(value("lov")),
        flag=_member(Flag, value("kendetegn")),
        on_hold=value("pause") == "ja",
        sort=sort if sort in _SORTS else None,
        fields=_fields(value("felter")),
    )


def filter_in(query: str) -> WorklistFilter:
    """Return the filter a query string names; what names nothing narrows nothing."""
    values = parse_qs(query)
    return filter_named(lambda name: values.get(name, [""])[0])


def wanted_on(page: ListPage, wanted: WorklistFilter, actor: Actor) -> WorklistFilter:
    """Return what a filter narrows one list to: a person's own is always of that person.

    It is of no team either: whoever holds a case works with it, whatever team it has.
    """
    if page is not ListPage.MINE:
        return wanted
    return replace(wanted, holder_id=actor.id, team=None)


def may_open(actor: Actor, page: ListPage) -> bool:
    """Tell whether the actor's work has a list at all."""
    return may(actor, PAGE_PERMISSIONS[page])


def _member(kind: type[E], text: str) -> E | None:
    return next((member for member in kind if member.value == text), None)


def _fields(text: str) -> tuple[Field, ...] | None:
    """Return the columns some words name; nothing that is known means nobody has chosen."""
    named = set(text.split("."))
    fields = tuple(field for field in Field if field.value in named)
    return fields if fields or text == NO_FIELDS else None


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
