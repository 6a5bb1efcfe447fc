"""The saved views above a list: which one it opens with, and the chip of each."""

from collections.abc import Sequence

from rehab.domain.kept_filters import filter_in
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.queries.saved_views import ViewLine
from rehab.queries.tallies import Counts
from rehab.queries.view_lengths import ViewLengths
from rehab.services.context import Context
from rehab.web.links import Link
from rehab.web.list_addresses import address_of
from rehab.web.lists import ChipView
from rehab.web.saved_views.presenters import view_chips


def opening_of(views: Sequence[ViewLine], link: Link) -> str | None:
    """Return where a person's list opens when nobody has said how it is narrowed, or None."""
    for view in views:
        if view.is_default:
            return address_of(view.page, filter_in(view.query), link, vis="gemt")
    return None


def chips_above(
    ctx: Context,
    listed: ListPage,
    views: Sequence[ViewLine],
    wanted: WorklistFilter,
    counts: Counts,
    link: Link,
) -> tuple[ChipView, ...]:
    """Return the chips of a list's views; what the page has counted is not counted again."""
    lengths = ViewLengths(ctx.session, ctx.actor, ctx.today)
    lengths.know(wanted, counts)
    return view_chips(views, wanted, link, lambda narrowed: lengths.of(listed, narrowed))
