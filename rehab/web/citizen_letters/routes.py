"""Letters to one citizen: written, looked at, made, and read again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.citizen_letters import RULES, LetterTemplate, NothingPlannedError
from rehab.domain.errors import DomainError
from rehab.models import Case
from rehab.queries.cases import find_case
from rehab.queries.citizen_letters import find_citizen_letter
from rehab.services.citizen_letters import (
    LetterDraft,
    WriteToCitizen,
    draft_letter,
    page_of,
    write_to_citizen,
)
from rehab.services.context import Context
from rehab.web.case_head import head_view
from rehab.web.citizen_letters.forms import LetterForm
from rehab.web.citizen_letters.presenters import paper_letter
from rehab.web.downloads import download
from rehab.web.guards import requires
from rehab.web.lists import ChipView
from rehab.web.request_context import context
from rehab.web.to_citizen.rows import TEMPLATE_LABELS

blueprint = Blueprint("citizen_letters", __name__)
_ANCHOR = "til-borgeren"


@blueprint.route("/sager/<uuid:case_id>/breve-til-borger/ny", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def write(case_id: UUID) -> ResponseReturnValue:
    """Write a letter to the citizen, look at it, and make it."""
    ctx, form, template = context(), LetterForm(), _template()
    case = _case(ctx, case_id)
    if form.validate_on_submit() and request.form.get("action") == "lav":
        try:
            with ctx.transaction():
                letter_id = write_to_citizen(ctx, case, form.command(template)).id
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            return _made(case_id, letter_id)
    ctx.note_reading("citizen_letters.write", case_id=case_id)
    case = _case(ctx, case_id)
    draft, missing = _draft(ctx, case, template)
    if draft is not None:
        form.show(draft)
    text = (form.text.data or "").strip()
    paper = paper_letter(page_of(ctx, draft.source, template, text)) if draft and text else None
    page = render_template(
        "citizen_letters/write.html",
        form=form,
        page=head_view(case, url_for, ctx.today),
        template=template.value,
        chips=_chips(case_id, template),
        rule=RULES[template],
        wording_url=_wording_url(ctx, template),
        missing=missing,
        paper=paper,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/sager/<uuid:case_id>/breve-til-borger/indkaldelse")
@requires(Permission.CASE_WRITE)
def invite(case_id: UUID) -> ResponseReturnValue:
    """Make the indkaldelse of a booked citizen in one click, in the words it has by itself."""
    ctx = context()
    case = _case(ctx, case_id)
    try:
        with ctx.transaction():
            draft = draft_letter(ctx, case, LetterTemplate.INVITATION)
            command = WriteToCitizen(draft.template, draft.text, draft.to_print)
            letter_id = write_to_citizen(ctx, case, command).id
    except DomainError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("cases.show", case_id=case_id, _anchor=_ANCHOR))
    return _made(case_id, letter_id)


@blueprint.get("/borgerbreve/<uuid:citizen_letter_id>.pdf")
@requires(Permission.CASE_READ)
def pdf(citizen_letter_id: UUID) -> ResponseReturnValue:
    """Hand out a letter as it was made, byte for byte."""
    ctx = context()
    letter = find_citizen_letter(ctx.session, ctx.actor, citizen_letter_id)
    if letter is None or letter.pdf is None:
        raise NotFound
    content, case_id = letter.pdf, letter.case_id
    ctx.note_reading("citizen_letters.pdf", case_id=case_id)
    return download(content, f"brev-{citizen_letter_id}.pdf", "application/pdf")


def _template() -> LetterTemplate:
    wanted = request.args.get("skabelon", LetterTemplate.INVITATION.value)
    if wanted not in set(LetterTemplate):
        raise NotFound
    return LetterTemplate(wanted)


def _wording_url(ctx: Context, template: LetterTemplate) -> str | None:
    """Return where the kommune's own words are set, for who may and where there are any."""
    if template is LetterTemplate.MESSAGE or not may(ctx.actor, Permission.COURSE_PLAN):
        return None
    return url_for(".wording", skabelon=template.value)


def _chips(case_id: UUID, chosen: LetterTemplate) -> list[ChipView]:
    return [
        ChipView(
            label, url_for(".write", case_id=case_id, skabelon=each.value), each is chosen, None
        )
        for each, label in TEMPLATE_LABELS.items()
    ]


def _draft(ctx: Context, case: Case, template: LetterTemplate) -> tuple[LetterDraft | None, str]:
    """Return the letter to begin from, or why there is none to write yet."""
    try:
        return draft_letter(ctx, case, template), ""
    except NothingPlannedError as missing:
        return None, str(missing)


def _made(case_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    url = url_for(".pdf", citizen_letter_id=letter_id)
    said = {"text": "Brevet er lavet og ligger i sagen.", "url": url, "label": "Hent brevet"}
    flash(said, "success")  # type: ignore[arg-type]  # the flash component takes a link
    return redirect(url_for("cases.show", case_id=case_id, _anchor=_ANCHOR))


def _case(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case
