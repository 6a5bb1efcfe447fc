"""Handing the work of one person over to others, with a preview, and taking it back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.contact_persons import SHARE_TEXT, Colleague, share_out
from rehab.domain.errors import DomainError
from rehab.models import Case, User
from rehab.queries.cases import people_by_id
from rehab.queries.contact_persons import list_colleagues, needs_of
from rehab.queries.handing_over import (
    cases_handed,
    count_open_tasks,
    find_giver,
    find_handover,
    list_handovers,
    list_held_cases,
    list_sessions_ahead,
    sessions_handed,
)
from rehab.queries.workloads import list_workloads
from rehab.services.context import Context
from rehab.services.handing_over import hand_over, undo_handover
from rehab.web.guards import requires
from rehab.web.handing_over.forms import HandOverForm, UndoForm, id_of
from rehab.web.handing_over.presenters import (
    case_choices,
    giver_lines,
    handover_lines,
    handover_view,
    session_choices,
)
from rehab.web.handing_over.workload_view import weights_text, workload_lines
from rehab.web.request_context import context

blueprint = Blueprint("handing_over", __name__, url_prefix="/overdragelser")


@blueprint.get("")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def index() -> ResponseReturnValue:
    """List whose work can be handed over, and the hand-overs of the last month."""
    ctx = context()
    rows = list_handovers(ctx.session, ctx.actor, ctx.now)
    people = people_by_id(ctx.session, ctx.organisation_id)
    return render_template(
        "handing_over/index.html",
        givers=giver_lines(list_colleagues(ctx.session, ctx.actor, ctx.today), url_for),
        handovers=handover_lines(rows, people, url_for, ctx.now),
    )


@blueprint.get("/arbejdsbyrde")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def workload() -> ResponseReturnValue:
    """Show what each person has to do, by name, to see where help is needed."""
    ctx = context()
    rows = list_workloads(ctx.session, ctx.actor, ctx.settings, ctx.now)
    weights = weights_text(ctx.settings.workload_weights)
    lines = workload_lines(rows)
    return render_template("handing_over/workload.html", lines=lines, weights=weights)


@blueprint.route("/fra/<uuid:user_id>", methods=["GET", "POST"])
@requires(Permission.CONTACT_PERSON_ASSIGN)
def prepare(user_id: UUID) -> ResponseReturnValue:
    """Choose who takes over, see every case and session with whom it goes to, and do it."""
    ctx = context()
    giver = _giver(ctx, user_id)
    name = giver.name
    others = [
        one for one in list_colleagues(ctx.session, ctx.actor, ctx.today) if one.user_id != user_id
    ]
    leading = [one for one in others if one.may_lead]
    chosen = {id_of(text) for text in request.args.getlist("til")}
    receivers = [one for one in others if one.user_id in chosen]
    if not receivers:
        url = url_for("handing_over.prepare", user_id=user_id)
        return render_template(
            "handing_over/choose.html",
            name=name,
            others=others,
            leading=leading,
            url=url,
            asked="til" in request.args,
            share_text=SHARE_TEXT,
        )
    cases = list_held_cases(ctx.session, ctx.actor, user_id)
    meetings = list_sessions_ahead(ctx.session, ctx.actor, user_id, ctx.now)
    leads = next((one for one in leading if one.user_id == id_of(request.args.get("gange"))), None)
    form = HandOverForm(
        receivers,
        _shared(cases, receivers, ctx),
        dict.fromkeys((row.id for row in meetings), leads.user_id if leads else None),
        leads=leads,
    )
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                done = hand_over(ctx, giver, form.command()).id
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Overdragelsen er gjort. Hver sag står herunder.", "success")
            return redirect(url_for("handing_over.show", handover_id=done))
        cases = list_held_cases(ctx.session, ctx.actor, user_id)
        meetings = list_sessions_ahead(ctx.session, ctx.actor, user_id, ctx.now)
    tasks = count_open_tasks(ctx.session, [case.id for case in cases])
    page = render_template(
        "handing_over/preview.html",
        form=form,
        name=name,
        receivers=", ".join(one.name for one in receivers),
        cases=case_choices(form.case_keys, cases, tasks, url_for, ctx.today),
        sessions=session_choices(form.session_keys, meetings, url_for),
        url=request.full_path,
        choose_url=url_for("handing_over.prepare", user_id=user_id),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/<uuid:handover_id>")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def show(handover_id: UUID) -> ResponseReturnValue:
    """Show what became of each case and session, and the way back while there is one."""
    ctx = context()
    row = find_handover(ctx.session, ctx.actor, handover_id)
    if row is None:
        raise NotFound
    view = handover_view(
        row,
        cases_handed(ctx.session, ctx.actor, row),
        sessions_handed(ctx.session, row),
        people_by_id(ctx.session, ctx.organisation_id),
        url_for,
        ctx.now,
        ctx.today,
    )
    return render_template("handing_over/show.html", handover=view)


@blueprint.post("/<uuid:handover_id>/fortryd")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def undo(handover_id: UUID) -> ResponseReturnValue:
    """Take a hand-over back."""
    ctx = context()
    row = find_handover(ctx.session, ctx.actor, handover_id)
    if row is None:
        raise NotFound
    if UndoForm().validate_on_submit():
        try:
            with ctx.transaction():
                undo_handover(ctx, row)
        except DomainError as refusal:
            flash(str(refusal), "error")
        else:
            flash("Overdragelsen er fortrudt. Se herunder, hvad der gik tilbage.", "success")
    return redirect(url_for("handing_over.show", handover_id=handover_id))


def _giver(ctx: Context, user_id: UUID) -> User:
    giver = find_giver(ctx.session, ctx.actor, user_id)
    if giver is None:
        raise NotFound
    return giver


def _shared(
    cases: Sequence[Case], receivers: Sequence[Colleague], ctx: Context
) -> Mapping[UUID, UUID | None]:
    """Return who of those chosen is shown to get each case, the load evened out as it goes."""
    needs = [needs_of(case.citizen) for case in cases]
    given = share_out(receivers, needs, ctx.today, chosen=True)
    return {case.id: to for case, to in zip(cases, given, strict=True)}
