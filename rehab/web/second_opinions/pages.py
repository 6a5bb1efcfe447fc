"""Gathering what the pages of second opinions show, so that the views stay short."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.groups import suggest_group
from rehab.domain.second_opinions import agreement
from rehab.models import Referral, SecondOpinion, SecondOpinionDraw
from rehab.queries.attachments import attachments_of
from rehab.queries.letters import find_letter
from rehab.queries.second_opinions import (
    counts_of,
    find_to_answer,
    list_draws,
    opinions_of,
)
from rehab.services.context import Context
from rehab.services.facts import referral_facts
from rehab.services.second_opinions import pair_of, pairs_of_the_year
from rehab.web.letters.attachments import attachment_views
from rehab.web.letters.formatting import marked_texts
from rehab.web.letters.presenters import content_of
from rehab.web.referrals import triage_view
from rehab.web.second_opinions.forms import DrawForm, OpinionForm
from rehab.web.second_opinions.presenters import (
    agreement_view,
    choices_of,
    counts_for,
    difference_lines,
    draw_line,
    leader_line,
    period_text,
    progress_text,
)

SURFACE = "second_opinion.answer"


def index_page(ctx: Context, form: DrawForm) -> ResponseReturnValue:
    """Render the draws with the agreement of the last year."""
    draws = list_draws(ctx.session, ctx.actor)
    counts = counts_of(ctx.session, draws)
    page = render_template(
        "second_opinions/index.html",
        form=form,
        agreement=agreement_view(agreement(pairs_of_the_year(ctx))),
        draws=[draw_line(row, counts_for(counts, row), url_for) for row in draws],
    )
    return page, 422 if form.errors else 200


def draw_page(ctx: Context, draw: SecondOpinionDraw) -> ResponseReturnValue:
    """Render one draw: the agreement, what was read differently, and what still waits."""
    opinions = opinions_of(ctx.session, ctx.actor, draw)
    read = [(row, pair) for row in opinions if (pair := pair_of(row)) is not None]
    return render_template(
        "second_opinions/show.html",
        draw=draw,
        period=period_text(draw),
        progress=progress_text(counts_for(counts_of(ctx.session, [draw]), draw)),
        agreement=agreement_view(agreement(pair for _, pair in read)),
        differences=difference_lines(read, url_for),
        waiting=[leader_line(row, url_for) for row in opinions if row.waits],
    )


def to_answer_or_404(ctx: Context, opinion_id: UUID, *, reading: bool = False) -> SecondOpinion:
    """Return what the actor is asked to read; with `reading`, log first that it is opened."""
    opinion = find_to_answer(ctx.session, ctx.actor, opinion_id)
    if opinion is not None and reading:
        referral = opinion.referral
        ctx.note_reading(SURFACE, case_id=referral.case_id, referral_id=referral.id)
        opinion = find_to_answer(ctx.session, ctx.actor, opinion_id)
    if opinion is None:
        raise NotFound
    return opinion


def opinion_form(ctx: Context, referral: Referral) -> OpinionForm:
    """Return the form with the choices of the programme, and nothing chosen."""
    form = OpinionForm()
    programme = ctx.programme_for(referral.programme_version)
    form.offer(programme, choices_of(programme, referral_facts(ctx, referral)).decisions)
    return form


def answer_page(ctx: Context, opinion: SecondOpinion, form: OpinionForm) -> ResponseReturnValue:
    """Render a referral as the sender wrote it, and nothing of what was decided about it."""
    referral = opinion.referral
    programme = ctx.programme_for(referral.programme_version)
    facts = referral_facts(ctx, referral)
    letter_id = referral.letter_id
    letter = find_letter(ctx.session, ctx.actor, letter_id) if letter_id else None
    files = attachments_of(ctx.session, ctx.actor, letter_id) if letter_id else []
    age = facts.age_on_receipt
    page = render_template(
        "second_opinions/answer.html",
        form=form,
        opinion_id=opinion.id,
        facts=(
            *triage_view.facts_of_message(referral),
            ("Alder ved modtagelsen", "" if age is None else f"{age} år"),
        ),
        parts=triage_view.message_parts(programme, referral, facts.text),
        marked=marked_texts(content_of(letter).sections) if letter else {},
        attachments=attachment_views(files),
        suggestion=triage_view.suggestion_text(
            programme, suggest_group(programme, facts.diagnoses)
        ),
        blocked=choices_of(programme, facts).blocked,
    )
    return page, 422 if form.errors else 200
