"""The page on which a citizen leaves a course for a coded reason (F59)."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.models import Booking
from rehab.queries.bookings import find_booking
from rehab.services.context import Context
from rehab.services.dropouts import leave_course
from rehab.web.attendance.note_forms import LeaveForm
from rehab.web.guards import requires
from rehab.web.presenters import person_view
from rehab.web.request_context import context


def add_to(blueprint: Blueprint) -> None:
    """Give the sheet's blueprint this page."""
    blueprint.route("/bookinger/<uuid:booking_id>/frafald", methods=["GET", "POST"])(leave)


@requires(Permission.COURSE_BOOK)
def leave(booking_id: UUID) -> ResponseReturnValue:
    """Ask why a citizen leaves the course, and give the seat back."""
    ctx = context()
    case_id = _booking(ctx, booking_id).case_id
    ctx.note_reading("attendance.leave", case_id=case_id)
    booking = _booking(ctx, booking_id)
    programme = ctx.programme_for(booking.case.programme_version)
    form = LeaveForm(programme.dropout_reasons, ctx.today)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                leave_course(ctx, booking, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Frafaldet er registreret, og pladsen er givet tilbage.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    booking = _booking(ctx, booking_id)
    page = render_template(
        "attendance/leave.html",
        form=form,
        booking_id=booking_id,
        case_id=case_id,
        course=booking.course.title,
        person_shown=person_view(booking.case.citizen, ctx.today),
    )
    return page, 422 if form.errors else 200


def _booking(ctx: Context, booking_id: UUID) -> Booking:
    booking = find_booking(ctx.session, ctx.actor, booking_id)
    if booking is None:
        raise NotFound
    return booking
