"""Sending a citizen on to another provider, and recording what came of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.domain.onward_referrals import USUAL_WAIT, may_be_sent_on
from rehab.models import Case, OnwardReferral
from rehab.queries.cases import find_case
from rehab.queries.onward_referrals import find_onward
from rehab.services.context import Context
from rehab.services.onward_referrals import record_feedback, refer_onward
from rehab.web.fields import given
from rehab.web.guards import requires
from rehab.web.onward_referrals.forms import FeedbackForm, OnwardForm
from rehab.web.onward_referrals.presenters import onward_title
from rehab.web.presenters import person_view
from rehab.web.request_context import context

blueprint = Blueprint("onward_referrals", __name__)


@blueprint.route("/sager/<uuid:case_id>/henvis-videre", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def refer(case_id: UUID) -> ResponseReturnValue:
    """Record that a citizen is sent on, with the day something is to be heard."""
    ctx = context()
    _case(ctx, case_id)
    ctx.note_reading("onward_referrals.refer", case_id=case_id)
    case = _case(ctx, case_id)
    offers = ctx.programme_for(case.programme_version).offers
    form = OnwardForm(
        [offer for offer in offers if may_be_sent_on(offer)],
        data={"referred_on": ctx.today, "feedback_due_on": ctx.today + USUAL_WAIT},
    )
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                refer_onward(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            case = _case(ctx, case_id)
        else:
            flash("Henvisningen videre er registreret.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    page = render_template(
        "onward_referrals/refer.html",
        form=form,
        number=case.number,
        case_id=case_id,
        citizen=person_view(case.citizen, ctx.today),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/henvist-videre/<uuid:onward_id>/tilbagemelding", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def feedback(onward_id: UUID) -> ResponseReturnValue:
    """Record what came of a referral onwards."""
    ctx = context()
    case_id = _onward(ctx, onward_id).case_id
    ctx.note_reading("onward_referrals.feedback", case_id=case_id)
    row, case = _onward(ctx, onward_id), _case(ctx, case_id)
    title = onward_title(row, ctx.programme_for(case.programme_version))
    lead = f"{title}, {row.provider}"
    form = FeedbackForm(data={"on": ctx.today})
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                record_feedback(ctx, row, form.feedback.data or "", given(form.on.data))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            case = _case(ctx, case_id)
        else:
            flash("Tilbagemeldingen er gemt.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    page = render_template(
        "onward_referrals/feedback.html",
        form=form,
        lead=lead,
        number=case.number,
        onward_id=onward_id,
        case_id=case_id,
        citizen=person_view(case.citizen, ctx.today),
    )
    return page, 422 if form.errors else 200


def _case(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case


def _onward(ctx: Context, onward_id: UUID) -> OnwardReferral:
    row = find_onward(ctx.session, ctx.actor, onward_id)
    if row is None:
        raise NotFound
    return row
