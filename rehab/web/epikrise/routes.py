"""Writing, reading and signing the epikrise that closes a referral."""

from collections.abc import Callable, Sequence
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may_on_case
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.programme import EpikriseHeading
from rehab.models import Case, Epikrise, Referral
from rehab.queries.cases import find_case, people_by_id, scope_of
from rehab.queries.epikriser import (
    closing_referral,
    find_case_id,
    find_document,
    find_epikrise,
    list_notes,
    sessions_ahead,
)
from rehab.queries.messages import list_messages_of_epikrise, sent_again
from rehab.services.context import Context
from rehab.services.epikrise_drafts import (
    AlreadySignedError,
    EpikriseDraft,
    NewerDraftError,
    draft,
    save_draft,
)
from rehab.services.epikriser import sign
from rehab.web.epikrise import presenters
from rehab.web.epikrise.forms import EpikriseForm, SignForm, epikrise_form
from rehab.web.guards import requires
from rehab.web.messages.presenters import NOTHING_LEAVES
from rehab.web.request_context import context

blueprint = Blueprint("epikrise", __name__, url_prefix="/henvisninger/<uuid:referral_id>")


class NotSignedYetError(DomainError):
    """The document was asked for before anybody signed it."""


@blueprint.route("/epikrise", methods=["GET", "POST"], endpoint="edit")
@requires(Permission.CASE_READ)
def edit_page(referral_id: UUID) -> ResponseReturnValue:
    """Write the epikrise; show the signed one, or the draft to those who may only read."""
    ctx = context()
    case, referral = _opened(ctx, referral_id, "epikrise.edit")
    form = epikrise_form(_headings(ctx, case))
    saved = find_epikrise(ctx.session, referral_id)
    if not _is_signed(saved) and form.validate_on_submit():
        answer = _saved(ctx, referral, form)
        if answer is not None:
            return answer
        referral = closing_referral(ctx.session, referral_id)
        saved = find_epikrise(ctx.session, referral_id)
    if saved is not None and _is_signed(saved):
        return _signed_page(ctx, case, referral, saved, form)
    current = draft(ctx, referral)
    if not _may_sign(ctx, current):
        return redirect(url_for("epikrise.preview", referral_id=referral_id))
    if not form.is_submitted():
        form.show(current.sections, current.version)
    elif _wants_signature():
        form.mark_empty(current.empty)
    return _edit_template(ctx, referral, current, form)


