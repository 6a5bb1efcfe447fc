"""Keeping a list as it is narrowed, and putting the kept ones right."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.domain.kept_filters import PAGE_LABELS, filter_in, may_open
from rehab.domain.worklists import ListPage
from rehab.models import SavedView, User
from rehab.queries.saved_views import find_view, list_views
from rehab.queries.view_notices import find_notice, list_wishes
from rehab.services.context import Context
from rehab.services.saved_views import (
    SaveView,
    change_view,
    delete_view,
    drop_default,
    make_default,
    may_change,
    save_view,
)
from rehab.services.view_notices import choose_notice, drop_notice
from rehab.web.guards import requires
from rehab.web.list_addresses import address_of, filter_text, page_named, query_of
from rehab.web.request_context import context
from rehab.web.saved_views.forms import NEVER, NoticeForm, ViewForm
from rehab.web.saved_views.presenters import MailHindrance, mail_hindrances, view_rows

blueprint = Blueprint("saved_views", __name__, url_prefix="/visninger")


@blueprint.get("")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    """List a person's own views and those shared in the kommune."""
    ctx = context()
    wishes = list_wishes(ctx.session, ctx.actor)
    rows = view_rows(list_views(ctx.session, ctx.actor), wishes, ctx.actor, url_for)
    hindrances = _hindrances(ctx) if wishes else ()
    return render_template("saved_views/index.html", rows=rows, hindrances=hindrances)


@blueprint.route("/ny", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def new() -> ResponseReturnValue:
    """Keep a list as the address narrows it."""
    ctx, form = context(), ViewForm()
    listed = page_named(request.args.get("side", "")) or ListPage.MINE
    narrowed = filter_in(request.query_string.decode())
    back = address_of(listed, narrowed, url_for, vis="gemt")
    if form.validate_on_submit():
        shared = bool(form.shared.data)
        command = SaveView(listed, query_of(listed, narrowed), form.name.data or "", shared)
        try:
            with ctx.transaction():
                view = save_view(ctx, command)
                if form.default.data:
                    make_default(ctx, view)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Visningen er gemt. Den står over listen.", "success")
            return redirect(back)
    page = render_template(
        "saved_views/view.html",
        form=form,
        heading="Gem visning",
        what=f"{PAGE_LABELS[listed]}: {filter_text(narrowed)}.",
        url=request.full_path,
        back=back,
        shares=may(ctx.actor, Permission.VIEW_SHARE),
        is_new=True,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:view_id>", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def change(view_id: UUID) -> ResponseReturnValue:
    """Rename a view, share it or take it back."""
    ctx, form = context(), ViewForm()
    view = _changeable(ctx, view_id)
    if not form.is_submitted():
        form.name.data, form.shared.data = view.name, view.shared
    narrowed = filter_in(view.query)
    what = f"{PAGE_LABELS[view.page]}: {filter_text(narrowed)}."
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                change_view(ctx, view, form.name.data or "", shared=bool(form.shared.data))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Visningen er ændret.", "success")
            return redirect(url_for(".index"))
    page = render_template(
        "saved_views/view.html",
        form=form,
        heading="Ret visning",
        what=what,
        url=request.path,
        back=url_for(".index"),
        shares=may(ctx.actor, Permission.VIEW_SHARE),
        is_new=False,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:view_id>/slet")
@requires(Permission.CASE_READ)
def delete(view_id: UUID) -> ResponseReturnValue:
    """Delete a view."""
    ctx = context()
    view = _changeable(ctx, view_id)
    with ctx.transaction():
        delete_view(ctx, view)
    flash("Visningen er slettet.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/<uuid:view_id>/fast")
@requires(Permission.CASE_READ)
def use(view_id: UUID) -> ResponseReturnValue:
    """Let a person's list open with a view, or as it is again."""
    ctx = context()
    view = find_view(ctx.session, ctx.actor, view_id)
    if view is None:
        raise NotFound
    drops = request.form.get("fast") == "nej"
    with ctx.transaction():
        if drops:
            drop_default(ctx, view.page)
        else:
            make_default(ctx, view)
    said = "Listen åbner igen med alle sager." if drops else "Listen åbner nu med visningen."
    flash(said, "success")
    return redirect(url_for(".index"))


@blueprint.get("/<uuid:view_id>/liste", endpoint="open")
@requires(Permission.CASE_READ)
def open_list(view_id: UUID) -> ResponseReturnValue:
    """Open the list of a view, from an address that says nothing of what it is narrowed to."""
    view = _openable(context(), view_id)
    return redirect(address_of(view.page, filter_in(view.query), url_for, vis="gemt"))


@blueprint.route("/<uuid:view_id>/mail", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def notify(view_id: UUID) -> ResponseReturnValue:
    """Choose when a view tells the person by mail; nobody else is told by it."""
    ctx = context()
    view = _openable(ctx, view_id)
    kept = find_notice(ctx.session, ctx.actor, view.id)
    rhythm, limit = (kept.rhythm.value, kept.most) if kept else (NEVER, None)
    form = NoticeForm(rhythm=rhythm, limit=limit)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                wish = form.wish()
                if wish is None:
                    drop_notice(ctx, view)
                else:
                    choose_notice(ctx, view, wish)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Dit valg er gemt.", "success")
            return redirect(url_for(".index"))
    page = render_template(
        "saved_views/notice.html",
        form=form,
        name=view.name,
        what=f"{PAGE_LABELS[view.page]}: {filter_text(filter_in(view.query))}.",
        url=request.path,
        hindrances=_hindrances(ctx),
    )
    return page, 422 if form.errors else 200


def _hindrances(ctx: Context) -> tuple[MailHindrance, ...]:
    email = ctx.session.get_one(User, ctx.actor.id).email
    return mail_hindrances(email, url_for, sends=bool(ctx.settings.smtp_host))


def _openable(ctx: Context, view_id: UUID) -> SavedView:
    """Return a view the actor sees, of a list the actor has, or answer 404."""
    view = find_view(ctx.session, ctx.actor, view_id)
    if view is None or not may_open(ctx.actor, view.page):
        raise NotFound
    return view


def _changeable(ctx: Context, view_id: UUID) -> SavedView:
    """Return a view the actor may change, or answer 404."""
    view = find_view(ctx.session, ctx.actor, view_id)
    if view is None or not may_change(ctx, view):
        raise NotFound
    return view
