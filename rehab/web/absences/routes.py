"""Recording when people are away, and who stands in for them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.queries.absences import find_absence, list_absences
from rehab.queries.contact_persons import list_colleagues
from rehab.services.absences import end_absence, record_absence
from rehab.web.absences.forms import AbsenceForm, EndForm
from rehab.web.absences.presenters import absence_lines
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("absences", __name__, url_prefix="/fravaer")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.ABSENCE_RECORD)
def index() -> ResponseReturnValue:
    """List the absences ahead, and record one: the own, or as koordinator or leader anybody's."""
    ctx = context()
    colleagues = list_colleagues(ctx.session, ctx.actor, ctx.today)
    for_all = may(ctx.actor, Permission.CONTACT_PERSON_ASSIGN)
    away = [one for one in colleagues if for_all or one.user_id == ctx.actor.id]
    form = AbsenceForm(away, colleagues, ctx.today)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                record_absence(ctx, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Fraværet er gemt. Vikaren ser sagerne i perioden.", "success")
            return redirect(url_for("absences.index"))
    rows = list_absences(ctx.session, ctx.actor, ctx.today)
    lines = absence_lines(rows, ctx.actor, url_for, ctx.today)
    page = render_template("absences/index.html", form=form, lines=lines, for_all=for_all)
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:absence_id>/slut")
@requires(Permission.ABSENCE_RECORD)
def end(absence_id: UUID) -> ResponseReturnValue:
    """Note that a person is back, or that an absence does not take place."""
    ctx = context()
    absence = find_absence(ctx.session, ctx.actor, absence_id)
    if absence is None:
        raise NotFound
    if EndForm().validate_on_submit():
        try:
            with ctx.transaction():
                end_absence(ctx, absence)
        except DomainError as refusal:
            flash(str(refusal), "error")
        else:
            flash("Fraværet er slut, og vikaren ser ikke længere sagerne.", "success")
    return redirect(url_for("absences.index"))
