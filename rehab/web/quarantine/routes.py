"""Files that could not be placed: why, what stands in them, and reading them once more."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.models import Delivery
from rehab.queries.deliveries import find_quarantined, list_quarantine
from rehab.queries.raw_files import names_others
from rehab.services.context import Context
from rehab.services.intake import put_away
from rehab.services.intake import try_again as read_again
from rehab.web.downloads import HOLDS_OTHERS, download
from rehab.web.fields import Form
from rehab.web.guards import requires
from rehab.web.labels import OUTCOME_LABELS
from rehab.web.quarantine.presenters import (
    excerpt,
    quarantine_pairs,
    quarantine_row,
    readable_texts,
)
from rehab.web.request_context import context

blueprint = Blueprint("quarantine", __name__, url_prefix="/karantaene")


@blueprint.get("")
@requires(Permission.QUARANTINE_READ)
def index() -> ResponseReturnValue:
    """Show the kommune's files where no letter could be placed."""
    ctx = context()
    rows = [quarantine_row(row) for row in list_quarantine(ctx.session, ctx.actor)]
    return render_template("quarantine/index.html", rows=rows)


@blueprint.get("/<uuid:delivery_id>")
@requires(Permission.QUARANTINE_READ)
def show(delivery_id: UUID) -> ResponseReturnValue:
    """Show one file: why it is here, and the beginning of it."""
    ctx = context()
    _file_or_404(ctx, delivery_id)
    ctx.note_reading("quarantine.show")
    return _page(ctx, _file_or_404(ctx, delivery_id), Form())


@blueprint.get("/<uuid:delivery_id>/fil")
@requires(Permission.QUARANTINE_READ)
def raw(delivery_id: UUID) -> ResponseReturnValue:
    """Hand out the file byte for byte."""
    ctx = context()
    content = _file_or_404(ctx, delivery_id).raw
    if names_others(ctx.session, ctx.actor, content):
        raise NotFound
    ctx.note_reading("quarantine.raw")
    return download(content, f"karantaene-{delivery_id}.bin", "application/octet-stream")


@blueprint.post("/<uuid:delivery_id>/igen")
@requires(Permission.REFERRAL_REGISTER)
def try_again(delivery_id: UUID) -> ResponseReturnValue:
    """Read the file once more, after what was wrong is mended."""
    ctx = context()
    delivery = _file_or_404(ctx, delivery_id)
    try:
        with ctx.transaction():
            reports = read_again(ctx, delivery)
            placed = any(report.result is not None for report in reports)
            outcomes = sorted({OUTCOME_LABELS[report.outcome].lower() for report in reports})
    except DomainError as refusal:
        form = Form()
        form.form_errors.append(str(refusal))
        return _page(ctx, _file_or_404(ctx, delivery_id), form)
    if placed:
        flash(f"Filen er læst: {', '.join(outcomes)}.", "success")
        return redirect(url_for(".index"))
    flash("Filen kunne stadig ikke lægges på plads. Grunden står nedenfor.", "warning")
    return redirect(url_for(".index"))


@blueprint.post("/<uuid:delivery_id>/laeg-vaek", endpoint="put_away")
@requires(Permission.REFERRAL_REGISTER)
def put_away_page(delivery_id: UUID) -> ResponseReturnValue:
    """Take a file that needs no more off the list."""
    ctx = context()
    delivery = _file_or_404(ctx, delivery_id)
    with ctx.transaction():
        put_away(ctx, delivery)
    flash("Filen er lagt væk. Den er stadig gemt, som den kom.", "success")
    return redirect(url_for(".index"))


def _file_or_404(ctx: Context, delivery_id: UUID) -> Delivery:
    delivery = find_quarantined(ctx.session, ctx.actor, delivery_id)
    if delivery is None:
        raise NotFound
    return delivery


def _page(ctx: Context, delivery: Delivery, form: Form) -> ResponseReturnValue:
    is_own = not names_others(ctx.session, ctx.actor, delivery.raw)
    page = render_template(
        "quarantine/show.html",
        form=form,
        delivery_id=delivery.id,
        heading=f"Fil modtaget {quarantine_row(delivery).received_text}",
        reason=delivery.reason or "",
        pairs=quarantine_pairs(delivery, len(delivery.raw)),
        texts=readable_texts(delivery, delivery.raw) if is_own else (),
        excerpt=excerpt(delivery.raw) if is_own else None,
        withheld=None if is_own else HOLDS_OTHERS,
        may_try=may(ctx.actor, Permission.REFERRAL_REGISTER),
    )
    return page, 422 if form.errors else 200
