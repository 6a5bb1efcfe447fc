"""The one entrance: the inbox, triage, and referrals typed in by hand."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.cpr import parse_identifier
from rehab.domain.errors import DomainError
from rehab.domain.open_decisions import AlreadyDecidedError, check_still_open
from rehab.domain.referrals import TriageDecision
from rehab.models import StoredLetter
from rehab.queries.inbox import InboxFilter
from rehab.queries.letters import find_letter
from rehab.queries.referrals import find_message
from rehab.services.context import Context
from rehab.services.correspondence import ask_for_missing, question_draft
from rehab.services.parked_letters import attach_parked
from rehab.services.referral_dates import correct_dates, is_plan
from rehab.services.referral_intake import NameDiffersError, type_in_referral
from rehab.services.triage import triage
from rehab.web.downloads import download, message_name
from rehab.web.guards import requires
from rehab.web.labels import DECIDED_LABELS
from rehab.web.letters.forms import AskForm
from rehab.web.letters.presenters import content_of
from rehab.web.letters.writing import NOT_FOR_URGENT, flash_queued
from rehab.web.presenters import person_view
from rehab.web.referrals.forms import DatesForm
from rehab.web.referrals.pages import (
    decided_meanwhile,
    inbox_page,
    referral_or_404,
    triage_form,
    triage_page,
)
from rehab.web.referrals.type_in_form import TypeInForm
from rehab.web.request_context import context

blueprint = Blueprint("referrals", __name__)


@blueprint.get("/indbakke")
@requires(Permission.REFERRAL_READ)
def inbox() -> ResponseReturnValue:
    """Show the referrals that wait, the most urgent first."""
    wanted = request.args.get("vis", "")
    which = InboxFilter(wanted) if wanted in set(InboxFilter) else InboxFilter.NEW
    after = request.args.get("efter", None, UUID)
    return inbox_page(context(), which, after, request.args.get("foer", None, UUID))


@blueprint.get("/henvisninger/<uuid:referral_id>")
@requires(Permission.REFERRAL_READ)
def show(referral_id: UUID) -> ResponseReturnValue:
    """Show a referral as the sender wrote it, with the checklist and the decision to take."""
    ctx = context()
    referral = referral_or_404(ctx, referral_id, reading=True)
    return triage_page(ctx, referral, triage_form(ctx, referral))


@blueprint.post("/henvisninger/<uuid:referral_id>/afgoerelse")
@requires(Permission.REFERRAL_TRIAGE)
def decide(referral_id: UUID) -> ResponseReturnValue:
    """Carry out a triage decision; accepting leads to the case, anything else to the inbox."""
    ctx = context()
    referral = referral_or_404(ctx, referral_id)
    form = triage_form(ctx, referral)
    try:
        check_still_open(referral.status, form.decision())
        if not form.validate():
            return triage_page(ctx, referral, form)
        command = form.command()
        with ctx.transaction():
            triage(ctx, referral, command)
            case_id = referral.case_id
    except AlreadyDecidedError as refusal:
        return decided_meanwhile(ctx, referral_or_404(ctx, referral_id), form, refusal)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        referral = referral_or_404(ctx, referral_id)
        form.version.data = str(referral.version)
        return triage_page(ctx, referral, form)
    flash(f"{DECIDED_LABELS[command.decision]}: {form.reason()}.", "success")
    if command.decision is TriageDecision.ACCEPT:
        return redirect(url_for("cases.show", case_id=case_id))
    return redirect(url_for(".inbox"))


@blueprint.route(
    "/henvisninger/<uuid:referral_id>/datoer", methods=["GET", "POST"], endpoint="correct_dates"
)
@requires(Permission.REFERRAL_TRIAGE)
def correct_dates_page(referral_id: UUID) -> ResponseReturnValue:
    """Put right the dates that the clocks are counted from."""
    ctx = context()
    referral = referral_or_404(ctx, referral_id, reading=True)
    form = DatesForm()
    form.show(referral)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                correct_dates(ctx, referral, form.command(referral))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            referral = referral_or_404(ctx, referral_id)
            form.version.data = str(referral.version)
        else:
            flash("Datoerne er rettet, og fristerne er regnet om.", "success")
            return redirect(url_for(".show", referral_id=referral_id))
    page = render_template(
        "referrals/correct_dates.html",
        form=form,
        referral_id=referral_id,
        who=person_view(referral.citizen, ctx.today),
        is_plan=is_plan(referral),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/henvisninger/<uuid:referral_id>/mangelbrev", methods=["GET", "POST"])
@requires(Permission.REFERRAL_TRIAGE)
def ask(referral_id: UUID) -> ResponseReturnValue:
    """Ask the one who referred for what the referral lacks; it pauses no clock."""
    ctx = context()
    referral = referral_or_404(ctx, referral_id, reading=True)
    form = AskForm(question_draft(ctx, referral))
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                held_back = ask_for_missing(ctx, referral, form.text.data or "").reason
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            referral = referral_or_404(ctx, referral_id)
        else:
            flash_queued(held_back)
            return redirect(url_for(".show", referral_id=referral_id))
    page = render_template(
        "referrals/ask.html",
        form=form,
        referral_id=referral_id,
        who=person_view(referral.citizen, ctx.today),
        receiver=referral.sender_name,
        sentence=NOT_FOR_URGENT,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/henvisninger/<uuid:referral_id>/meddelelse.xml")
@requires(Permission.REFERRAL_READ)
def raw(referral_id: UUID) -> ResponseReturnValue:
    """Hand out the message byte for byte."""
    ctx = context()
    message = find_message(ctx.session, ctx.actor, referral_id)
    if message is None:
        raise NotFound
    ctx.note_reading("referral.raw", referral_id=referral_id)
    return download(message, message_name(f"henvisning-{referral_id}", message))


@blueprint.route("/henvisninger/ny", methods=["GET", "POST"])
@requires(Permission.REFERRAL_REGISTER)
def type_in() -> ResponseReturnValue:
    """Register a referral that came by telephone, on paper, or in a letter that is no referral."""
    ctx = context()
    letter = _letter_asked_for(ctx)
    form = TypeInForm()
    form.begin(ctx.today, content_of(letter) if letter else None)
    confirm_name = bool(form.same_citizen.data)
    if form.validate_on_submit():
        command = form.command(ctx.today)
        try:
            with ctx.transaction():
                referral = type_in_referral(ctx, command)
                if letter is not None:
                    attach_parked(ctx, letter, referral)
                referral_id = referral.id
        except NameDiffersError as refusal:
            confirm_name = True
            form.same_citizen.errors = [str(refusal)]
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Henvisningen er oprettet. Nu kan den visiteres.", "success")
            if parse_identifier(command.identifier).satisfies_modulus_11 is False:
                flash(
                    "CPR-nummeret opfylder ikke modulus 11. Det kan være gyldigt: "
                    "kontrollér, at det er tastet rigtigt.",
                    "warning",
                )
            return redirect(url_for(".show", referral_id=referral_id))
    page = render_template(
        "referrals/type_in.html",
        form=form,
        letter_id=_wanted_letter(),
        confirm_name=confirm_name,
    )
    return page, 422 if form.errors else 200


def _letter_asked_for(ctx: Context) -> StoredLetter | None:
    """Return the parked letter a referral is typed in from, or None when there is none."""
    wanted = _wanted_letter()
    if wanted is None:
        return None
    letter = find_letter(ctx.session, ctx.actor, wanted)
    if letter is None:
        raise NotFound
    return letter


def _wanted_letter() -> UUID | None:
    """Return the letter named in the address; what is not an id names none."""
    try:
        return UUID(request.args.get("brev", ""))
    except ValueError:
        return None
