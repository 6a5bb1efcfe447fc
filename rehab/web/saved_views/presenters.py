"""How saved views are shown: as chips above their list, and as rows to be put right."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from rehab.domain.access import Actor
from rehab.domain.kept_filters import PAGE_LABELS, filter_in
from rehab.domain.saved_views import ViewScope, may_change_view
from rehab.domain.view_notices import NoticeWish, may_be_told, wish_text
from rehab.domain.worklists import WorklistFilter
from rehab.queries.saved_views import ViewLine
from rehab.web.links import Link
from rehab.web.list_addresses import address_of, filter_text, query_of
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
    tells: str
    notice_url: str | None


@dataclass(frozen=True, slots=True)
class MailHindrance:
    """Why no mail of a view arrives, what to do about it, and where, when it is on a page."""

    text: str
    url: str | None = None
    link: str = ""


def mail_hindrances(email: str, link: Link, *, sends: bool) -> tuple[MailHindrance, ...]:
    """Return what keeps a person from being mailed; what was chosen is kept meanwhile."""
    found = []
    if not email:
        missing = "Du har ingen mailadresse her, så visningerne kan ikke sige til på mail."
        address = MailHindrance(missing, link("account.digest"), "Skriv din mailadresse")
        found.append(address)
    if not sends:
        found.append(
            MailHindrance(
                "Kommunen har ikke sat en mailserver op endnu, så der sendes ingen mails. Dit valg "
                "gemmes. Bed dem, der driver systemet, om at sætte en mailserver op."
            )
        )
    return tuple(found)


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


def view_rows(
    views: Iterable[ViewLine], wishes: Mapping[UUID, NoticeWish], actor: Actor, link: Link
) -> tuple[ViewRow, ...]:
    """Return the views an actor sees, each with what the actor may do with it and when it tells."""
    rows = []
    for view in views:
        narrowed = filter_in(view.query)
        scope = ViewScope(actor.organisation_id or view.id, view.owner_id, view.shared)
        mine = may_change_view(actor, scope)
        own = view.owner_id == actor.id
        told = may_be_told(actor, scope, view.page)
        wish = wishes.get(view.id) if told else None
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
                tells=wish_text(wish).capitalize() if wish else "",
                notice_url=link("saved_views.notify", view_id=view.id) if told else None,
            )
        )
    return tuple(rows)
