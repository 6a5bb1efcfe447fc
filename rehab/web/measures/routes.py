"""Recording what is measured at the start and at the end of a case."""

from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.measures import MeasurePoint
from rehab.models import Case
from rehab.queries.cases import find_case
from rehab.queries.measures import measurements_of
from rehab.services.context import Context
from rehab.services.measures import record_measurement
from rehab.web.guards import requires
from rehab.web.measures.forms import MeasurementForm
from rehab.web.measures.presenters import measurement_page
from rehab.web.request_context import context

blueprint = Blueprint("measures", __name__)

_POINTS: Final = {"start": MeasurePoint.START, "slut": MeasurePoint.END}


@blueprint.route(
    "/sager/<uuid:case_id>/maalinger/<any(start,slut):point>",
    methods=["GET", "POST"],
    endpoint="record",
)
@requires(Permission.CASE_WRITE)
def record_page(case_id: UUID, point: str) -> ResponseReturnValue:
    """Show the form with what is known, and record what was measured."""
    ctx = context()
    case = _opened(ctx, case_id)
    form = MeasurementForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                record_measurement(ctx, case, _POINTS[point], form.command())
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            case = _opened(ctx, case_id)
        else:
            flash("Målingen er gemt. Tallene står i udkastet til epikrisen.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    recorded = measurements_of(ctx.session, case_id)
    if not form.is_submitted():
        form.show(recorded.get(_POINTS[point]), recorded.get(MeasurePoint.START), ctx.today)
    page = measurement_page(case, _POINTS[point], recorded, ctx.today)
    status = 422 if form.errors else 200
    return render_template("measures/record.html", form=form, page=page), status


def _opened(ctx: Context, case_id: UUID) -> Case:
    """Return the case with its reading logged, or answer 404 when it is not the actor's."""
    if find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE) is None:
        raise NotFound
    ctx.note_reading("measures.record", case_id=case_id)
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case
