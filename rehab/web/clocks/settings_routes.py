"""A kommune's own clocks: the rules and what changing one does, reasons to pause, closed days."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.queries.cases import people_by_id
from rehab.queries.clock_settings import (
    closing_fact,
    find_closing,
    list_closings,
    list_settings,
    settings_of,
)
from rehab.queries.pauses import find_local_reason, list_local_reasons, reasons_for
from rehab.queries.series import sessions_on
from rehab.services import clock_settings as settings
from rehab.services.context import Context
from rehab.web.clocks.settings_forms import ClockForm, ClosingForm, OpeningForm, ReasonForm
from rehab.web.clocks.settings_presenters import (
    LISTS_FOLLOW,
    closed_every_year,
    closed_session_lines,
    closed_text,
    closing_lines,
    closings_ahead,
    find_rule,
    rule_lines,
    rule_today,
    version_lines,
)
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("clock_settings", __name__)


@blueprint.get("/frister")
@requires(Permission.CLOCKS_SET)
def index() -> ResponseReturnValue:
    """Show the clocks as they are in the kommune, the reasons to pause and the closed days."""
    ctx = context()
    return _index(ctx, ReasonForm(formdata=None), ClosingForm(ctx.today, typed=False))


@blueprint.route("/frister/<string:code>/<string:bases>", methods=["GET", "POST"])
@requires(Permission.CLOCKS_SET)
def change(code: str, bases: str) -> ResponseReturnValue:
    """Set a version of a rule; what it does to the open cases is shown before it is saved."""
    ctx = context()
    rule = find_rule(ctx.programme.clocks, code, bases)
    if rule is None:
        raise NotFound
    own = settings_of(ctx.session, [ctx.organisation_id]).get(ctx.organisation_id, ())
    reasons = reasons_for(ctx.session, ctx.programme, ctx.organisation_id)
    form = ClockForm(rule, rule_today(rule, own, ctx.today), reasons, ctx.today)
    effect = None
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                settings.take_turn(ctx)
                changes = settings.preview_clock(ctx, form.command())
                if saved := form.has_seen(changes):
                    settings.set_clock(ctx, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            if saved:
                flash(f"Reglen er gemt. {LISTS_FOLLOW}", "success")
                return redirect(url_for(".index"))
            effect = form.show(changes)
    page = render_template("clocks/change.html", form=form, rule=rule, bases=bases, effect=effect)
    return page, 422 if form.errors else 200


@blueprint.post("/frister/aarsager")
@requires(Permission.CLOCKS_SET)
def add_reason() -> ResponseReturnValue:
    """Give the kommune a reason of its own to pause."""
    ctx, form = context(), ReasonForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                settings.add_reason(ctx, form.label.data or "", counts=bool(form.counts.data))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(
                "Årsagen er tilføjet. Ingen åben sag er flyttet. Vælg under hver frist, om årsagen "
                "flytter den.",
                "success",
            )
            return redirect(url_for(".index", _anchor="aarsager"))
    return _index(ctx, form, ClosingForm(ctx.today, typed=False))


@blueprint.post("/frister/aarsager/<uuid:reason_id>/fjern")
@requires(Permission.CLOCKS_SET)
def withdraw_reason(reason_id: UUID) -> ResponseReturnValue:
    """Take a reason off the list."""
    ctx = context()
    row = find_local_reason(ctx.session, ctx.organisation_id, reason_id)
    if row is None:
        raise NotFound
    with ctx.transaction():
        settings.withdraw_reason(ctx, row)
    flash(
        "Årsagen er fjernet fra listen. Pauser, der har den, beholder den; ingen sag er flyttet.",
        "success",
    )
    return redirect(url_for(".index", _anchor="aarsager"))


@blueprint.post("/frister/lukkedage")
@requires(Permission.CLOCKS_SET)
def close_days() -> ResponseReturnValue:
    """Keep a day or a week closed; what it does to the open cases is shown before it is saved."""
    ctx = context()
    form = ClosingForm(ctx.today, typed=True)
    if form.validate_on_submit():
        closing = form.command()
        try:
            with ctx.transaction():
                settings.take_turn(ctx)
                changes = settings.preview_closing(ctx, closing)
                if saved := form.has_seen(changes):
                    settings.close_days(ctx, closing)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            if not saved:
                return _index(ctx, ReasonForm(formdata=None), form, form.show(changes))
            hit = sessions_on(
                ctx.session, ctx.organisation_id, closings_ahead([closing], ctx.today), ctx.now
            )
            flash(closed_text(len(hit)), "warning" if hit else "success")
            return redirect(url_for(".index", _anchor="lukkedage"))
    return _index(ctx, ReasonForm(formdata=None), form)


@blueprint.route("/frister/lukkedage/<uuid:closing_id>/fjern", methods=["GET", "POST"])
@requires(Permission.CLOCKS_SET)
def open_days(closing_id: UUID) -> ResponseReturnValue:
    """Withdraw a closed day or week; what it does to the open cases is shown first."""
    ctx, form = context(), OpeningForm()
    asked = form.validate_on_submit()
    with ctx.transaction():
        if asked:
            settings.take_turn(ctx)
        row = find_closing(ctx.session, ctx.organisation_id, closing_id)
        if row is None:
            raise NotFound
        changes = settings.preview_opening(ctx, row)
        if saved := asked and form.has_seen(changes):
            settings.open_days(ctx, row)
        [line] = closing_lines([row], url_for)
    if saved:
        flash(f"Lukkedagen er fjernet. {LISTS_FOLLOW}", "success")
        return redirect(url_for(".index", _anchor="lukkedage"))
    page = render_template("clocks/open_days.html", form=form, line=line, effect=form.show(changes))
    return page, 422 if form.errors else 200


def _index(
    ctx: Context, reason: ReasonForm, closing: ClosingForm, effect: str | None = None
) -> ResponseReturnValue:
    own = settings_of(ctx.session, [ctx.organisation_id]).get(ctx.organisation_id, ())
    reasons = reasons_for(ctx.session, ctx.programme, ctx.organisation_id)
    rules = ctx.programme.clocks
    versions = list_settings(ctx.session, ctx.organisation_id)
    local = {row.code: row for row in list_local_reasons(ctx.session, ctx.organisation_id)}
    people = people_by_id(ctx.session, ctx.organisation_id)
    form = closing if closing.errors else reason
    closings = list_closings(ctx.session, ctx.organisation_id)
    closed = closings_ahead(map(closing_fact, closings), ctx.today)
    hit = sessions_on(ctx.session, ctx.organisation_id, closed, ctx.now)
    page = render_template(
        "clocks/settings.html",
        form=form,
        reason_form=reason,
        closing_form=closing,
        closing_effect=effect,
        rules=rule_lines(rules, own, reasons, url_for, ctx.today),
        versions=version_lines(versions, rules, people),
        reasons=[
            (
                one.label,
                one.counts,
                one.section,
                url_for(".withdraw_reason", reason_id=local[one.code].id)
                if one.code in local
                else None,
            )
            for one in reasons
        ],
        always_closed=closed_every_year(ctx.settings.local_closed_days),
        closings=closing_lines(closings, url_for),
        closed_sessions=closed_session_lines(hit, closed, url_for),
    )
    return page, 422 if form.errors else 200
