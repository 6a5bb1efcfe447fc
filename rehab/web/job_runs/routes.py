"""How what happens by itself has run. Nothing here can start a job or tells of a citizen."""

from typing import cast

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from rehab.clock import COPENHAGEN
from rehab.domain.access import Permission
from rehab.domain.job_plans import JobPlan
from rehab.queries.job_runs import histories_of
from rehab.web.guards import requires
from rehab.web.job_runs.presenters import jobs_view
from rehab.web.request_context import context

blueprint = Blueprint("job_runs", __name__, url_prefix="/automatiske-job")


@blueprint.get("")
@requires(Permission.USERS_MANAGE)
def index() -> ResponseReturnValue:
    """Show whether every job has run, those that have not first."""
    ctx = context()
    plans = cast("tuple[JobPlan, ...]", current_app.extensions["rehab_jobs"])
    histories = histories_of(ctx.session, plans, ctx.now)
    view = jobs_view(plans, histories, ctx.now.astimezone(COPENHAGEN))
    return render_template("job_runs/index.html", view=view)
