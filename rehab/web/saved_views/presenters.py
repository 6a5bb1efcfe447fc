"""How saved views are shown: as chips above their list, and as rows to be put right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from rehab.domain.access import Actor
from rehab.domain.saved_views import ViewScope, may_change_view
from rehab.domain.worklists import WorklistFilter
from rehab.queries.saved_views import ViewLine
from rehab.web.links import Link
from rehab.web.list_addresses import PAGE_LABELS, address_of, filter_in, filter_text, query_of
from rehab.web.lists import ChipView


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view as the page of views shows it."""

    id: UUID
    name: str
    url: str
    page: str
    narrowed: str
    whose: str
    is_default: bool
    change_url: str | None
    delete_url: str | None
    default_url: str


def view_chips(
    views: Iterable[ViewLine],
    wanted: WorklistFilter,
    link: Link,
    count: Callable[[WorklistFilter], int],
) -> tuple[ChipView, ...]:
    """Return the views of one list; the number on each is the length of the list it gives."""
    chips = []
    for view in views:
        narrowed = filter_in(view.query)
        current = query_of(view.page, narrowed) == query_of(view.page, wanted)
        url = address_of(view.page, narrowed, link, vis="gemt")
        chips.append(ChipView(view.name, url, current, count(narrowed)))
    return tuple(chips)


def view_rows(views: Iterable[ViewLine], actor: Actor, link: Link) -> tuple[ViewRow, ...]:
    """Return the views an actor sees, each with what the actor may do with it."""
    rows = []
    for view in views:
        narrowed = filter_in(view.query)
        scope = ViewScope(actor.organisation_id or view.id, view.owner_id, view.shared)
        mine = may_change_view(actor, scope)
        own = view.owner_id == actor.id
        shared = "Delt" if own else f"Delt af {view.owner}"
        rows.append(
            ViewRow(
                id=view.id,
                name=view.name,
                url=address_of(view.page, narrowed, link, vis="gemt"),
                page=PAGE_LABELS[view.page],
                narrowed=filter_text(narrowed),
                whose=shared if view.shared else "Din egen",
                is_default=view.is_default,
                change_url=link("saved_views.change", view_id=view.id) if mine else None,
                delete_url=link("saved_views.delete", view_id=view.id) if mine else None,
                default_url=link("saved_views.use", view_id=view.id),
            )
        )
    return tuple(rows)
