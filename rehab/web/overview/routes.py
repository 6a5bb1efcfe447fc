"""The leader's overview: what is overdue, who waits, and how many deadlines were kept."""

from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.indicators import indicators_of
from rehab.queries.overview import list_followed_referrals
from rehab.web.guards import requires
from rehab.web.overview.presenters import OVERDUE, clock_line, overview_of
from rehab.web.paging import page_of
from rehab.web.request_context import context

blueprint = Blueprint("overview", __name__, url_prefix="/overblik")
_ROWS: Final = 50


@blueprint.get("")
@requires(Permission.OVERVIEW_READ)
def show() -> ResponseReturnValue:
    """Show the figures, and the list behind the one that was chosen: the overdue clocks first."""
    ctx = context()
    referrals = list_followed_referrals(
        ctx.session, ctx.actor, ctx.programme_for, ctx.settings, ctx.today
    )
    overview = overview_of(referrals, indicators_of(ctx.programme.clocks, ctx.today), ctx.today)
    listing = overview.listing(request.args.get("liste", OVERDUE))
    if listing is None:
        raise NotFound
    page = page_of(listing.clocks, request.args.get("side", ""), _ROWS)
    lines = [clock_line(row, ctx.today) for row in page.rows]
    return render_template(
        "overview/show.html", overview=overview, listing=listing, lines=lines, page=page
    )
