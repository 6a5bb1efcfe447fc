"""Saying yes or no to a case one was given, and the language that bears on who gets it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.cases import find_case
from rehab.services import contact_person_answers
from rehab.services.contact_person_answers import accept_case, decline_case
from rehab.services.contact_persons import set_language
from rehab.services.context import Context
from rehab.web.case_head import head_view
from rehab.web.contact_persons.forms import AcceptForm, DeclineForm, LanguageForm
from rehab.web.contact_persons.presenters import answer_view
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("contact_persons", __name__)
_NOT_ASKED = "Sagen venter ikke på dit svar."


@blueprint.post("/sager/<uuid:case_id>/kontaktperson/ja")
@requires(Permission.CASE_WRITE)
def accept(case_id: UUID) -> ResponseReturnValue:
    """Say yes to a case."""
    ctx = context()
    case = _case(ctx, case_id, Permission.CASE_WRITE)
    if AcceptForm().validate_on_submit():
        try:
            with ctx.transaction():
                accept_case(ctx, case)
        except DomainError as refusal:
            flash(str(refusal), "error")
        else:
            flash("Du er nu borgerens kontaktperson.", "success")
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.post("/mine-sager/ja-til-alle")
@requires(Permission.CASE_WRITE)
def accept_all() -> ResponseReturnValue:
    """Say yes to every case that waits for one's answer."""
    ctx = context()
    if AcceptForm().validate_on_submit():
        try:
            with ctx.transaction():
                number = contact_person_answers.accept_all(ctx)
        except DomainError as refusal:
            flash(str(refusal), "error")
        else:
            flash(f"Du har sagt ja til {plural(number, 'sag', 'sager')}.", "success")
    return redirect(url_for("worklist.mine"))


@blueprint.route("/sager/<uuid:case_id>/kontaktperson/nej", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def decline(case_id: UUID) -> ResponseReturnValue:
    """Say no to a case, with the reason the koordinator reads."""
    ctx, form = context(), DeclineForm()
    case = _case(ctx, case_id, Permission.CASE_WRITE)
    if answer_view(case, ctx.actor.id, url_for) is None:
        flash(_NOT_ASKED, "error")
        return redirect(url_for("cases.show", case_id=case_id))
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                decline_case(ctx, case, form.reason.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Du har sagt nej. Sagen står igen hos koordinatoren.", "success")
            return redirect(url_for("worklist.mine"))
    ctx.note_reading("contact_persons.decline", case_id=case_id)
    page = head_view(_case(ctx, case_id, Permission.CASE_WRITE), url_for, ctx.today)
    template = render_template("contact_persons/decline.html", page=page, form=form)
    return template, 422 if form.errors else 200


@blueprint.post("/sager/<uuid:case_id>/kontaktperson/sprog")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def language(case_id: UUID) -> ResponseReturnValue:
    """Note the citizen's language, and suggest again."""
    ctx, form = context(), LanguageForm()
    case = _case(ctx, case_id, Permission.CONTACT_PERSON_ASSIGN)
    if form.validate_on_submit():
        with ctx.transaction():
            set_language(ctx, case, form.language.data or "")
        flash("Sproget er gemt, og forslagene er lavet om.", "success")
    else:
        flash(" ".join(form.language.errors) or "Genindlæs siden og prøv igen.", "error")
    return redirect(url_for("cases.assign", case_id=case_id))


def _case(ctx: Context, case_id: UUID, permission: Permission) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, permission)
    if case is None:
        raise NotFound
    return case
