"""Logging in and out, and what people choose for themselves."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from rehab.domain.access import Permission
from rehab.domain.digests import DigestChoice
from rehab.domain.errors import DomainError
from rehab.models import User
from rehab.services.accounts import SignInRefusedError, sign_in, sign_out
from rehab.services.digests import choose_digest
from rehab.web.account.forms import DigestForm, SignInForm
from rehab.web.account.session import remember
from rehab.web.guards import PUBLIC, requires
from rehab.web.request_context import context

blueprint = Blueprint("account", __name__, url_prefix="/konto")


@blueprint.route("/log-ind", methods=["GET", "POST"], endpoint="sign_in")
@requires(PUBLIC)
def sign_in_page() -> ResponseReturnValue:
    """Log a person in and take them to what they asked for."""
    form = SignInForm()
    if form.validate_on_submit():
        ctx = context()
        try:
            with ctx.transaction():
                token = sign_in(ctx, form.login.data or "", form.password.data or "").token
        except SignInRefusedError as refusal:
            form.form_errors.append(str(refusal))
        else:
            session.clear()
            session.permanent = True
            remember(token)
            return redirect(_own_page(request.args.get("next", "")))
    return render_template("account/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.post("/log-ud", endpoint="sign_out")
@requires(Permission.HOME_READ)
def sign_out_page() -> ResponseReturnValue:
    """Log a person out on this device."""
    ctx = context()
    with ctx.transaction():
        sign_out(ctx, current_user.token)
    logout_user()
    session.clear()
    return redirect(url_for("account.sign_in"))


@blueprint.route("/mail", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def digest() -> ResponseReturnValue:
    """Choose whether to be mailed what waits, and where."""
    ctx = context()
    user = ctx.session.get_one(User, ctx.actor.id)
    form = DigestForm(choice=user.digest.value, email=user.email)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                choice = DigestChoice(form.choice.data)
                choose_digest(ctx, user, choice, form.email.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Dit valg er gemt.", "success")
            return redirect(url_for(".digest"))
    sends = bool(ctx.settings.smtp_host)
    page = render_template("account/digest.html", form=form, sends=sends)
    return page, 422 if form.errors else 200


def _own_page(wanted: str) -> str:
    """Return a page of this site: an address of another site is not followed.

    Nor is one with a line end or another sign that cannot stand in a header.
    """
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if own and wanted.isprintable() else url_for("home.show")
