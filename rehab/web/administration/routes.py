"""Keeping the people of a kommune. No page here shows a case or a citizen."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.models import User
from rehab.queries.people import find_user, list_users
from rehab.services import accounts
from rehab.services.context import Context
from rehab.web.administration.forms import ChangeUserForm, NewUserForm, PasswordForm
from rehab.web.administration.presenters import user_lines
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("administration", __name__, url_prefix="/brugere")


@blueprint.get("")
@requires(Permission.USERS_MANAGE)
def users() -> ResponseReturnValue:
    """List the people of the kommune."""
    ctx = context()
    lines = user_lines(list_users(ctx.session, ctx.actor), ctx.now)
    return render_template("administration/users.html", lines=lines)


@blueprint.route("/ny", methods=["GET", "POST"])
@requires(Permission.USERS_MANAGE)
def new_user() -> ResponseReturnValue:
    """Register a person."""
    ctx = context()
    form = NewUserForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                accounts.add_user(ctx, ctx.organisation_id, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Brugeren er oprettet.", "success")
            return redirect(url_for("administration.users"))
    page = render_template("administration/new_user.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:user_id>", methods=["GET", "POST"])
@requires(Permission.USERS_MANAGE)
def change_user(user_id: UUID) -> ResponseReturnValue:
    """Change who a person is and may be."""
    ctx = context()
    user = _user_or_404(ctx, user_id)
    form = ChangeUserForm(
        name=user.name,
        title=user.title,
        phone=user.phone,
        roles=[row.role.value for row in user.roles],
        active=user.active,
        postcodes=user.postcodes,
        languages=", ".join(user.languages),
    )
    login = user.login
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                accounts.change_user(ctx, user, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Brugeren er ændret.", "success")
            return redirect(url_for("administration.users"))
    may_hand_over = may(ctx.actor, Permission.CONTACT_PERSON_ASSIGN)
    page = render_template(
        "administration/change_user.html",
        user_id=user_id,
        login=login,
        form=form,
        handover_url=url_for("handing_over.prepare", user_id=user_id) if may_hand_over else None,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:user_id>/adgangskode", methods=["GET", "POST"])
@requires(Permission.USERS_MANAGE)
def set_password(user_id: UUID) -> ResponseReturnValue:
    """Give a person a new password."""
    ctx = context()
    user = _user_or_404(ctx, user_id)
    login = user.login
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                accounts.set_password(ctx, user, form.password.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Adgangskoden er ændret, og personen er logget ud overalt.", "success")
            return redirect(url_for("administration.users"))
    page = render_template(
        "administration/set_password.html", user_id=user_id, login=login, form=form
    )
    return page, 422 if form.errors else 200


def _user_or_404(ctx: Context, user_id: UUID) -> User:
    user = find_user(ctx.session, ctx.actor, user_id)
    if user is None:
        raise NotFound
    return user
