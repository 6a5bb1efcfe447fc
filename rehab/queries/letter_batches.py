"""Reading letters that were asked for together."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, func, select, true
from sqlalchemy.orm import Session, joinedload, undefer

from rehab.domain.access import Actor, Permission
from rehab.models import Case, CitizenLetter, LetterBatch, LetterState
from rehab.queries.visibility import of_organisation, visible_cases


def find_batch(session: Session, actor: Actor, batch_id: UUID) -> LetterBatch | None:
    """Return a batch with a letter in it that the actor may see, or None."""
    query = select(LetterBatch).where(
        LetterBatch.id == batch_id,
        of_organisation(actor, LetterBatch.organisation_id),
        exists(
            select(true())
            .select_from(CitizenLetter)
            .join(Case, Case.id == CitizenLetter.case_id)
            .where(
                CitizenLetter.batch_id == LetterBatch.id,
                visible_cases(actor, Permission.CASE_WRITE),
            )
        ),
    )
    return session.scalars(query).one_or_none()


def letters_of_batch(
    session: Session, actor: Actor, batch_id: UUID, *, with_pdf: bool = False
) -> Sequence[tuple[CitizenLetter, Case]]:
    """Return the letters of a batch with their citizens, by name; those the actor may see."""
    query = (
        select(CitizenLetter, Case)
        .join(Case, Case.id == CitizenLetter.case_id)
        .where(CitizenLetter.batch_id == batch_id, visible_cases(actor, Permission.CASE_WRITE))
        .options(joinedload(Case.citizen))
    )
    if with_pdf:
        query = query.options(undefer(CitizenLetter.pdf))
    rows = [(row.CitizenLetter, row.Case) for row in session.execute(query)]
    return sorted(
        rows, key=lambda row: (row[1].citizen.surname, row[1].citizen.given_name, row[0].id)
    )


def count_states(session: Session, batch_id: UUID) -> Mapping[LetterState, int]:
    """Return how many letters of a batch are waiting, made and failed."""
    query = (
        select(CitizenLetter.state, func.count().label("letters"))
        .where(CitizenLetter.batch_id == batch_id)
        .group_by(CitizenLetter.state)
    )
    found = {row.state: row.letters for row in session.execute(query)}
    return {state: found.get(state, 0) for state in LetterState}
