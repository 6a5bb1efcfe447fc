"""Received letters that are no referral, or wait for a person to say what they are."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.medcom.letters import REFERRAL_KINDS
from rehab.models import IntakeOutcome, StoredLetter
from rehab.queries.letters import (
    LetterFilter,
    citizens_of,
    count_letters,
    find_letter,
    list_letters,
    referral_made_of,
)
from rehab.services.context import Context
from rehab.services.parked_letters import begin_parked, file_parked
from rehab.web.downloads import download, message_name
from rehab.web.fields import Form
from rehab.web.guards import requires
from rehab.web.letters.presenters import (
    EMPTY_TEXTS,
    FILTER_LABELS,
    content_of,
    letter_row,
    letter_view,
)
from rehab.web.lists import ChipView
from rehab.web.request_context import context

blueprint = Blueprint("letters", __name__)


@blueprint.get("/breve")
@requires(Permission.REFERRAL_READ)
def index() -> ResponseReturnValue:
    """Show the letters that wait, or those that were filed."""
    ctx = context()
    wanted = request.args.get("vis", "")
    which = LetterFilter(wanted) if wanted in set(LetterFilter) else LetterFilter.WAITING
    letters = list_letters(ctx.session, ctx.actor, which)
    citizens = citizens_of(ctx.session, ctx.actor, letters)
    counts = count_letters(ctx.session, ctx.actor)
    return render_template(
        "letters/index.html",
        rows=[
            letter_row(row, citizens.get(row.citizen_id) if row.citizen_id else None, ctx.today)
            for row in letters
        ],
        chips=[
            ChipView(label, url_for(".index", vis=name.value), name is which, counts[name])
            for name, label in FILTER_LABELS.items()
        ],
        caption=FILTER_LABELS[which],
        empty_text=EMPTY_TEXTS[which],
    )


@blueprint.get("/breve/<uuid:letter_id>")
@requires(Permission.REFERRAL_READ)
def show(letter_id: UUID) -> ResponseReturnValue:
    """Show a letter as it was written, and what can be done with one that waits."""
    ctx = context()
    _letter_or_404(ctx, letter_id)
    ctx.note_reading("letter.show")
    return _page(ctx, _letter_or_404(ctx, letter_id), Form())


@blueprint.get("/breve/<uuid:letter_id>/meddelelse.xml")
@requires(Permission.REFERRAL_READ)
def raw(letter_id: UUID) -> ResponseReturnValue:
    """Hand out the file the letter came in, byte for byte."""
    ctx = context()
    content = _letter_or_404(ctx, letter_id).delivery.raw
    ctx.note_reading("letter.raw")
    return download(content, message_name(f"brev-{letter_id}", content))


@blueprint.post("/breve/<uuid:letter_id>/henvisning")
@requires(Permission.REFERRAL_REGISTER)
def begin(letter_id: UUID) -> ResponseReturnValue:
    """Make a parked referral letter a referral in the inbox."""
    ctx = context()
    letter = _letter_or_404(ctx, letter_id)
    try:
        with ctx.transaction():
            referral_id = begin_parked(ctx, letter).id
    except DomainError as refusal:
        return _refused(ctx, letter_id, refusal)
    flash("Brevet er oprettet som henvisning. Nu kan den visiteres.", "success")
    return redirect(url_for("referrals.show", referral_id=referral_id))


@blueprint.post("/breve/<uuid:letter_id>/laest")
@requires(Permission.REFERRAL_REGISTER)
def file(letter_id: UUID) -> ResponseReturnValue:
    """File a parked letter as read."""
    ctx = context()
    letter = _letter_or_404(ctx, letter_id)
    try:
        with ctx.transaction():
            file_parked(ctx, letter)
    except DomainError as refusal:
        return _refused(ctx, letter_id, refusal)
    flash("Brevet er arkiveret som læst. Det ligger under Breve.", "success")
    return redirect(url_for(".index"))


def _letter_or_404(ctx: Context, letter_id: UUID) -> StoredLetter:
    letter = find_letter(ctx.session, ctx.actor, letter_id)
    if letter is None:
        raise NotFound
    return letter


def _refused(ctx: Context, letter_id: UUID, refusal: DomainError) -> ResponseReturnValue:
    form = Form()
    form.form_errors.append(str(refusal))
    return _page(ctx, _letter_or_404(ctx, letter_id), form)


def _page(ctx: Context, letter: StoredLetter, form: Form) -> ResponseReturnValue:
    waits = letter.outcome is IntakeOutcome.PARKED
    page = render_template(
        "letters/show.html",
        form=form,
        letter=letter_view(letter, content_of(letter)),
        letter_id=letter.id,
        reason=letter.reason if waits else None,
        may_act=waits and may(ctx.actor, Permission.REFERRAL_REGISTER),
        is_referral=letter.kind in REFERRAL_KINDS,
        referral_id=referral_made_of(ctx.session, letter),
    )
    return page, 422 if form.errors else 200
