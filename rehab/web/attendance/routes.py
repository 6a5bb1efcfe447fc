"""The therapist's day, and the sheet of one session."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rehab.clock import civil_date
from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.queries.attendance import (
    names_of_recorders,
    participants_of,
)
from rehab.queries.session_notes import count_session_notes
from rehab.queries.sheets import list_sheets
from rehab.services.attendance import record_attendance
from rehab.services.context import Context
from rehab.services.courses import note_people_seen
from rehab.web.attendance import leaving, notes, paper, presenters, tablet
from rehab.web.attendance.forms import ALL_PRESENT, SheetForm
from rehab.web.attendance.loading import session_or_404
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("attendance", __name__)
tablet.add_to(blueprint)
notes.add_to(blueprint)
leaving.add_to(blueprint)
paper.add_to(blueprint)


@blueprint.get("/fremmoede")
@requires(Permission.ATTENDANCE_RECORD)
def today() -> ResponseReturnValue:
    """Show the therapist's sessions of the day, and earlier sheets that lack marks."""
    ctx = context()
    sheets = list_sheets(ctx.session, ctx.actor, ctx.today)
    return render_template(
        "attendance/today.html",
        today=[presenters.sheet_link(row) for row in sheets.today],
        lacking=[presenters.sheet_link(row) for row in sheets.lacking],
        viewer=ctx.actor.id,
    )


@blueprint.route("/fremmoede/<uuid:session_id>", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_RECORD)
def sheet(session_id: UUID) -> ResponseReturnValue:
    """Show the sheet of a session, and save the rows that were changed on it."""
    ctx = context()
    meeting = session_or_404(ctx, session_id)
    people = participants_of(ctx.session, meeting)
    form, status = SheetForm(), 200
    if form.validate_on_submit():
        command = form.command(
            request.form,
            [person.booking_id for person in people],
            civil_date(meeting.starts_at),
        )
        try:
            with ctx.transaction():
                saved = record_attendance(ctx, session_or_404(ctx, session_id), command)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            if not saved.kept:
                flash("Fremmødet er gemt.", "success")
                return redirect(url_for("attendance.sheet", session_id=session_id))
            now_on = participants_of(ctx.session, session_or_404(ctx, session_id))
            form.form_errors.append(presenters.kept_sentence(now_on, saved.kept))
            status = 409
    if form.errors and status == 200:  # noqa: PLR2004
        status = 422
    return _sheet_page(ctx, session_id, form), status


def _sheet_page(ctx: Context, session_id: UUID, form: SheetForm) -> str:
    people = participants_of(ctx.session, session_or_404(ctx, session_id))
    with ctx.transaction():
        note_people_seen(ctx, "attendance.sheet", [person.case_id for person in people])
    session = session_or_404(ctx, session_id)
    people = participants_of(ctx.session, session)
    return render_template(
        "attendance/sheet.html",
        form=form,
        sheet=presenters.sheet_page(
            session,
            people,
            ctx.today,
            names_of_recorders(ctx.session, people),
            ctx.actor,
            url_for,
            count_session_notes(ctx.session, session_id),
        ),
        options=presenters.OPTIONS,
        all_present=ALL_PRESENT,
        viewer=ctx.actor.id,
        day=ctx.today.isoformat(),
    )
