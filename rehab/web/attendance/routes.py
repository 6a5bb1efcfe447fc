"""The therapist's day, and the sheet of one session."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.models import CourseSession
from rehab.queries.attendance import (
    find_session,
    participants_of,
    todays_sheets,
    unfinished_sheets,
)
from rehab.services.attendance import record_attendance
from rehab.services.context import Context
from rehab.services.courses import note_people_seen
from rehab.web.attendance import presenters
from rehab.web.attendance.forms import ALL_PRESENT, SheetForm
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/fremmoede")
@requires(Permission.ATTENDANCE_RECORD)
def today() -> ResponseReturnValue:
    """Show the therapist's sessions of the day, and earlier sheets that lack marks."""
    ctx = context()
    now_on = todays_sheets(ctx.session, ctx.actor, ctx.today)
    lacking = unfinished_sheets(ctx.session, ctx.actor, ctx.today)
    return render_template(
        "attendance/today.html",
        today=[presenters.sheet_link(row) for row in now_on],
        lacking=[presenters.sheet_link(row) for row in lacking],
    )


@blueprint.route("/fremmoede/<uuid:session_id>", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_RECORD)
def sheet(session_id: UUID) -> ResponseReturnValue:
    """Show the sheet of a session, and save the rows that were changed on it."""
    ctx = context()
    people = participants_of(ctx.session, _session(ctx, session_id))
    form, status = SheetForm(), 200
    if form.validate_on_submit():
        command = form.command(request.form, [person.booking_id for person in people])
        try:
            with ctx.transaction():
                saved = record_attendance(ctx, _session(ctx, session_id), command)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            status = 422
        else:
            if not saved.kept:
                flash("Fremmødet er gemt.", "success")
                return redirect(url_for("attendance.sheet", session_id=session_id))
            now_on = participants_of(ctx.session, _session(ctx, session_id))
            form.form_errors.append(presenters.kept_sentence(now_on, saved.kept))
            status = 409
    return _sheet_page(ctx, session_id, form), status


def _sheet_page(ctx: Context, session_id: UUID, form: SheetForm) -> str:
    people = participants_of(ctx.session, _session(ctx, session_id))
    with ctx.transaction():
        note_people_seen(ctx, "attendance.sheet", [person.case_id for person in people])
    session = _session(ctx, session_id)
    people = participants_of(ctx.session, session)
    return render_template(
        "attendance/sheet.html",
        form=form,
        sheet=presenters.sheet_page(session, people, ctx.today),
        options=presenters.OPTIONS,
        all_present=ALL_PRESENT,
    )


def _session(ctx: Context, session_id: UUID) -> CourseSession:
    """Return a session whose sheet the actor keeps, or answer 404."""
    session = find_session(ctx.session, ctx.actor, session_id)
    if session is None:
        raise NotFound
    return session
