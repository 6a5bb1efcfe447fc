"""The kommune's courses: the list, planning, one course, and booking a citizen."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.models import Booking, Case
from rehab.queries.attendance import sheets_of_course
from rehab.queries.bookable import bookable_courses
from rehab.queries.bookings import countable_referrals, find_booking, held_seats
from rehab.queries.cases import find_case, people_by_id
from rehab.queries.course_templates import list_templates
from rehab.queries.courses import (
    case_ids_of,
    chosen_offers,
    find_course,
    list_courses,
)
from rehab.queries.seat_candidates import course_waiting
from rehab.queries.series import overrides_of
from rehab.services.bookings import book as book_seat
from rehab.services.bookings import cancel_booking as cancel_seat
from rehab.services.bookings import count_for as count_booking_for
from rehab.services.context import Context
from rehab.services.courses import (
    draft_course,
    note_people_seen,
    plan_course,
)
from rehab.services.free_seats import judge_of
from rehab.web.courses import (
    book_presenters,
    plan_presenters,
    presenters,
    series_presenters,
)
from rehab.web.courses.forms import BookForm, CancelForm
from rehab.web.courses.template_routes import plan_form, template_of
from rehab.web.fields import small_int
from rehab.web.guards import requires
from rehab.web.request_context import context
from rehab.web.waiting_list.presenters import Sight, views_of_course

blueprint = Blueprint("courses", __name__)


@blueprint.get("/forloeb")
@requires(Permission.COURSE_READ)
def index() -> ResponseReturnValue:
    """Show the courses that run or will, or those that have ended."""
    ctx = context()
    ended = request.args.get("vis") == "afsluttede"
    number = small_int(request.args.get("side")) or 1
    found = list_courses(ctx.session, ctx.actor, ctx.now, ended=ended, page=number)
    return render_template(
        "courses/index.html",
        rows=[presenters.course_row(row, ctx.programme) for row in found.rows],
        actions_now=presenters.planning_actions(
            ctx.actor,
            url_for("courses.new"),
            url_for("course_templates.index"),
            url_for("offers.index"),
        ),
        ended=ended,
        page=presenters.page_view(found),
    )


@blueprint.route("/forloeb/nyt", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def new() -> ResponseReturnValue:
    """Plan a course, from a template or without: first the dates are shown, then saved."""
    ctx = context()
    template = template_of(ctx, request.args.get("skabelon"))
    form = plan_form(ctx, template)
    plan = None
    if form.validate_on_submit():
        command = form.command(tuple(template.content) if template else ())
        try:
            plan = draft_course(ctx, command)
            if form.confirms(plan):
                with ctx.transaction():
                    course_id = plan_course(ctx, command, plan).id
                flash("Forløbet er oprettet og kan bookes.", "success")
                return redirect(url_for("courses.show", course_id=course_id))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
    page = render_template(
        "courses/new.html",
        form=form,
        plan=plan,
        days=plan_presenters.planned_days(plan) if plan else (),
        template=template,
        templates=list_templates(ctx.session, ctx.actor),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/forloeb/<uuid:course_id>")
@requires(Permission.COURSE_READ)
def show(course_id: UUID) -> ResponseReturnValue:
    """Show a course: its sessions, and who has its seats."""
    ctx = context()
    visible = case_ids_of(ctx.session, ctx.actor, course_id)
    with ctx.transaction():
        note_people_seen(ctx, "courses.show", visible)
    course = find_course(ctx.session, ctx.actor, course_id)
    if course is None:
        raise NotFound
    waiting = course_waiting(ctx.session, judge_of(ctx), course)
    held = held_seats(ctx.session, [course_id])
    sight = Sight(visible, may(ctx.actor, Permission.COURSE_BOOK), ctx.today)
    sheets = sheets_of_course(ctx.session, course)
    seats = presenters.seat_rows(course, visible, ctx.actor, ctx.today)
    actions = presenters.course_actions(
        ctx.actor,
        url_for("series.settings", course_id=course_id),
        url_for("series.cancel_course", course_id=course_id),
    )
    overrides = overrides_of(ctx.session, course_id)
    people = people_by_id(ctx.session, course.organisation_id) if overrides else {}
    return render_template(
        "courses/show.html",
        course=presenters.course_head(
            course, len(seats), ctx.programme, actions, ctx.now, held.get(course_id, 0)
        ),
        sessions=presenters.session_rows(sheets, course, ctx.actor, ctx.now),
        overrides=[series_presenters.override_row(row, people) for row in overrides],
        seats=seats,
        waiting=views_of_course(waiting, sight, url_for),
        letters_url=url_for("citizen_letters.to_course", course_id=course_id)
        if may(ctx.actor, Permission.CASE_WRITE) and visible
        else None,
    )


@blueprint.route("/sager/<uuid:case_id>/booking", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def book(case_id: UUID) -> ResponseReturnValue:
    """Book a citizen on a course with a free seat."""
    ctx = context()
    case = _case(ctx, case_id)
    form = BookForm(countable_referrals(case, ctx.programme_for))
    if form.validate_on_submit():
        course = find_course(ctx.session, ctx.actor, form.chosen_course())
        if course is None:
            raise NotFound
        try:
            with ctx.transaction():
                book_seat(ctx, case, course, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            case = _case(ctx, case_id)
        else:
            flash("Pladsen er booket, og første gang er registreret som tilbudt.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    page = render_template("courses/book.html", form=form, case=_book_page(ctx, case, form))
    return page, 422 if form.errors else 200


@blueprint.route("/bookinger/<uuid:booking_id>/afbestil", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def cancel_booking(booking_id: UUID) -> ResponseReturnValue:
    """Give a seat back, saying why."""
    ctx = context()
    case_id = _booking(ctx, booking_id).case_id
    ctx.note_reading("courses.cancel_booking", case_id=case_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                offered = cancel_seat(ctx, _booking(ctx, booking_id), form.reason.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(book_presenters.cancelled_text(offered), "success")
            return redirect(url_for("cases.show", case_id=case_id))
    seat = book_presenters.cancel_page(_booking(ctx, booking_id), ctx.today)
    return render_template("courses/cancel.html", form=form, seat=seat), 422 if form.errors else 200


@blueprint.post("/bookinger/<uuid:booking_id>/taeller-for")
@requires(Permission.COURSE_BOOK)
def count_for(booking_id: UUID) -> ResponseReturnValue:
    """Let a booking count for one more of the case's referrals."""
    ctx = context()
    booking = _booking(ctx, booking_id)
    case_id = booking.case_id
    referral_id = request.form.get("referral", type=UUID)
    try:
        with ctx.transaction():
            count_booking_for(ctx, booking, referral_id)
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash(
            "Forløbet tæller nu også for henvisningen, og dens første gang er tilbudt.", "success"
        )
    return redirect(url_for("cases.show", case_id=case_id, _anchor="plan"))


def _case(ctx: Context, case_id: UUID) -> Case:
    """Return a case the actor may book for, noting that it was opened, or answer 404."""
    if find_case(ctx.session, ctx.actor, case_id, Permission.COURSE_BOOK) is None:
        raise NotFound
    ctx.note_reading("courses.book", case_id=case_id)
    case = find_case(ctx.session, ctx.actor, case_id, Permission.COURSE_BOOK)
    if case is None:
        raise NotFound
    return case


def _book_page(ctx: Context, case: Case, form: BookForm) -> book_presenters.BookPage:
    found = bookable_courses(
        ctx.session,
        ctx.actor,
        case,
        programme_for=ctx.programme_for,
        settings=ctx.settings,
        now=ctx.now,
    )
    optional = chosen_offers(ctx.session, ctx.actor)
    return book_presenters.book_page(
        case, found, ctx.programme, optional, form.course_id.data, ctx.today
    )


def _booking(ctx: Context, booking_id: UUID) -> Booking:
    booking = find_booking(ctx.session, ctx.actor, booking_id)
    if booking is None:
        raise NotFound
    return booking