@blueprint.route("/epikrise/underskriv", methods=["GET", "POST"], endpoint="sign")
@requires(Permission.EPIKRISE_SIGN)
def sign_page(referral_id: UUID) -> ResponseReturnValue:
    """Show what is about to be signed, to whom it goes and what it closes; then sign it."""
    ctx = context()
    _, referral = _opened(ctx, referral_id, "epikrise.sign")
    form = SignForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                sign(ctx, referral, form.command())
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            form.has_read.data = False
            referral = closing_referral(ctx.session, referral_id)
        else:
            flash("Epikrisen er underskrevet og klar til afsendelse.", "success")
            return redirect(url_for("epikrise.edit", referral_id=referral_id))
    if _is_signed(find_epikrise(ctx.session, referral_id)):
        return redirect(url_for("epikrise.edit", referral_id=referral_id))
    current = draft(ctx, referral)
    form.fingerprint.data = current.fingerprint
    page = render_template(
        "epikrise/sign.html",
        form=form,
        head=presenters.head_view(current.case, referral, ctx.today),
        paper=presenters.paper_view(current),
        recipients=presenters.recipient_views(
            [{"name": p.name, "gln": p.gln, "role": p.role} for p in current.recipients.all],
            ctx.settings.xdis91_receivers,
        ),
        empty=[section.heading for section in current.empty],
        needs_gln=current.needs_gln,
        closing=presenters.closing_text(current),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/epikrise/udkast", endpoint="preview")
@requires(Permission.CASE_READ)
def preview_page(referral_id: UUID) -> ResponseReturnValue:
    """Show the draft as it would stand on paper."""
    ctx = context()
    _, referral = _opened(ctx, referral_id, "epikrise.preview")
    current = draft(ctx, referral)
    return render_template(
        "epikrise/preview.html",
        head=presenters.head_view(current.case, referral, ctx.today),
        paper=presenters.paper_view(current),
    )


@blueprint.get("/epikrise.pdf", endpoint="pdf")
@requires(Permission.CASE_READ)
def pdf_file(referral_id: UUID) -> ResponseReturnValue:
    """Hand out the signed page, byte for byte."""
    return _download(referral_id, "epikrise.pdf", "pdf", "application/pdf", lambda row: row.pdf)


@blueprint.get("/epikrise.xml", endpoint="xml")
@requires(Permission.CASE_READ)
def xml_file(referral_id: UUID) -> ResponseReturnValue:
    """Hand out the signed MedCom message, byte for byte."""
    return _download(referral_id, "epikrise.xml", "xml", "application/xml", lambda row: row.xml)


def _opened(ctx: Context, referral_id: UUID, surface: str) -> tuple[Case, Referral]:
    """Return the referral and its case, the reading logged; 404 when they are not the actor's."""
    case_id = find_case_id(ctx.session, ctx.actor, referral_id)
    if case_id is None:
        raise NotFound
    ctx.note_reading(surface, case_id=case_id, referral_id=referral_id)
    case = find_case(ctx.session, ctx.actor, case_id)
    if case is None:
        raise NotFound
    return case, closing_referral(ctx.session, referral_id)


def _is_signed(row: Epikrise | None) -> bool:
    return row is not None and row.signed_at is not None


def _headings(ctx: Context, case: Case) -> Sequence[EpikriseHeading]:
    return ctx.programme_for(case.programme_version).epikrise_headings


def _may_sign(ctx: Context, current: EpikriseDraft) -> bool:
    scope = scope_of(ctx.session, current.case)
    return may_on_case(ctx.actor, Permission.EPIKRISE_SIGN, scope)


def _wants_signature() -> bool:
    """Tell whether the button that goes on to the signature was pressed, and not a save."""
    return request.form.get("action") == "next"


def _saved(ctx: Context, referral: Referral, form: EpikriseForm) -> ResponseReturnValue | None:
    """Save what was written; return where to go, or None when the page must be shown again."""
    referral_id = referral.id
    try:
        with ctx.transaction():
            row = save_draft(ctx, referral, form.command(request.form.get("restore", "")))
            form.version.data = str(row.version)
    except NotPermittedError:
        raise
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        newer = find_epikrise(ctx.session, referral_id)
        if isinstance(refusal, NewerDraftError) and newer is not None:
            form.version.data = str(newer.version)
        return None
    if not _wants_signature():
        flash("Udkastet er gemt.", "success")
        return redirect(url_for("epikrise.edit", referral_id=referral_id))
    if draft(ctx, closing_referral(ctx.session, referral_id)).empty:
        return None
    return redirect(url_for("epikrise.sign", referral_id=referral_id))


def _edit_template(
    ctx: Context, referral: Referral, current: EpikriseDraft, form: EpikriseForm
) -> ResponseReturnValue:
    headings = _headings(ctx, current.case)
    page = render_template(
        "epikrise/edit.html",
        form=form,
        wants_signature=_wants_signature(),
        head=presenters.head_view(current.case, referral, ctx.today),
        writings=presenters.writing_views(headings, current.drafted, current.sections),
        paper=presenters.paper_view(current),
        empty=[section.heading for section in current.empty],
        notes=presenters.note_views(list_notes(ctx.session, current.case.id)),
        ahead=presenters.ahead_text(sessions_ahead(ctx.session, referral.id, ctx.now)),
    )
    return page, 422 if form.errors else 200


def _signed_page(
    ctx: Context, case: Case, referral: Referral, row: Epikrise, form: EpikriseForm
) -> ResponseReturnValue:
    """Render a signed epikrise; what was typed as it was being signed is there for copying."""
    headings = _headings(ctx, case)
    unsaved: tuple[tuple[str, str], ...] = ()
    if form.is_submitted():
        unsaved = presenters.unsaved_texts(form.command().texts, headings, row.texts)
    people = people_by_id(ctx.session, ctx.organisation_id)
    messages = list_messages_of_epikrise(ctx.session, row.id)
    again = sent_again(ctx.session, messages)
    recipients = presenters.sent_views(row.recipients, messages, again, ctx.now)
    page = render_template(
        "epikrise/signed.html",
        head=presenters.head_view(case, referral, ctx.today),
        signed=presenters.signed_view(row, headings, people, recipients),
        nothing_leaves=None if ctx.settings.outbox_folder else NOTHING_LEAVES,
        refusal=str(AlreadySignedError()) if form.is_submitted() else None,
        unsaved=unsaved,
    )
    return page, 422 if form.is_submitted() else 200


def _download(
    referral_id: UUID,
    surface: str,
    ending: str,
    mimetype: str,
    content: Callable[[Epikrise], bytes | None],
) -> ResponseReturnValue:
    ctx = context()
    case, referral = _opened(ctx, referral_id, surface)
    row = find_document(ctx.session, referral_id)
    if row is None:
        raise NotSignedYetError("Epikrisen er ikke underskrevet endnu. Underskriv den først.")
    which = "-gop" if referral.legal_basis is LegalBasis.SUNDHEDSLOVEN_140 else ""
    return send_file(
        BytesIO(content(row) or b""),
        mimetype=mimetype,
        as_attachment=True,
        download_name=f"epikrise-{case.number}{which}.{ending}",
    )
