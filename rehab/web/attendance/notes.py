"""The pages around a sheet: notes of the hold and of one citizen, and who stands in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.conflicts import Conflict, ConflictError
from rehab.domain.errors import DomainError
from rehab.domain.session_notes import NamesInNoteError
from rehab.queries.attendance import Participant, participants_of
from rehab.queries.courses import list_therapists
from rehab.queries.session_notes import list_session_notes
from rehab.services.context import Context
from rehab.services.session_notes import note_participant, note_session
from rehab.services.substitutes import set_substitute
from rehab.web.attendance import presenters
from rehab.web.attendance.loading import session_or_404
from rehab.web.attendance.note_forms import ParticipantNoteForm, SessionNoteForm, SubstituteForm
from rehab.web.guards import requires
from rehab.web.request_context import context


def add_to(blueprint: Blueprint) -> None:
    """Give the sheet's blueprint these pages."""
    both = ["GET", "POST"]
    blueprint.route("/fremmoede/<uuid:session_id>/notat", methods=both)(hold_note)
    blueprint.route("/fremmoede/<uuid:session_id>/afloeser", methods=both)(substitute)
    one = "/fremmoede/<uuid:session_id>/deltager/<uuid:booking_id>/notat"
    blueprint.route(one, methods=both)(participant_note)


@requires(Permission.ATTENDANCE_RECORD)
def hold_note(session_id: UUID) -> ResponseReturnValue:
    """Show the notes of a session and take a new one; it stands in nobody's record (F58)."""
    ctx = context()
    meeting = session_or_404(ctx, session_id)
    form, asks = SessionNoteForm(), False
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                note_session(ctx, meeting, form.text.data or "", names_meant=form.names_meant.data)
        except NamesInNoteError as warning:
            form.form_errors.append(str(warning))
            asks = True
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Notatet om gangen er gemt.", "success")
            return redirect(url_for("attendance.hold_note", session_id=session_id))
    meeting = session_or_404(ctx, session_id)
    page = render_template(
        "attendance/hold_note.html",
        form=form,
        asks=asks,
        sheet=presenters.session_head(meeting),
        notes=presenters.note_entries(list_session_notes(ctx.session, session_id)),
    )
    return page, 422 if form.errors else 200


@requires(Permission.ATTENDANCE_RECORD)
def participant_note(session_id: UUID, booking_id: UUID) -> ResponseReturnValue:
    """Take a note to one participant's own record, and ask before another's name goes there."""
    ctx = context()
    person = _participant(ctx, session_id, booking_id)
    ctx.note_reading("attendance.participant_note", case_id=person.case_id)
    form, asks = ParticipantNoteForm(), False
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                note_participant(
                    ctx,
                    session_or_404(ctx, session_id),
                    booking_id,
                    form.text.data or "",
                    names_meant=form.names_meant.data,
                )
        except NamesInNoteError as warning:
            form.form_errors.append(str(warning))
            asks = True
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Notatet er gemt i borgerens journal.", "success")
            return redirect(url_for("attendance.sheet", session_id=session_id))
    person = _participant(ctx, session_id, booking_id)
    page = render_template(
        "attendance/participant_note.html",
        form=form,
        asks=asks,
        sheet=presenters.session_head(session_or_404(ctx, session_id)),
        booking_id=booking_id,
        name=presenters.display_name(person),
    )
    return page, 422 if form.errors else 200


@requires(Permission.COURSE_PLAN)
def substitute(session_id: UUID) -> ResponseReturnValue:
    """Choose who stands in at one session (F60)."""
    ctx = context()
    meeting = session_or_404(ctx, session_id)
    besides = (meeting.therapist_id, meeting.second_therapist_id)
    form = SubstituteForm(list_therapists(ctx.session, ctx.actor), besides)
    conflicts: tuple[Conflict, ...] = ()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                set_substitute(ctx, meeting, form.user_id, form.conflict_reason.data or "")
        except ConflictError as refusal:
            conflicts = refusal.conflicts
            form.form_errors.append(str(refusal))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Afløseren er gemt." if form.user_id else "Gangen har ingen afløser.", "success")
            return redirect(url_for("attendance.sheet", session_id=session_id))
    elif not form.is_submitted():
        form.user.data = str(meeting.substitute_id or "")
    head = presenters.session_head(session_or_404(ctx, session_id))
    page = render_template(
        "attendance/substitute.html",
        form=form,
        sheet=head,
        conflicts=[clash.text for clash in conflicts],
    )
    return page, 422 if form.errors else 200


def _participant(ctx: Context, session_id: UUID, booking_id: UUID) -> Participant:
    people = participants_of(ctx.session, session_or_404(ctx, session_id))
    person = next((row for row in people if row.booking_id == booking_id), None)
    if person is None:
        raise NotFound
    return person
