"""Recording the citizen's work status on a case."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.queries.cases import find_case
from rehab.queries.return_to_work import list_work_statuses
from rehab.services.work_status import record_work_status
from rehab.web.guards import requires
from rehab.web.presenters import person_view
from rehab.web.request_context import context
from rehab.web.work_status.forms import WorkStatusForm
from rehab.web.work_status.presenters import work_status_lines

blueprint = Blueprint("work_status", __name__, url_prefix="/sager")


@blueprint.route("/<uuid:case_id>/arbejdsstatus", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def record(case_id: UUID) -> ResponseReturnValue:
    """Record the citizen's work status, and ask for an employment effort when it is needed."""
    ctx = context()
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    citizen = person_view(case.citizen, ctx.today)
    form = WorkStatusForm(from_on=ctx.today)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                record_work_status(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Arbejdsstatus er gemt.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    ctx.note_reading("work_status.record", case_id=case_id)
    history = work_status_lines(list_work_statuses(ctx.session, case_id))
    page = render_template(
        "work_status/record.html", case=case, citizen=citizen, history=history, form=form
    )
    return page, 422 if form.errors else 200
