"""Acts on the cases that were ticked on a list: seen first, then done with a line for each."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from rehab.domain.access import Permission
from rehab.domain.bulk import BulkSizeError, Outcome, check_rows, summary
from rehab.domain.citizen_letters import LetterTemplate
from rehab.domain.contact_persons import share_out
from rehab.domain.offers import plannable
from rehab.queries.bookable import upcoming_courses
from rehab.queries.bulk import cases_by_id, holders_of
from rehab.queries.contact_persons import list_colleagues, needs_of
from rehab.queries.courses import chosen_offers
from rehab.services.bulk import BulkAct, foresee, run
from rehab.services.bulk_acts import (
    Assignment,
    GiveContactPerson,
    WriteLetters,
    new_batch_id,
)
from rehab.services.bulk_places import BookEach, LetEachWait
from rehab.services.context import Context
from rehab.web.bulk.asked import Asked, asked_in, token_of
from rehab.web.bulk.forms import AssignForm, ChoiceForm, PlaceForm, WriteForm
from rehab.web.bulk.presenters import rows_of
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("bulk", __name__, url_prefix="/valgte-sager")


@blueprint.post("/kontaktperson")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def assign() -> ResponseReturnValue:
    """Give the ticked cases to a person, or to whom the suggestion names for each."""
    ctx, asked = context(), asked_in(request.form)
    form = AssignForm(list_colleagues(ctx.session, ctx.actor, ctx.today))
    doing = asked.step == "goer" and form.fingerprint() == asked.seen
    to = asked.assignments if doing else _assignments(ctx, form, asked)
    tokens = [token_of(case_id, one) for case_id, one in to.items()]
    return _answer(ctx, asked, form, GiveContactPerson(to), "bulk/assign.html", tokens=tokens)


@blueprint.post("/hold")
@requires(Permission.COURSE_BOOK)
def place() -> ResponseReturnValue:
    """Book the ticked cases' citizens on a hold, or let them wait for an offer."""
    ctx, asked = context(), asked_in(request.form)
    form = PlaceForm(_places(ctx))
    chosen = form.act() if asked.step and form.validate() else None
    return _answer(ctx, asked, form, chosen, "bulk/place.html")


@blueprint.post("/breve")
@requires(Permission.CASE_WRITE)
def write() -> ResponseReturnValue:
    """Write the same letter to each of the ticked cases' citizens."""
    ctx, asked, form = context(), asked_in(request.form), WriteForm()
    batch_id = asked.batch_id or new_batch_id()
    act = None
    if form.validate():
        template, on_paper = LetterTemplate(form.template.data), bool(form.all_on_paper.data)
        act = WriteLetters(batch_id, template, form.text.data or "", all_on_paper=on_paper)
    return _answer(ctx, asked, form, act, "bulk/write.html", batch_id=batch_id)


def _answer(
    ctx: Context,
    asked: Asked,
    form: ChoiceForm,
    act: BulkAct | None,
    template: str,
    *,
    tokens: Sequence[str] = (),
    batch_id: UUID | None = None,
) -> ResponseReturnValue:
    """Show what an act would do to each case or, when that is what was seen, do it."""
    try:
        chosen = check_rows(asked.case_ids)
    except BulkSizeError as refusal:
        page = render_template("bulk/refused.html", why=str(refusal), back=asked.back(url_for))
        return page, 422
    wants_it = asked.step == "goer" and act is not None
    doing = wants_it and form.fingerprint() == asked.seen
    answers = {}
    if act is not None:
        answers = dict((run if doing else foresee)(ctx, chosen, act))
    cases = cases_by_id(ctx.session, ctx.actor, chosen, Permission.CASE_READ)
    page = render_template(
        template,
        form=form,
        rows=rows_of(chosen, answers, cases, url_for, ctx.today, done=doing),
        done=doing,
        summary=summary(answers.values()) if doing else "",
        any_done=any(one.outcome in {Outcome.DONE, Outcome.ALREADY} for one in answers.values()),
        any_ready=any(one.outcome is Outcome.READY for one in answers.values()),
        changed=wants_it and not doing,
        seen=form.fingerprint() if act is not None else "",
        asked=asked,
        back=asked.back(url_for),
        tokens=tokens,
        batch_id=batch_id,
    )
    return page, 422 if form.errors else 200


def _assignments(ctx: Context, form: AssignForm, asked: Asked) -> dict[UUID, Assignment]:
    """Return whom each case is shown to go to; a suggestion counts those it gave before."""
    if not form.validate():
        return {}
    cases = cases_by_id(ctx.session, ctx.actor, asked.case_ids, Permission.CONTACT_PERSON_ASSIGN)
    ordered = [cases[case_id] for case_id in dict.fromkeys(asked.case_ids) if case_id in cases]
    holders = holders_of(ctx.session, list(cases))
    person = form.person()
    colleagues = list_colleagues(ctx.session, ctx.actor, ctx.today)
    needs = [needs_of(case.citizen) for case in ordered]
    given = share_out(colleagues, needs, ctx.today) if person is None else [person] * len(ordered)
    return {
        case.id: Assignment(to, holders[case.id].id if case.id in holders else None)
        for case, to in zip(ordered, given, strict=True)
    }


def _places(ctx: Context) -> Mapping[str, tuple[str, BulkAct]]:
    """Return what citizens can be given a place in, by the word a form sends for it."""
    courses = upcoming_courses(ctx.session, ctx.actor, ctx.now)
    found: dict[str, tuple[str, BulkAct]] = {
        f"hold-{course.id}": (f"Hold: {course.title}", BookEach(course.id))
        for course in sorted(courses, key=lambda one: (one.title, one.id))
    }
    for offer in plannable(ctx.programme.offers, chosen_offers(ctx.session, ctx.actor)):
        waits = LetEachWait(offer.code, offer.label)
        found[f"vent-{offer.code}"] = (f"Venteliste: {offer.label}", waits)
    return found
