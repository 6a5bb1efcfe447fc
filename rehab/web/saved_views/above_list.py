"""The saved views above a list: which one it opens with, and the chip of each."""

from collections.abc import Sequence
from dataclasses import replace

from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.queries.saved_views import ViewLine
from rehab.queries.tallies import Counts, count_cases
from rehab.services.context import Context
from rehab.web.links import Link
from rehab.web.list_addresses import address_of, filter_in, wanted_on
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
    known = {_coarse(wanted): counts}

    def length(narrowed: WorklistFilter) -> int:
        one = wanted_on(listed, narrowed, ctx.actor)
        if _coarse(one) not in known:
            known[_coarse(one)] = count_cases(ctx.session, ctx.actor, one, ctx.today)
        return known[_coarse(one)].of(one)

    return view_chips(views, wanted, link, length)


def _coarse(wanted: WorklistFilter) -> WorklistFilter:
    """Return a filter without the parts that one count tells apart."""
    return replace(wanted, column=None, clock=None, action=None)
