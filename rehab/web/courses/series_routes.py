"""Changing and cancelling: one session or several, and a course as a whole."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.models import Course, CourseSession
from rehab.queries.cases import people_by_id
from rehab.queries.conflicts import planned_session
from rehab.queries.courses import find_course, list_therapists
from rehab.queries.series import (
    citizen_of_course,
    find_cancellable_session,
    find_planned_session,
)
from rehab.services.context import Context
from rehab.services.course_settings import cancel_course as cancel_whole
from rehab.services.course_settings import change_settings
from rehab.services.series_changes import (
    cancel_session as cancel_one,
)
from rehab.services.series_changes import (
    change_series,
    draft_cancellation,
    draft_change,
)
from rehab.web.courses import series_presenters
from rehab.web.courses.series_forms import (
    CancelCourseForm,
    CancelSessionForm,
    ChangeForm,
    SettingsForm,
    of_course,
    of_session,
)
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("series", __name__)


@blueprint.route("/gange/<uuid:session_id>/ret", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def change(session_id: UUID) -> ResponseReturnValue:
    """Change a session, that and the following, or all ahead: first shown, then saved."""
    ctx = context()
    _note(ctx, find_planned_session(ctx.session, ctx.actor, session_id))
    meeting = _found(find_planned_session(ctx.session, ctx.actor, session_id))
    now, course_id = planned_session(meeting), meeting.course_id
    head = series_presenters.session_head(meeting)
    form = ChangeForm(list_therapists(ctx.session, ctx.actor), data=of_session(now))
    view = None
    if form.validate_on_submit():
        command = form.command(now)
        try:
            people = people_by_id(ctx.session, ctx.organisation_id)
            view = series_presenters.change_view(draft_change(ctx, meeting, command), people)
            if form.confirms(view.signature):
                with ctx.transaction():
                    change_series(ctx, meeting, command)
                flash(f"Ændringen er gemt. {view.told}", "success")
                return redirect(_back(ctx, course_id))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
    page = render_template(
        "courses/change_session.html",
        form=form,
        head=head,
        plan=view,
        session_id=session_id,
        back=_back(ctx, course_id),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/gange/<uuid:session_id>/aflys", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def cancel_session(session_id: UUID) -> ResponseReturnValue:
    """Cancel a session with a reason, and hold one at the end instead when wished."""
    ctx = context()
    _note(ctx, find_cancellable_session(ctx.session, ctx.actor, session_id))
    meeting = _found(find_cancellable_session(ctx.session, ctx.actor, session_id))
    course_id = meeting.course_id
    head = series_presenters.session_head(meeting)
    plan = series_presenters.cancel_view(draft_cancellation(ctx, meeting))
    form = CancelSessionForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                cancel_one(ctx, meeting, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(f"Gangen er aflyst. {plan.told}", "success")
            return redirect(_back(ctx, course_id))
    page = render_template(
        "courses/cancel_session.html",
        form=form,
        head=head,
        plan=plan,
        session_id=session_id,
        back=_back(ctx, course_id),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/forloeb/<uuid:course_id>/ret", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def settings(course_id: UUID) -> ResponseReturnValue:
    """Change a course's name, seats and intake."""
    ctx = context()
    course = _course(ctx, course_id)
    title = course.title
    form = SettingsForm(data=of_course(course))
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                offered = change_settings(ctx, course, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            told = f" {plural(offered, 'plads', 'pladser')} tilbudt til ventelisten."
            flash(f"Forløbet er gemt.{told if offered else ''}", "success")
            return redirect(url_for("courses.show", course_id=course_id))
    page = render_template("courses/settings.html", form=form, title=title, course_id=course_id)
    return page, 422 if form.errors else 200


@blueprint.route("/forloeb/<uuid:course_id>/aflys", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def cancel_course(course_id: UUID) -> ResponseReturnValue:
    """Cancel a course; those booked go back to be booked."""
    ctx = context()
    course = _course(ctx, course_id)
    title, booked = course.title, sum(b.cancelled_at is None for b in course.bookings)
    form = CancelCourseForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                lost = cancel_whole(ctx, course, form.reason.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(
                f"Forløbet er aflyst. {plural(lost, 'borger', 'borgere')} skal bookes igen.",
                "success",
            )
            return redirect(url_for("courses.show", course_id=course_id))
    page = render_template(
        "courses/cancel_course.html",
        form=form,
        title=title,
        booked=plural(booked, "borger", "borgere"),
        course_id=course_id,
    )
    return page, 422 if form.errors else 200


def _note(ctx: Context, meeting: CourseSession | None) -> None:
    """Log that a citizen's own times were opened, before anything is shown (J-6)."""
    case_id = citizen_of_course(ctx.session, meeting.course_id) if meeting else None
    if case_id is not None:
        ctx.note_reading("series.session", case_id=case_id)


def _back(ctx: Context, course_id: UUID) -> str:
    case_id = citizen_of_course(ctx.session, course_id)
    if case_id is not None:
        return url_for("individual.times", case_id=case_id)
    return url_for("courses.show", course_id=course_id)


def _found(meeting: CourseSession | None) -> CourseSession:
    if meeting is None:
        raise NotFound
    return meeting


def _course(ctx: Context, course_id: UUID) -> Course:
    course = find_course(ctx.session, ctx.actor, course_id)
    if course is None:
        raise NotFound
    return course
