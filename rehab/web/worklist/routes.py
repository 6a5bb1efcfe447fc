"""The board of the rehab team, and each person's own cases."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.next_actions import BoardColumn
from rehab.queries.contact_persons import list_colleagues, list_unanswered
from rehab.queries.worklists import (
    by_column,
    find_reminder,
    list_open_cases,
    my_cases,
    my_reminders,
)
from rehab.services.reminders import finish_reminder
from rehab.web.contact_persons.presenters import asked_view
from rehab.web.guards import requires
from rehab.web.request_context import context
from rehab.web.worklist.presenters import (
    chips_of,
    chosen_lines,
    columns_of,
    line_view,
    reminder_view,
)

blueprint = Blueprint("worklist", __name__)


@blueprint.get("/tavle")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def board() -> ResponseReturnValue:
    """Show every open case of the kommune in the column it has come to."""
    ctx = context()
    lines = list_open_cases(ctx.session, ctx.actor, ctx.programme_for, ctx.settings, ctx.now)
    wanted, asked = request.args.get("vis", ""), request.args.get("kolonne", "")
    whole = next((column for column in BoardColumn if column.value == asked), None)
    columns = by_column(chosen_lines(lines, wanted))
    colleagues = list_colleagues(ctx.session, ctx.actor, ctx.today)
    return render_template(
        "worklist/board.html",
        total=len(lines),
        columns=columns_of(columns, ctx.actor, url_for, ctx.today, whole, colleagues),
        narrowed=whole is not None,
        chips=chips_of(lines, wanted, "worklist.board", url_for),
    )


@blueprint.get("/mine-sager")
@requires(Permission.CASE_WRITE)
def mine() -> ResponseReturnValue:
    """Show the cases a person holds: what presses most, and what to do next in each."""
    ctx = context()
    lines = my_cases(ctx.session, ctx.actor, ctx.programme_for, ctx.settings, ctx.now)
    wanted = request.args.get("vis", "")
    shown = chosen_lines(lines, wanted)
    reminders = my_reminders(ctx.session, ctx.actor)
    asked = list_unanswered(ctx.session, ctx.actor)
    return render_template(
        "worklist/mine.html",
        total=len(lines),
        rows=[line_view(line, ctx.actor, url_for, ctx.today) for line in shown],
        chips=chips_of(lines, wanted, "worklist.mine", url_for),
        asked=[asked_view(row, case, url_for, ctx.today) for row, case in asked],
        reminders=[reminder_view(line, url_for, ctx.today) for line in reminders],
    )


@blueprint.post("/paamindelser/<uuid:reminder_id>/faerdig", endpoint="finish_reminder")
@requires(Permission.CASE_WRITE)
def finish_reminder_page(reminder_id: UUID) -> ResponseReturnValue:
    """Mark a reminder as dealt with."""
    ctx = context()
    reminder = find_reminder(ctx.session, ctx.actor, reminder_id)
    if reminder is None:
        raise NotFound
    with ctx.transaction():
        finish_reminder(ctx, reminder)
    flash("Påmindelsen er færdig.", "success")
    return redirect(url_for("worklist.mine"))
