"""Received letters that are no referral, or wait for a person to say what they are."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.medcom.letters import REFERRAL_KINDS
from rehab.models import IntakeOutcome, StoredLetter
from rehab.queries.attachments import attachments_of, letters_pointing_to
from rehab.queries.cases import find_case
from rehab.queries.letters import (
    LetterFilter,
    case_of_letter,
    citizens_of,
    count_letters,
    find_letter,
    find_readable_letter,
    list_letters,
    referral_made_of,
)
from rehab.queries.raw_files import is_own_file
from rehab.services.citizens import is_usable
from rehab.services.context import Context
from rehab.services.correspondence import write_letter
from rehab.services.parked_letters import begin_parked, file_parked
from rehab.web.case_head import head_view
from rehab.web.downloads import FileView, download, file_view, message_name
from rehab.web.fields import Form
from rehab.web.guards import requires
from rehab.web.letters.attachments import attachment_name, attachment_views
from rehab.web.letters.forms import WriteForm
from rehab.web.letters.presenters import (
    EMPTY_TEXTS,
    FILTER_LABELS,
    content_of,
    letter_heading,
    letter_row,
    letter_view,
)
from rehab.web.letters.writing import NOT_FOR_URGENT, flash_queued
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
@requires(Permission.CASE_READ)
def show(letter_id: UUID) -> ResponseReturnValue:
    """Show a letter as it was written, and what can be done with one that waits."""
    ctx = context()
    case_id = case_of_letter(ctx.session, ctx.actor, _readable_or_404(ctx, letter_id))
    ctx.note_reading("letter.show", case_id=case_id)
    return _page(ctx, _readable_or_404(ctx, letter_id), Form())


@blueprint.get("/breve/<uuid:letter_id>/meddelelse.xml")
@requires(Permission.REFERRAL_READ)
def raw(letter_id: UUID) -> ResponseReturnValue:
    """Hand out the file the letter came in, byte for byte."""
    ctx = context()
    content = _letter_or_404(ctx, letter_id).delivery.raw
    if not is_own_file(ctx.session, ctx.actor, letter_id):
        raise NotFound
    ctx.note_reading("letter.raw")
    return download(content, message_name(f"brev-{letter_id}", content))


@blueprint.get("/breve/<uuid:letter_id>/bilag/<int:position>")
@requires(Permission.CASE_READ)
def attachment(letter_id: UUID, position: int) -> ResponseReturnValue:
    """Hand out a file that a letter carries, byte for byte, to be saved."""
    ctx = context()
    letter = _readable_or_404(ctx, letter_id)
    files = content_of(letter).attachments
    if position >= len(files):
        raise NotFound
    case_id = case_of_letter(ctx.session, ctx.actor, letter)
    ctx.note_reading("letter.attachment", case_id=case_id)
    name = attachment_name(position, files[position].extension)
    return download(files[position].content, name, "application/octet-stream")


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


@blueprint.route("/sager/<uuid:case_id>/brev", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def write(case_id: UUID) -> ResponseReturnValue:
    """Write to somebody who referred the citizen or is to hear how it goes."""
    ctx = context()
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    form = WriteForm(case.referrals)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                message = write_letter(ctx, case, form.command())
                held_back = message.reason
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash_queued(held_back)
            return redirect(url_for("cases.show", case_id=case_id, _anchor="meddelelser"))
    ctx.note_reading("letters.write", case_id=case_id)
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    page = head_view(case, url_for, ctx.today)
    template = render_template("letters/write.html", page=page, form=form, sentence=NOT_FOR_URGENT)
    return template, 422 if form.errors else 200


def _letter_or_404(ctx: Context, letter_id: UUID) -> StoredLetter:
    letter = find_letter(ctx.session, ctx.actor, letter_id)
    if letter is None:
        raise NotFound
    return letter


def _readable_or_404(ctx: Context, letter_id: UUID) -> StoredLetter:
    letter = find_readable_letter(ctx.session, ctx.actor, letter_id)
    if letter is None:
        raise NotFound
    return letter


def _refused(ctx: Context, letter_id: UUID, refusal: DomainError) -> ResponseReturnValue:
    form = Form()
    form.form_errors.append(str(refusal))
    return _page(ctx, _letter_or_404(ctx, letter_id), form)


def _page(ctx: Context, letter: StoredLetter, form: Form) -> ResponseReturnValue:
    waits = letter.outcome is IntakeOutcome.PARKED
    at_entrance = may(ctx.actor, Permission.REFERRAL_READ)
    content = content_of(letter)
    page = render_template(
        "letters/show.html",
        form=form,
        letter=letter_view(letter, content),
        letter_id=letter.id,
        file=_file(ctx, letter.id) if at_entrance else None,
        case_id=case_of_letter(ctx.session, ctx.actor, letter),
        at_entrance=at_entrance,
        reason=letter.reason if waits else None,
        may_act=waits and may(ctx.actor, Permission.REFERRAL_REGISTER),
        is_referral=content.kind in REFERRAL_KINDS
        and content.patient is not None
        and is_usable(content.patient.identifier),
        referral_id=referral_made_of(ctx.session, letter) if at_entrance else None,
        attachments=attachment_views(attachments_of(ctx.session, ctx.actor, letter.id)),
        belongs_to=[
            (row.id, letter_heading(row))
            for row in letters_pointing_to(ctx.session, ctx.actor, letter.id)
        ],
    )
    return page, 422 if form.errors else 200


def _file(ctx: Context, letter_id: UUID) -> FileView:
    """Return the file a letter came in, which may name others and is the entrance's to fetch."""
    is_own = is_own_file(ctx.session, ctx.actor, letter_id)
    return file_view(url_for(".raw", letter_id=letter_id), "det oprindelige brev", is_own=is_own)
