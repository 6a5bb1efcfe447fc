"""The page of a case, and what is done from it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.contact_persons import ORDER_TEXT, suggest
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.absences import substitutes_of
from rehab.queries.case_page import read_case_page
from rehab.queries.cases import find_case
from rehab.queries.contact_persons import find_colleague, list_colleagues, needs_of
from rehab.queries.meetings import waiting_item_of
from rehab.queries.messages import list_messages_of_case, sent_again
from rehab.queries.onward_referrals import onward_of_case
from rehab.queries.search import cases_found, referrals_found, search_cases, search_referrals
from rehab.queries.sessions import found_in
from rehab.queries.teams import list_teams
from rehab.services.contact_persons import assign_contact_person
from rehab.services.contacts import (
    cancel_event,
    kinds_to_record,
    open_referrals,
    record_contact,
)
from rehab.services.context import Context
from rehab.services.journal import write_note
from rehab.services.outbox import beyond_help
from rehab.services.searching import remember_found
from rehab.web.case_head import head_view, holder_of
from rehab.web.cases.clock_actions import clock_actions
from rehab.web.cases.contact_page import contact_view, find_event
from rehab.web.cases.forms import ContactForm, NoteForm, SearchForm
from rehab.web.cases.presenters import case_view
from rehab.web.cases.risks import risk_view
from rehab.web.cases.search import Found, found_of
from rehab.web.cases.side import side_view
from rehab.web.cases.timeline import narrowed, timeline_of, topic_chips, topic_of
from rehab.web.contact_persons.forms import AssignForm, LanguageForm
from rehab.web.contact_persons.presenters import (
    SuggestionView,
    answer_view,
    away_text,
    holders_of,
    suggestion_of,
)
from rehab.web.guards import requires
from rehab.web.messages.presenters import message_view
from rehab.web.onward_referrals.presenters import plan_more
from rehab.web.request_context import context
from rehab.web.teams.presenters import case_team_view
from rehab.web.to_citizen.of_case import to_citizen

blueprint = Blueprint("cases", __name__, url_prefix="/sager")


@blueprint.get("/<uuid:case_id>")
@requires(Permission.CASE_READ)
def show(case_id: UUID) -> ResponseReturnValue:
    """Show all there is to know about a case, and what can be done in it."""
    ctx = context()
    case = _opened(ctx, case_id, "cases.show", Permission.CASE_READ)
    page = read_case_page(ctx.session, case, ctx.programme_for, ctx.settings, ctx.now)
    entries = timeline_of(page, ctx.actor, url_for)
    topic = topic_of(request.args.get("vis", ""))
    sent = list_messages_of_case(ctx.session, case_id)
    again, hopeless = sent_again(ctx.session, sent), beyond_help(ctx, sent)
    may_write = may(ctx.actor, Permission.CASE_WRITE)
    agenda = waiting_item_of(ctx.session, case_id)
    return render_template(
        "cases/show.html",
        case=case_view(page, ctx.actor, url_for, ctx.today, on_agenda=agenda is not None),
        clock_actions=clock_actions(
            page, ctx.programme_for(case.programme_version), ctx.actor, url_for, ctx.today
        ),
        answer=answer_view(case, ctx.actor.id, url_for),
        suggestion=_suggested(ctx, case),
        case_id=case_id,
        away=away_text(case, substitutes_of(ctx.session, holders_of(case), ctx.today)),
        plan_more=plan_more(
            case,
            onward_of_case(ctx.session, case_id),
            ctx.programme_for(case.programme_version),
            ctx.actor,
            url_for,
            ctx.today,
        ),
        side=side_view(
            page, url_for, ctx.now, ctx.today, books=may(ctx.actor, Permission.COURSE_BOOK)
        ),
        messages=[
            message_view(row, again, hopeless, ctx.now, url_for, may_resend=may_write)
            for row in sent
        ],
        write_url=url_for("letters.write", case_id=case_id) if may_write else None,
        to_citizen=to_citizen(ctx.session, ctx.actor, case, url_for, has_plan=bool(page.bookings)),
        team=case_team_view(case, list_teams(ctx.session, ctx.actor), ctx.actor, url_for),
        agenda=agenda,
        may_write=may_write,
        risk=risk_view(page.risks, page.risk_labels),
        risk_url=url_for("risk_factors.assess", case_id=case_id) if may_write else None,
        entries=narrowed(entries, topic),
        chips=topic_chips(entries, topic, url_for, case_id),
    )


@blueprint.route("/soeg", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    """Find cases, and referrals without one; a single hit is opened at once."""
    ctx, form, found, found_id = context(), SearchForm(), None, None
    if form.validate_on_submit():
        words = form.words.data or ""
        cases = search_cases(ctx.session, ctx.actor, words)
        referrals = search_referrals(ctx.session, ctx.actor, words)
        found = found_of(cases, referrals, url_for, ctx.today)
        if found.only_url is None:
            ids = [case.id for case in cases] + [referral.id for referral in referrals]
            found_id = remember_found(ctx, current_user.token, ids)
        ctx.note_reading("cases.search")
        if found.only_url:
            return redirect(found.only_url)
    return _search_page(ctx, form, found, found_id)


@blueprint.get("/fundet/<uuid:found_id>")
@requires(Permission.CASE_READ)
def found_again(found_id: UUID) -> ResponseReturnValue:
    """Show again what a search of this session found, so that a hit can lead to the others."""
    ctx = context()
    ids = found_in(ctx.session, current_user.token, found_id)
    if not ids:
        return redirect(url_for(".search"))
    ctx.note_reading("cases.search")
    cases = cases_found(ctx.session, ctx.actor, ids)
    referrals = referrals_found(ctx.session, ctx.actor, ids)
    found = found_of(cases, referrals, url_for, ctx.today)
    return _search_page(ctx, SearchForm(formdata=None), found, found_id, is_again=True)


@blueprint.route("/<uuid:case_id>/kontakt", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def contact(case_id: UUID) -> ResponseReturnValue:
    """Register a contact with the citizen: two clicks and a sentence."""
    ctx = context()
    form = ContactForm(open_referrals(_case(ctx, case_id, Permission.CASE_WRITE)), ctx.today)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                case = _case(ctx, case_id, Permission.CASE_WRITE)
                record_contact(ctx, case, form.command())
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            mend = url_for("cases.contact", case_id=case_id, _anchor="registreret")
            said = {"text": "Kontakten er gemt.", "url": mend, "label": "Ret en fejl"}
            flash(said, "success")  # type: ignore[arg-type]  # the flash component takes a link
            return redirect(url_for("cases.show", case_id=case_id))
    case = _opened(ctx, case_id, "cases.contact", Permission.CASE_WRITE)
    page = contact_view(case, kinds_to_record(ctx, case), url_for, ctx.today)
    return render_template("cases/contact.html", page=page, form=form), _status(form)


@blueprint.post("/<uuid:case_id>/kontakt/<uuid:event_id>/tilbagefoer")
@requires(Permission.CASE_WRITE)
def cancel_contact(case_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Take back a contact that was registered by mistake."""
    ctx = context()
    case = _case(ctx, case_id, Permission.CASE_WRITE)
    event = find_event(case, event_id)
    if event is None:
        raise NotFound
    try:
        with ctx.transaction():
            cancel_event(ctx, case, event)
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Registreringen er tilbageført. Den står fortsat i sagen.", "success")
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.route("/<uuid:case_id>/notat", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def note(case_id: UUID) -> ResponseReturnValue:
    """Write a note in the journal."""
    ctx, form = context(), NoteForm()
    case = _case(ctx, case_id, Permission.CASE_WRITE)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                write_note(ctx, case, form.text.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Notatet er gemt.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    case = _opened(ctx, case_id, "cases.note", Permission.CASE_WRITE)
    page = head_view(case, url_for, ctx.today)
    return render_template("cases/note.html", page=page, form=form), _status(form)


@blueprint.route("/<uuid:case_id>/kontaktperson", methods=["GET", "POST"])
@requires(Permission.CONTACT_PERSON_ASSIGN)
def assign(case_id: UUID) -> ResponseReturnValue:
    """Give the citizen a kontaktperson."""
    ctx = context()
    case = _case(ctx, case_id, Permission.CONTACT_PERSON_ASSIGN)
    colleagues = list_colleagues(ctx.session, ctx.actor, ctx.today)
    suggestions = suggest(colleagues, needs_of(case.citizen), ctx.today)
    form = AssignForm(suggestions, holder_of(case), request.args.get("til", ""))
    if form.validate_on_submit():
        user = find_colleague(ctx.session, ctx.actor, form.user_id)
        if user is None:
            raise NotFound
        name = user.name
        try:
            with ctx.transaction():
                assign_contact_person(
                    ctx,
                    case,
                    user,
                    instead_of=form.seen_holder_id,
                    tell_citizen=bool(form.tell_citizen.data),
                )
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(f"{name} er sat på som kontaktperson.", "success")
            to_board = form.til.data == "tavle"
            return redirect(
                url_for("worklist.board") if to_board else url_for("cases.show", case_id=case_id)
            )
    case = _opened(ctx, case_id, "cases.assign", Permission.CONTACT_PERSON_ASSIGN)
    language = LanguageForm(formdata=None, language=case.citizen.language)
    page = head_view(case, url_for, ctx.today)
    shown = {"page": page, "form": form, "language": language, "order_text": ORDER_TEXT}
    return render_template("cases/assign.html", **shown), _status(form)


def _search_page(
    ctx: Context,
    form: SearchForm,
    found: Found | None,
    found_id: UUID | None,
    *,
    is_again: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "cases/search.html",
        form=form,
        found=found,
        found_id=found_id,
        is_again=is_again,
        finds_referrals=may(ctx.actor, Permission.REFERRAL_READ),
    )
    return page, 422 if form.errors else 200


def _case(ctx: Context, case_id: UUID, permission: Permission) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, permission)
    if case is None:
        raise NotFound
    return case


def _opened(ctx: Context, case_id: UUID, surface: str, permission: Permission) -> Case:
    """Return a case that is about to be shown; the trace is saved first, and then it is read."""
    _case(ctx, case_id, permission)
    ctx.note_reading(surface, case_id=case_id)
    return _case(ctx, case_id, permission)


def _suggested(ctx: Context, case: Case) -> SuggestionView | None:
    """Return whom to give an open case nobody holds, for those who give cases."""
    may_assign = may(ctx.actor, Permission.CONTACT_PERSON_ASSIGN)
    if not may_assign or case.closed_on is not None or holders_of(case):
        return None
    colleagues = list_colleagues(ctx.session, ctx.actor, ctx.today)
    return suggestion_of(colleagues, case.citizen, ctx.today)


def _status(form: ContactForm | NoteForm | AssignForm) -> int:
    return 422 if form.errors else 200
