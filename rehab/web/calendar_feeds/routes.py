"""Making and closing the address of one's own calendar, and answering at it."""

import hashlib
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.documents.calendar_feed import CALENDAR_NAME, MIMETYPE, calendar_file
from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.queries.calendar_feeds import list_feeds, read_feed
from rehab.services.calendar_feeds import close_feed, find_feed, open_feed, owner_of_feed
from rehab.web.fields import Form
from rehab.web.filters import danish_instant
from rehab.web.guards import PUBLIC, requires
from rehab.web.request_context import context

blueprint = Blueprint("calendar_feeds", __name__)


@blueprint.route("/kalender", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_RECORD)
def index() -> ResponseReturnValue:
    """Show one's own addresses; make a new one, which is shown this once."""
    ctx, form, address = context(), Form(), None
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                token = open_feed(ctx)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            address = url_for(".ics", token=token, _external=True)
    feeds = list_feeds(ctx.session, ctx.actor)
    page = render_template(
        "calendar_feeds/index.html",
        form=form,
        address=address,
        feeds=[(row.id, danish_instant(row.created_at)) for row in feeds],
    )
    return page, 422 if form.errors else 200


@blueprint.post("/kalender/<uuid:feed_id>/luk")
@requires(Permission.ATTENDANCE_RECORD)
def close(feed_id: UUID) -> ResponseReturnValue:
    """Close one of one's own addresses."""
    ctx = context()
    feed = find_feed(ctx, feed_id)
    if feed is None:
        raise NotFound
    with ctx.transaction():
        close_feed(ctx, feed)
    flash("Adressen er lukket. Kalendere, der bruger den, får intet mere.", "success")
    return redirect(url_for(".index"))


@blueprint.get("/kalender/<string(length=43):token>.ics")
@requires(PUBLIC)
def ics(token: str) -> ResponseReturnValue:
    """Answer a calendar program: the sessions, or that nothing changed since it last asked."""
    ctx = context()
    owner = owner_of_feed(ctx, token)
    if owner is None:
        raise NotFound
    own = replace(ctx, actor=owner.actor())
    content = read_feed(own.session, owner, own.now)
    response = Response(mimetype=MIMETYPE)
    response.set_etag(hashlib.sha256(repr(content.entries).encode()).hexdigest())
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    own.note_readings("calendar_feeds.ics", content.case_ids)
    response.data = calendar_file(content.entries, name=CALENDAR_NAME, written_at=own.now)
    return response
