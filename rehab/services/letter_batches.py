"""Letters to many citizens at once: asked for by a person, drawn by the worker."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from rehab.documents.bulk import Drawn, PageToDraw, draw_pages
from rehab.domain.access import Permission
from rehab.domain.citizen_letters import LetterTemplate, letter_words
from rehab.domain.errors import DomainError
from rehab.ids import new_id
from rehab.models import CitizenLetter, Course, LetterBatch, LetterState
from rehab.queries.bookings import taken_seats
from rehab.queries.citizen_letters import find_wording, letter_sources
from rehab.queries.courses import case_ids_of
from rehab.services.citizen_letters import needs_paper, queue_letter, store_pdf
from rehab.services.context import Context

log = logging.getLogger(__name__)
_MOST_AT_ONCE: Final = 500
_NOT_DRAWN: Final = (
    "Brevet kunne ikke dannes. Prøv igen, og sig det til driften, hvis det bliver ved."
)


class NobodyToWriteToError(DomainError):
    """Letters were asked for where there is no citizen the actor works with."""


@dataclass(frozen=True, slots=True)
class WriteToMany:
    """One letter for each citizen of a course. Without words each gets the letter's own."""

    template: LetterTemplate
    text: str
    all_on_paper: bool


def write_to_course(ctx: Context, course: Course, command: WriteToMany) -> LetterBatch:
    """Ask for a letter to everybody on a course whom the actor works with.

    A citizen the actor may not see gets none from here; the page says how many they are. Raises
    `NobodyToWriteToError`, `LetterTextError` and `NothingPlannedError`.
    """
    ctx.require(Permission.CASE_WRITE)
    case_ids = case_ids_of(ctx.session, ctx.actor, course.id)
    seats = {case_id: seat for seat, case_id in taken_seats(ctx.session, course.id).items()}
    case_ids = frozenset(case_ids & seats.keys())
    if not case_ids:
        raise NobodyToWriteToError("Der er ingen borgere på holdet, som du kan skrive til.")
    batch = LetterBatch(
        id=new_id(),
        organisation_id=course.organisation_id,
        name=f"Breve til {course.title}"[:120],
        requested_by=ctx.actor.id,
        requested_at=ctx.now,
    )
    ctx.session.add(batch)
    ctx.session.flush()
    own = find_wording(ctx.session, course.organisation_id, command.template)
    sources = letter_sources(ctx.session, case_ids, ctx.now)
    for case_id in sorted(case_ids, key=lambda each: seats[each]):
        source = sources[case_id]
        queue_letter(
            ctx,
            source,
            command.template,
            command.text.strip() or letter_words(command.template, source.facts, own),
            to_print=command.all_on_paper or needs_paper(source.citizen),
            batch_id=batch.id,
        )
    ctx.record("letter_batch.asked_for", batch_id=batch.id, letters=len(case_ids))
    return batch


def try_again(ctx: Context, letters: Iterable[CitizenLetter]) -> int:
    """Let the worker draw letters that failed once more; return how many.

    Who may see the letters was asked when they were found; the others stay as they are.
    """
    ctx.require(Permission.CASE_WRITE)
    failed = [letter for letter in letters if letter.state is LetterState.FAILED]
    for letter in failed:
        letter.state, letter.reason = LetterState.WAITING, ""
        ctx.record("citizen_letter.tried_again", letter.case_id, citizen_letter_id=letter.id)
    return len(failed)


def draw_waiting(ctx: Context, *, processes: int | None = None) -> int:
    """Draw the letters that wait, oldest first, and keep each few as they are finished.

    Stopped at any moment it loses only what was not kept yet: those letters still wait. Two
    workers may draw the same letter; the first to keep it has made it.
    """
    query = (
        select(CitizenLetter)
        .where(CitizenLetter.state == LetterState.WAITING)
        .options(undefer(CitizenLetter.page))
        .order_by(CitizenLetter.requested_at, CitizenLetter.id)
        .limit(_MOST_AT_ONCE)
    )
    pages = [
        PageToDraw(str(letter.id), letter.page, letter.requested_at)
        for letter in ctx.session.scalars(query)
    ]
    ctx.session.rollback()
    return sum(_keep(ctx, drawn) for drawn in draw_pages(pages, processes=processes))


def _keep(ctx: Context, drawn: Sequence[Drawn]) -> int:
    by_id = {UUID(each.key): each for each in drawn}
    kept = 0
    with ctx.transaction():
        query = select(CitizenLetter).where(
            CitizenLetter.id.in_(by_id), CitizenLetter.state == LetterState.WAITING
        )
        for letter in ctx.session.scalars(query.with_for_update()):
            each = by_id[letter.id]
            if each.pdf is None:
                log.error("letter %s could not be drawn: %s", letter.id, each.fault)
                letter.state, letter.reason = LetterState.FAILED, _NOT_DRAWN
                ctx.record("citizen_letter.failed", letter.case_id, citizen_letter_id=letter.id)
            else:
                store_pdf(ctx, letter, each.pdf)
                kept += 1
    return kept
