"""The teams and their routing table: written, tried on last month, and saved; and a case's team."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.queries.cases import find_case
from rehab.queries.teams import find_team, list_teams, rules_in_force
from rehab.services import teams as service
from rehab.services.context import Context
from rehab.services.teams import SaveRules
from rehab.web.guards import requires
from rehab.web.request_context import context
from rehab.web.teams.forms import ChooseTeamForm, RulesForm, TeamForm
from rehab.web.teams.presenters import TrialView, team_lines, team_refs, trial_view

blueprint = Blueprint("teams", __name__)


@blueprint.route("/teams", methods=["GET", "POST"])
@requires(Permission.ROUTING_SET)
def index() -> ResponseReturnValue:
    """Show the teams and their rules; what new rules do is shown before they are saved."""
    ctx = context()
    form = _rules_form(ctx, None)
    if not form.is_submitted():
        return _page(ctx, form, None, TeamForm(formdata=None))
    form = _rules_form(ctx, None, typed=True)
    tried = None
    if form.validate():
        command = form.command()
        try:
            if form.seen.data == form.typed:
                with ctx.transaction():
                    service.save_rules(ctx, command)
                flash("Reglerne er gemt og gælder fra nu af.", "success")
                return redirect(url_for(".index"))
            tried = trial_view(service.try_rules(ctx, command), url_for)
            seen, form = form.typed, _rules_form(ctx, command)
            form.seen.data = seen
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
    return _page(ctx, form, tried, TeamForm(formdata=None))


@blueprint.post("/teams/nyt")
@requires(Permission.ROUTING_SET)
def add() -> ResponseReturnValue:
    """Add a team."""
    ctx, form = context(), TeamForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                service.add_team(ctx, form.name.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Teamet er oprettet.", "success")
            return redirect(url_for(".index"))
    return _page(ctx, _rules_form(ctx, None), None, form)


@blueprint.post("/teams/<uuid:team_id>/nedlaeg")
@requires(Permission.ROUTING_SET)
def retire(team_id: UUID) -> ResponseReturnValue:
    """Retire a team."""
    ctx = context()
    team = find_team(ctx.session, ctx.actor, team_id)
    if team is None:
        raise NotFound
    try:
        with ctx.transaction():
            service.retire_team(ctx, team)
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Teamet er nedlagt. Sager, der har det, beholder det.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/sager/<uuid:case_id>/team")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def choose(case_id: UUID) -> ResponseReturnValue:
    """Give a case the team a person chose."""
    ctx = context()
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CONTACT_PERSON_ASSIGN)
    if case is None:
        raise NotFound
    form = ChooseTeamForm(team_refs(list_teams(ctx.session, ctx.actor)))
    team = None
    if form.validate_on_submit():
        team = find_team(ctx.session, ctx.actor, UUID(form.team.data))
    if team is None:
        flash("Vælg et team på listen.", "error")
        return redirect(url_for("cases.show", case_id=case_id, _anchor="team"))
    try:
        with ctx.transaction():
            service.choose_team(ctx, case, team)
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Sagens team er valgt.", "success")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="team"))


def _rules_form(ctx: Context, shown: SaveRules | None, *, typed: bool = False) -> RulesForm:
    """Return the form with these rules, with those in force, or with what was typed."""
    if shown is None:
        table, rules = rules_in_force(ctx.session, ctx.actor)
        shown = SaveRules(rules, table.id if table else None)
    groups = [group.number for group in ctx.programme.groups]
    teams = team_refs(list_teams(ctx.session, ctx.actor))
    return RulesForm(teams, groups, shown, typed=typed)


def _page(
    ctx: Context, form: RulesForm, tried: TrialView | None, team_form: TeamForm
) -> ResponseReturnValue:
    _, rules = rules_in_force(ctx.session, ctx.actor)
    teams = [row for row in list_teams(ctx.session, ctx.actor) if row.retired_at is None]
    page = render_template(
        "teams/index.html",
        form=form,
        tried=tried,
        team_form=team_form,
        teams=team_lines(teams, rules, url_for),
    )
    return page, 422 if form.errors or team_form.errors else 200
