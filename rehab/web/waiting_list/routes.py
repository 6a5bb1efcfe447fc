"""The waiting list: who waits and why there, being put on it and taken off, answering an offer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.domain.offers import plannable
from rehab.models import Case, SeatOffer, WaitingEntry
from rehab.queries.bookable import bookable_courses
from rehab.queries.bookings import countable_referrals, would_attend
from rehab.queries.cases import find_case
from rehab.queries.courses import chosen_offers
from rehab.queries.waiting_list import find_entry, find_offer, visible_among, waiting_by_offer
from rehab.services.context import Context
from rehab.services.courses import note_people_seen
from rehab.services.free_seats import judge_of
from rehab.services.seat_offers import accept_offer, decline_offer, seats_without_offer
from rehab.services.waiting_list import leave_list, put_on_list
from rehab.services.waiting_list import move_back as move_to_place
from rehab.services.waiting_list import move_first as move_to_front
from rehab.web.course_texts import when_text
from rehab.web.guards import requires
from rehab.web.presenters import person_view
from rehab.web.request_context import context
from rehab.web.waiting_list import presenters
from rehab.web.waiting_list.forms import AnswerForm, LeaveForm, MoveFirstForm, PutOnForm

blueprint = Blueprint("waiting_list", __name__)


@blueprint.get("/venteliste")
@requires(Permission.COURSE_READ)
def index() -> ResponseReturnValue:
    """Show who waits for each offer, in rank with the reasons."""
    ctx = context()
    found = waiting_by_offer(ctx.session, judge_of(ctx), ctx.organisation_id)
    case_ids = {row.entry.case_id for rows in found.values() for row in rows}
    visible = visible_among(ctx.session, ctx.actor, case_ids)
    with ctx.transaction():
        note_people_seen(ctx, "waiting_list.index", visible)
    found = waiting_by_offer(ctx.session, judge_of(ctx), ctx.organisation_id)
    sight = presenters.Sight(visible, may(ctx.actor, Permission.COURSE_BOOK), ctx.today)
    lists = presenters.offer_lists(found, ctx.programme, sight, url_for)
    faults = presenters.fault_texts(seats_without_offer(ctx))
    return render_template("waiting_list/index.html", lists=lists, faults=faults)


@blueprint.route("/sager/<uuid:case_id>/venteliste", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def put_on(case_id: UUID) -> ResponseReturnValue:
    """Let a citizen wait for a seat, on any course of an offer or on a wished one."""
    ctx = context()
    case = _case(ctx, case_id)
    form = _put_on_form(ctx, case)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                put_on_list(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            case = _case(ctx, case_id)
        else:
            flash("Borgeren står på ventelisten. Pladsen på listen ses under Plan.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    citizen = person_view(case.citizen, ctx.today)
    page = render_template(
        "waiting_list/put_on.html",
        form=form,
        case_id=case.id,
        number=case.number,
        citizen=citizen,
        wished=request.args.get("forloeb", type=UUID),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/venteliste/<uuid:entry_id>/forrest", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def move_first(entry_id: UUID) -> ResponseReturnValue:
    """Move somebody to the front of the list, saying why."""
    ctx = context()
    entry = _entry(ctx, entry_id, "waiting_list.move_first")
    form = MoveFirstForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                move_to_front(ctx, entry, form.reason.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Borgeren står forrest på ventelisten. Grunden ses på listen.", "success")
            return redirect(url_for("waiting_list.index"))
    page = _entry_page(ctx, entry_id)
    shown = render_template("waiting_list/move_first.html", form=form, entry=page)
    return shown, 422 if form.errors else 200


@blueprint.post("/venteliste/<uuid:entry_id>/tilbage")
@requires(Permission.COURSE_BOOK)
def move_back(entry_id: UUID) -> ResponseReturnValue:
    """Take a move to the front back."""
    ctx = context()
    entry = _entry(ctx, entry_id, "waiting_list.move_back")
    try:
        with ctx.transaction():
            move_to_place(ctx, entry)
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Flytningen er taget tilbage. Fristerne bestemmer rækkefølgen igen.", "success")
    return redirect(url_for("waiting_list.index"))


@blueprint.route("/venteliste/<uuid:entry_id>/tag-af", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def leave(entry_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list, saying why."""
    ctx = context()
    entry = _entry(ctx, entry_id, "waiting_list.leave")
    form = LeaveForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                leave_list(ctx, entry, form.reason.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Borgeren står ikke længere på ventelisten.", "success")
            return redirect(url_for("waiting_list.index"))
    page = _entry_page(ctx, entry_id)
    shown = render_template("waiting_list/leave.html", form=form, entry=page)
    return shown, 422 if form.errors else 200


@blueprint.route("/venteliste/tilbud/<uuid:offer_id>", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def answer(offer_id: UUID) -> ResponseReturnValue:
    """Answer an offered seat on the citizen's behalf."""
    ctx = context()
    case_id = _offer(ctx, offer_id).entry.case_id
    ctx.note_reading("waiting_list.answer", case_id=case_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                _answered(ctx, offer_id, form)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(form.told(), "success")
            return redirect(url_for("cases.show", case_id=case_id))
    page = _offer_page(ctx, offer_id)
    shown = render_template("waiting_list/answer.html", form=form, offer=page)
    return shown, 422 if form.errors else 200


def _answered(ctx: Context, offer_id: UUID, form: AnswerForm) -> None:
    if form.accepts():
        accept_offer(ctx, offer_id)
    else:
        decline_offer(ctx, offer_id, form.reason.data or "")


def _case(ctx: Context, case_id: UUID) -> Case:
    """Return a case the actor may book for, noting that it was opened, or answer 404."""
    if find_case(ctx.session, ctx.actor, case_id, Permission.COURSE_BOOK) is None:
        raise NotFound
    ctx.note_reading("waiting_list.put_on", case_id=case_id)
    case = find_case(ctx.session, ctx.actor, case_id, Permission.COURSE_BOOK)
    if case is None:
        raise NotFound
    return case


def _put_on_form(ctx: Context, case: Case) -> PutOnForm:
    found = bookable_courses(
        ctx.session,
        ctx.actor,
        case,
        programme_for=ctx.programme_for,
        settings=ctx.settings,
        now=ctx.now,
    )
    given = plannable(ctx.programme.offers, chosen_offers(ctx.session, ctx.actor))
    wished = request.args.get("forloeb", type=UUID)
    return PutOnForm(
        presenters.wishes_for(found, given, wished), countable_referrals(case, ctx.programme_for)
    )


def _entry(ctx: Context, entry_id: UUID, surface: str) -> WaitingEntry:
    """Return one who waits, noting that it was opened, or answer 404."""
    entry = find_entry(ctx.session, ctx.actor, entry_id)
    if entry is None:
        raise NotFound
    ctx.note_reading(surface, case_id=entry.case_id)
    return find_entry(ctx.session, ctx.actor, entry_id) or entry


def _entry_page(ctx: Context, entry_id: UUID) -> presenters.EntryPage:
    entry = find_entry(ctx.session, ctx.actor, entry_id)
    if entry is None:
        raise NotFound
    return presenters.entry_page(entry, ctx.programme, ctx.today)


def _offer(ctx: Context, offer_id: UUID) -> SeatOffer:
    offer = find_offer(ctx.session, ctx.actor, offer_id)
    if offer is None:
        raise NotFound
    return offer


def _offer_page(ctx: Context, offer_id: UUID) -> presenters.OfferPage:
    offer = _offer(ctx, offer_id)
    first = next(iter(would_attend(offer.course, ctx.now)), None)
    when = when_text(first.starts_at) if first else ""
    return presenters.offer_page(offer, offer.course, when, ctx.today)
