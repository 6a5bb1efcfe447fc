"""Letters to many citizens: asked for, followed while they are made, and printed."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.documents.printing import printed_together
from rehab.domain.access import Permission
from rehab.domain.citizen_letters import LetterTemplate
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.models import CitizenLetter, Course, LetterBatch, LetterState
from rehab.queries.cases import people_by_id
from rehab.queries.citizen_letters import find_wording, list_to_print, pdfs_of
from rehab.queries.courses import find_course
from rehab.queries.letter_batches import count_states, find_batch, letters_of_batch
from rehab.queries.notices import kinds_of_letters
from rehab.services.citizen_letters import mark_printed, set_wording
from rehab.services.context import Context
from rehab.services.letter_batches import try_again, write_to_course
from rehab.web.citizen_letters.forms import ManyForm, PrintForm, WordingForm
from rehab.web.citizen_letters.presenters import batch_view, made_ids
from rehab.web.citizen_letters.routes import blueprint
from rehab.web.downloads import download
from rehab.web.fields import Form
from rehab.web.filters import danish_instant
from rehab.web.guards import requires
from rehab.web.lists import ChipView
from rehab.web.request_context import context
from rehab.web.to_citizen.rows import TEMPLATE_LABELS, letter_row

__all__ = ["blueprint"]  # the same blueprint as for one letter, with these routes on it


@blueprint.route("/til-print", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def print_list() -> ResponseReturnValue:
    """Show the letters to post on paper; hand them out in one file; note that they are printed."""
    ctx = context()
    found = list_to_print(ctx.session, ctx.actor)
    form = PrintForm(made_ids([letter for letter, _ in found]))
    if form.validate_on_submit():
        chosen = [letter for letter, _ in found if form.means(letter.id)]
        if request.form.get("action") == "printet":
            with ctx.transaction():
                marked = mark_printed(ctx, chosen)
            flash(f"{plural(marked, 'brev', 'breve')} er noteret som printet.", "success")
            return redirect(url_for(".print_list"))
        return _one_file(ctx, chosen, "breve-til-print.pdf")
    people = people_by_id(ctx.session, ctx.organisation_id)
    kinds = kinds_of_letters(ctx.session, [row.id for row, _ in found])
    rows = [
        letter_row(row, people, url_for, kind=kinds.get(row.id), case=case, today=ctx.today)
        for row, case in found
    ]
    page = render_template(
        "citizen_letters/print_list.html",
        form=form,
        rows=rows,
        waiting=plural(len(rows), "brev venter", "breve venter"),
        any_failed=any(letter.state is LetterState.FAILED for letter, _ in found),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/til-print/igen")
@requires(Permission.CASE_WRITE)
def print_again() -> ResponseReturnValue:
    """Let the letters on the list that could not be made be tried once more."""
    ctx = context()
    with ctx.transaction():
        count = try_again(ctx, [letter for letter, _ in list_to_print(ctx.session, ctx.actor)])
    flash(f"{plural(count, 'brev', 'breve')} prøves igen.", "success")
    return redirect(url_for(".print_list"))


@blueprint.route("/forloeb/<uuid:course_id>/breve-til-borgere", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def to_course(course_id: UUID) -> ResponseReturnValue:
    """Ask for a letter to everybody on a course."""
    ctx, form = context(), ManyForm()
    course = _course(ctx, course_id)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                batch_id = write_to_course(ctx, course, form.command()).id
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            course = _course(ctx, course_id)
        else:
            return redirect(url_for(".batch", batch_id=batch_id))
    page = render_template(
        "citizen_letters/to_course.html", form=form, course_id=course_id, title=course.title
    )
    return page, 422 if form.errors else 200


@blueprint.get("/borgerbreve/samling/<uuid:batch_id>")
@requires(Permission.CASE_WRITE)
def batch(batch_id: UUID) -> ResponseReturnValue:
    """Show how far letters asked for together have come; it may be left and opened again."""
    ctx = context()
    found = _batch(ctx, batch_id)
    people = people_by_id(ctx.session, ctx.organisation_id)
    asker = people.get(found.requested_by)
    view = batch_view(
        found.name,
        danish_instant(found.requested_at),
        asker.name if asker else "Rehab",
        count_states(ctx.session, batch_id),
    )
    letters = letters_of_batch(ctx.session, ctx.actor, batch_id)
    return render_template(
        "citizen_letters/batch.html",
        batch=view,
        batch_id=batch_id,
        form=Form(),
        rows=[
            letter_row(row, people, url_for, case=case, today=ctx.today) for row, case in letters
        ],
    )


@blueprint.post("/borgerbreve/samling/<uuid:batch_id>/igen")
@requires(Permission.CASE_WRITE)
def batch_again(batch_id: UUID) -> ResponseReturnValue:
    """Let the letters that could not be made be tried once more."""
    ctx = context()
    _batch(ctx, batch_id)
    letters = letters_of_batch(ctx.session, ctx.actor, batch_id)
    with ctx.transaction():
        count = try_again(ctx, [letter for letter, _ in letters])
    flash(f"{plural(count, 'brev', 'breve')} prøves igen.", "success")
    return redirect(url_for(".batch", batch_id=batch_id))


@blueprint.get("/borgerbreve/samling/<uuid:batch_id>.pdf")
@requires(Permission.CASE_WRITE)
def batch_pdf(batch_id: UUID) -> ResponseReturnValue:
    """Hand out the letters of a batch that are made, one behind the other in one file."""
    ctx = context()
    _batch(ctx, batch_id)
    letters = [letter for letter, _ in letters_of_batch(ctx.session, ctx.actor, batch_id)]
    return _one_file(ctx, letters, f"breve-{batch_id}.pdf")


@blueprint.route("/borgerbreve/ord", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def wording() -> ResponseReturnValue:
    """Show and change the kommune's own words for a letter."""
    ctx, form = context(), WordingForm()
    wanted = request.args.get("skabelon", LetterTemplate.FREE_CHOICE.value)
    if wanted not in set(LetterTemplate):
        raise NotFound
    template = LetterTemplate(wanted)
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                set_wording(ctx, template, form.text.data or "")
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Ordene er gemt. De står i næste brev.", "success")
            return redirect(url_for(".wording", skabelon=template.value))
    if not form.is_submitted():
        form.text.data = find_wording(ctx.session, ctx.organisation_id, template)
    page = render_template(
        "citizen_letters/wording.html",
        form=form,
        template=template.value,
        chips=[
            ChipView(label, url_for(".wording", skabelon=each.value), each is template, None)
            for each, label in TEMPLATE_LABELS.items()
            if each is not LetterTemplate.MESSAGE
        ],
    )
    return page, 422 if form.errors else 200


def _one_file(ctx: Context, letters: Sequence[CitizenLetter], name: str) -> ResponseReturnValue:
    case_ids = list(dict.fromkeys(letter.case_id for letter in letters))
    content = printed_together(pdfs_of(ctx.session, [letter.id for letter in letters]))
    ctx.note_readings("citizen_letters.print", case_ids)
    return download(content, name, "application/pdf")


def _course(ctx: Context, course_id: UUID) -> Course:
    course = find_course(ctx.session, ctx.actor, course_id)
    if course is None:
        raise NotFound
    return course


def _batch(ctx: Context, batch_id: UUID) -> LetterBatch:
    found = find_batch(ctx.session, ctx.actor, batch_id)
    if found is None:
        raise NotFound
    return found
