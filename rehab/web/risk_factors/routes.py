"""Assessing risk factors for lasting pain (Boks 4, F14)."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.models import Case
from rehab.queries.cases import find_case
from rehab.queries.risk_factors import last_assessment
from rehab.services.context import Context
from rehab.services.risk_factors import assess_risk, doctor_of
from rehab.web.case_head import head_view
from rehab.web.cases.risks import TOLD_LABELS
from rehab.web.guards import requires
from rehab.web.request_context import context
from rehab.web.risk_factors.forms import RiskForm
from rehab.web.risk_factors.presenters import blocks_of, doctor_text, last_text

blueprint = Blueprint("risk_factors", __name__)


@blueprint.route("/sager/<uuid:case_id>/risikofaktorer", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def assess(case_id: UUID) -> ResponseReturnValue:
    """Show the factors as they stand, and add an assessment."""
    ctx = context()
    case = _case_or_404(ctx, case_id)
    form = RiskForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                told = assess_risk(ctx, case, form.command()).told
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(f"Vurderingen er gemt. {TOLD_LABELS[told]}", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    ctx.note_reading("risk_factors.assess", case_id=case_id)
    case = _case_or_404(ctx, case_id)
    factors = ctx.programme_for(case.programme_version).risk_factors
    last = last_assessment(ctx.session, case_id)
    form.ask(factors, last)
    holder = doctor_of(case)
    page = render_template(
        "risk_factors/assess.html",
        form=form,
        page=head_view(case, url_for, ctx.today),
        blocks=blocks_of(factors, form.rows()),
        lead=last_text(last),
        doctor=doctor_text(holder[1] if holder else None),
    )
    return page, 422 if form.errors else 200


def _case_or_404(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case
