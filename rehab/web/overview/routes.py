"""The leader's overview: what is overdue, who waits, and how many deadlines were kept."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.indicators import indicators_of
from rehab.queries.clock_settings import rules_in_force
from rehab.queries.list_rows import RowPage
from rehab.queries.overview import (
    Edge,
    FollowedClock,
    count_clocks,
    list_clocks,
    parse_edge,
)
from rehab.queries.reminders import escalated
from rehab.services.seat_offers import seats_without_offer
from rehab.web.guards import requires
from rehab.web.links import page_links
from rehab.web.overview.presenters import OVERDUE, Listing, clock_line, overview_of
from rehab.web.paging import Turns
from rehab.web.request_context import context
from rehab.web.waiting_list.presenters import fault_texts
from rehab.web.worklist.presenters import Beholder, lifted_view

blueprint = Blueprint("overview", __name__, url_prefix="/overblik")


@blueprint.get("")
@requires(Permission.OVERVIEW_READ)
def show() -> ResponseReturnValue:
    """Show the figures, and the list behind the one that was chosen: the overdue clocks first."""
    ctx = context()
    overview = overview_of(
        count_clocks(ctx.session, ctx.actor, ctx.today),
        indicators_of(
            rules_in_force(ctx.session, ctx.programme, ctx.organisation_id, ctx.today), ctx.today
        ),
        ctx.today,
    )
    listing = overview.listing(request.args.get("liste", OVERDUE))
    if listing is None:
        raise NotFound
    found = list_clocks(
        ctx.session,
        ctx.actor,
        listing.which,
        listing.clock_code,
        ctx.today,
        after=parse_edge(request.args.get("efter", "")),
        before=parse_edge(request.args.get("foer", "")),
    )
    link = page_links()
    faults = fault_texts(seats_without_offer(ctx))
    beholder = Beholder(ctx.actor, ctx.today, link, {})
    return render_template(
        "overview/show.html",
        overview=overview,
        faults=faults,
        lifted=lifted_view(escalated(ctx.session, ctx.actor), beholder),
        listing=listing,
        lines=[clock_line(row, ctx.today, link) for row in found.rows],
        turns=_turns(found, listing),
    )


def _turns(found: RowPage[FollowedClock], listing: Listing) -> Turns:
    if not found.rows:
        return Turns(None, None)
    first, last = (
        str(Edge(row.referral_id, row.clock.code)) for row in (found.rows[0], found.rows[-1])
    )
    return Turns(
        page_links()("overview.show", liste=listing.code, foer=first) if found.has_before else None,
        page_links()("overview.show", liste=listing.code, efter=last) if found.has_after else None,
    )
