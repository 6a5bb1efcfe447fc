"""Recording a consent to tell the employment side, and taking one back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.consent import default_expiry
from rehab.domain.errors import DomainError
from rehab.queries.cases import find_case
from rehab.queries.consents import EMPLOYMENT_UNIT_LABEL, find_consent, list_consents
from rehab.services.consents import record_consent, withdraw_consent
from rehab.web.consents.forms import RecordConsentForm
from rehab.web.consents.presenters import consent_lines
from rehab.web.guards import requires
from rehab.web.presenters import person_view
from rehab.web.request_context import context

blueprint = Blueprint("consents", __name__)


@blueprint.route("/sager/<uuid:case_id>/samtykke", methods=["GET", "POST"])
@requires(Permission.CONSENT_RECORD)
def record(case_id: UUID) -> ResponseReturnValue:
    """Record what the citizen agrees that the employment unit may be told."""
    ctx = context()
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CONSENT_RECORD)
    if case is None:
        raise NotFound
    citizen = person_view(case.citizen, ctx.today)
    form = RecordConsentForm(given_on=ctx.today, expires_on=default_expiry(ctx.today))
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                record_consent(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Samtykket er gemt og gælder med det samme.", "success")
            return redirect(url_for("consents.record", case_id=case_id))
    ctx.note_reading("consents.record", case_id=case_id)
    page = render_template(
        "consents/record.html",
        case=case,
        citizen=citizen,
        recipient=EMPLOYMENT_UNIT_LABEL,
        consents=consent_lines(list_consents(ctx.session, case_id), ctx.today),
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/samtykker/<uuid:consent_id>/tilbagekald")
@requires(Permission.CONSENT_RECORD)
def withdraw(consent_id: UUID) -> ResponseReturnValue:
    """Record that the citizen took a consent back."""
    ctx = context()
    found = find_consent(ctx.session, ctx.actor, consent_id)
    if found is None:
        raise NotFound
    case, consent = found
    with ctx.transaction():
        withdraw_consent(ctx, case, consent)
    flash("Samtykket er trukket tilbage. Jobkonsulenten kan ikke længere se oplysningerne.")
    return redirect(url_for("consents.record", case_id=case.id))
