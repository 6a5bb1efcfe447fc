"""Joining letters and the files sent beside them, whichever came first.

A letter and its attachment share an object identifier and nothing else. It is the sender who
gives it, so only what came from the same sender is joined (MEDCOM 2, Reference).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, SQLColumnExpression, select
from sqlalchemy.orm import Session, contains_eager

from rehab.domain.access import Actor
from rehab.models import IntakeOutcome, LetterObject, StoredLetter
from rehab.queries.letters import readable_letters


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that belongs to a letter; without a `letter_id` it has not come yet.

    `letter_id` and `position` say in which stored letter the bytes are.
    """

    description: str
    extension: str
    letter_id: UUID | None = None
    position: int = 0
    size: int | None = None


def attachments_of(session: Session, actor: Actor, letter_id: UUID) -> list[AttachedFile]:
    """Return the files a letter carries, then those it points to, each in the letter's order."""
    own = _objects_of(session, actor, letter_id)
    carried = {
        each.object_identifier: each
        for each in session.scalars(_met_by(actor, own, LetterObject.is_attachment))
    }
    files = []
    for each, _ in own:
        found = each if each.is_attachment else carried.get(each.object_identifier)
        if found is None:
            files.append(AttachedFile(each.description, each.extension))
        else:
            extension = found.extension or each.extension
            place = (found.letter_id, found.position, found.size)
            files.append(AttachedFile(each.description, extension, *place))
    return files


def letters_pointing_to(session: Session, actor: Actor, letter_id: UUID) -> list[StoredLetter]:
    """Return the letters that a letter's files belong to, with deliveries, the oldest first."""
    own = [row for row in _objects_of(session, actor, letter_id) if row[0].is_attachment]
    pointing = _met_by(actor, own, ~LetterObject.is_attachment).with_only_columns(StoredLetter.id)
    query = select(StoredLetter).join(StoredLetter.delivery)
    query = query.where(readable_letters(actor), StoredLetter.id.in_(pointing))
    rows = session.scalars(query.options(contains_eager(StoredLetter.delivery)))
    return sorted(rows, key=lambda row: (row.delivery.received_at, row.id))


def _objects_of(
    session: Session, actor: Actor, letter_id: UUID
) -> Sequence[Row[LetterObject, str]]:
    """Return a letter's objects with its sender: what it carries first, each kind in order."""
    query = (
        select(LetterObject, StoredLetter.sender_gln)
        .join(StoredLetter, StoredLetter.id == LetterObject.letter_id)
        .where(readable_letters(actor), StoredLetter.id == letter_id)
        .order_by(LetterObject.is_attachment.desc(), LetterObject.position)
    )
    return session.execute(query).all()


def _met_by(
    actor: Actor, own: Sequence[Row[LetterObject, str]], which: SQLColumnExpression[bool]
) -> Select[LetterObject]:
    """Return the other end of some objects: of the same kommune, sender and identifier."""
    return (
        select(LetterObject)
        .join(StoredLetter, StoredLetter.id == LetterObject.letter_id)
        .where(
            readable_letters(actor),
            StoredLetter.sender_gln.in_({sender for _, sender in own}),
            StoredLetter.outcome != IntakeOutcome.DUPLICATE,
            LetterObject.object_identifier.in_({each.object_identifier for each, _ in own}),
            which,
        )
        .order_by(LetterObject.id)
    )
