"""Setting a referral on pause, and taking it up again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.cases import find_case
from rehab.queries.clocks import counted_of
from rehab.queries.pauses import find_pause, pauses_of, reasons_for
from rehab.services.contacts import open_referrals
from rehab.services.context import Context
from rehab.services.pauses import end_pause, set_pause
from rehab.web.case_head import head_view
from rehab.web.clocks.forms import EndPauseForm, PauseForm
from rehab.web.clocks.presenters import pause_lines, reason_hint
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("clocks", __name__)


@blueprint.route("/sager/<uuid:case_id>/pause", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def pause(case_id: UUID) -> ResponseReturnValue:
    """Let a referral wait for a reason, until a day."""
    ctx = context()
    case = _case(ctx, case_id)
    programme = ctx.programme_for(case.programme_version)
    reasons = reasons_for(ctx.session, programme, case.organisation_id)
    waiting = open_referrals(case)
    form = PauseForm(
        waiting,
        reasons,
        ctx.today,
        referral_id=request.args.get("henvisning", ""),
        reason=request.args.get("aarsag", ""),
    )
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                set_pause(ctx, _case(ctx, case_id), form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Henvisningen er på pause, og fristerne er regnet om.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    ctx.note_reading("clocks.pause", case_id=case_id)
    case = _case(ctx, case_id)
    ids = [referral.id for referral in case.referrals]
    counted = counted_of(
        ctx.session, ctx.programme_for, ctx.settings, open_referrals(case), ctx.today
    )
    page = render_template(
        "clocks/pause.html",
        form=form,
        head=head_view(case, url_for, ctx.today),
        reasons=reason_hint(
            reasons, [rule for one in counted.values() for rule in one.rules_that_run]
        ),
        lines=pause_lines(case, pauses_of(ctx.session, ids), url_for, ctx.today),
        most_days=ctx.settings.pause_max_days,
    )
    return page, 422 if form.errors else 200


@blueprint.route(
    "/sager/<uuid:case_id>/pause/<uuid:pause_id>/afslut",
    methods=["GET", "POST"],
    endpoint="end_pause",
)
@requires(Permission.CASE_WRITE)
def end_pause_page(case_id: UUID, pause_id: UUID) -> ResponseReturnValue:
    """End a pause before its time."""
    ctx = context()
    found = find_pause(ctx.session, ctx.actor, case_id, pause_id)
    if found is None:
        raise NotFound
    form = EndPauseForm(ctx.today)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                end_pause(ctx, _case(ctx, case_id), found, form.day)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Pausen er afsluttet, og fristerne er regnet om.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    ctx.note_reading("clocks.end_pause", case_id=case_id)
    case = _case(ctx, case_id)
    found = find_pause(ctx.session, ctx.actor, case_id, pause_id)
    lines = pause_lines(case, {found.referral_id: [found]} if found else {}, url_for, ctx.today)
    page = render_template(
        "clocks/end_pause.html",
        form=form,
        head=head_view(case, url_for, ctx.today),
        pause_id=pause_id,
        line=lines[0],
    )
    return page, 422 if form.errors else 200


def _case(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case
