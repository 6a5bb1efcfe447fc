"""How a citizen hears from the kommune, and what was told."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.cases import find_case
from rehab.queries.notices import list_notices_of_case
from rehab.services.context import Context
from rehab.services.notices import reach_text, set_reach
from rehab.web.case_head import head_view
from rehab.web.guards import requires
from rehab.web.notices.forms import ReachForm
from rehab.web.notices.presenters import notice_row
from rehab.web.request_context import context

blueprint = Blueprint("notices", __name__)


@blueprint.route("/sager/<uuid:case_id>/beskeder", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def reach(case_id: UUID) -> ResponseReturnValue:
    """Show what a citizen was told by SMS and e-mail, and change how they are reached."""
    ctx, form = context(), ReachForm()
    case = _case(ctx, case_id)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                set_reach(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Oplysningerne er gemt.", "success")
            return redirect(url_for(".reach", case_id=case_id))
    ctx.note_reading("notices.reach", case_id=case_id)
    case = _case(ctx, case_id)
    form.show(case.citizen)
    page = render_template(
        "notices/reach.html",
        form=form,
        page=head_view(case, url_for, ctx.today),
        reached=reach_text(case.citizen),
        rows=[notice_row(row) for row in list_notices_of_case(ctx.session, case_id)],
    )
    return page, 422 if form.errors else 200


def _case(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case
