"""The employment side of cases: the list, one case, its plan and its workplace."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.cases import people_by_id
from rehab.queries.employment import employment_view, find_employment_case
from rehab.queries.employment_list import list_employment_rows
from rehab.queries.return_to_work import list_plans
from rehab.services.context import Context
from rehab.services.employment import record_workplace_contact, write_plan
from rehab.web.employment.forms import PlanForm, WorkplaceContactForm
from rehab.web.employment.presenters import employment_line, employment_page
from rehab.web.guards import requires
from rehab.web.links import page_links
from rehab.web.paging import Turns
from rehab.web.request_context import context

blueprint = Blueprint("employment", __name__, url_prefix="/beskaeftigelse")


@blueprint.get("")
@requires(Permission.EMPLOYMENT_READ)
def index() -> ResponseReturnValue:
    """List the cases an effort was asked for, the longest open sick leave first."""
    ctx = context()
    after, before = (request.args.get(name, None, UUID) for name in ("efter", "foer"))
    found = list_employment_rows(
        ctx.session, ctx.actor, ctx.programme_for, ctx.today, after=after, before=before
    )
    link = page_links()
    lines = [employment_line(row, ctx.today, link) for row in found.rows]
    turns = Turns(
        link("employment.index", foer=lines[0].case_id) if lines and found.has_before else None,
        link("employment.index", efter=lines[-1].case_id) if lines and found.has_after else None,
    )
    return render_template("employment/index.html", lines=lines, turns=turns)


@blueprint.get("/<uuid:case_id>")
@requires(Permission.EMPLOYMENT_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    """Show the employment side of a case: as much as the citizen has agreed to."""
    ctx = context()
    case = _case_or_404(ctx, case_id, Permission.EMPLOYMENT_READ, "employment.show")
    limits = ctx.programme_for(case.programme_version).sick_leave
    view = employment_view(ctx.session, case, limits, ctx.now)
    people = people_by_id(ctx.session, ctx.organisation_id)
    page = employment_page(view, people, ctx.today)
    return render_template("employment/show.html", page=page)


@blueprint.route("/<uuid:case_id>/plan", methods=["GET", "POST"])
@requires(Permission.EMPLOYMENT_WRITE)
def plan(case_id: UUID) -> ResponseReturnValue:
    """Write a new version of the plan for the return to work."""
    ctx = context()
    case = _case_or_404(ctx, case_id, Permission.EMPLOYMENT_WRITE, "employment.plan")
    newest = next(iter(list_plans(ctx.session, case.id)), None)
    form = PlanForm(
        goal=newest.goal if newest else None,
        steps=newest.steps if newest else None,
        expected_on=newest.expected_on if newest else None,
    )
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                write_plan(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Planen er gemt. Tidligere udgaver kan stadig læses.", "success")
            return redirect(url_for("employment.show", case_id=case.id))
    page = render_template("employment/plan.html", case=case, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:case_id>/arbejdsplads", methods=["GET", "POST"])
@requires(Permission.EMPLOYMENT_WRITE)
def workplace(case_id: UUID) -> ResponseReturnValue:
    """Record a talk with the citizen's workplace."""
    ctx = context()
    case = _case_or_404(ctx, case_id, Permission.EMPLOYMENT_WRITE, "employment.workplace")
    form = WorkplaceContactForm(contacted_on=ctx.today)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                record_workplace_contact(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Kontakten til arbejdspladsen er gemt.", "success")
            return redirect(url_for("employment.show", case_id=case.id))
    page = render_template("employment/workplace.html", case=case, form=form)
    return page, 422 if form.errors else 200


def _case_or_404(ctx: Context, case_id: UUID, permission: Permission, surface: str) -> Case:
    case = find_employment_case(ctx.session, ctx.actor, case_id, permission)
    if case is None:
        raise NotFound
    ctx.note_reading(surface, case_id=case_id)
    return case
