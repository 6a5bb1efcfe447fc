"""Where the lists are, and which list a form was sent from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from rehab.domain.kept_filters import BASIS_CODES
from rehab.domain.next_actions import ACTION_LABELS, COLUMN_LABELS
from rehab.domain.worklists import ListPage, NoTeam, WorklistFilter
from rehab.web.links import Link
from rehab.web.list_filters import BASIS_LABELS, CLOCK_LABELS, FLAG_LABELS, ORDER_LABELS, values_of

_ENDPOINTS: Final[Mapping[ListPage, str]] = {
    ListPage.BOARD: "worklist.board",
    ListPage.MINE: "worklist.mine",
}


def page_named(text: str) -> ListPage | None:
    """Return the list an address names, or None."""
    return next((page for page in ListPage if page.value == text), None)


def query_of(page: ListPage, wanted: WorklistFilter) -> str:
    """Return a filter as a query string in its one spelling.

    A person's own list says nothing of whose it is, nor of a team.
    """
    return urlencode(values_on(page, wanted))


def values_on(page: ListPage, wanted: WorklistFilter) -> dict[str, str]:
    """Return what of a filter stands in the address of a list."""
    own = replace(wanted, holder_id=None, team=None)
    return values_of(own if page is ListPage.MINE else wanted)


def address_of(page: ListPage, wanted: WorklistFilter, link: Link, **more: str) -> str:
    """Return the address of a list narrowed by a filter."""
    return link(_ENDPOINTS[page], **values_on(page, wanted), **more)


def filter_text(wanted: WorklistFilter) -> str:
    """Say in words what a list is narrowed to."""
    parts = [
        COLUMN_LABELS[wanted.column] if wanted.column else "",
        CLOCK_LABELS[wanted.clock] if wanted.clock else "",
        ACTION_LABELS[wanted.action] if wanted.action else "",
        "én kontaktperson" if wanted.holder_id else "",
        _team_text(wanted.team),
        *(BASIS_LABELS[code] for code, basis in BASIS_CODES.items() if basis is wanted.basis),
        FLAG_LABELS[wanted.flag] if wanted.flag else "",
        "På pause" if wanted.on_hold else "",
    ]
    said = ", ".join(part for part in parts if part) or "alle sager"
    return f"{said}, sorteret efter {ORDER_LABELS[wanted.sort].lower()}" if wanted.sort else said


def _team_text(team: UUID | NoTeam | None) -> str:
    if team is None:
        return ""
    return "uden team" if isinstance(team, NoTeam) else "ét team"
