"""Saying whether a file may be handed out as it came: one envelope can hold several kommuners.

A letter is read from the file alone, but the file itself names every citizen in it. It goes to
nobody while a letter in it belongs to another kommune (sundhedsloven §§41–43: what is not needed
is not given).
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab.domain.access import Actor
from rehab.medcom.errors import MessageError
from rehab.medcom.letters import Party
from rehab.medcom.reader import read_envelope
from rehab.models import Delivery, Organisation, StoredLetter


def is_own_file(session: Session, actor: Actor, letter_id: UUID) -> bool:
    """Tell whether every letter of the file that a letter came in is the actor's kommune's."""
    query = (
        select(true())
        .select_from(StoredLetter)
        .join(Delivery, Delivery.id == StoredLetter.delivery_id)
        .where(StoredLetter.id == letter_id, holds_only_own(actor))
    )
    return session.scalar(query) is not None


def holds_only_own(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Delivery` that no letter of it lies in another kommune."""
    other = aliased(StoredLetter)
    return ~exists(
        select(true()).where(
            other.delivery_id == Delivery.id, other.organisation_id != actor.organisation_id
        )
    )


def names_others(session: Session, actor: Actor, raw: bytes) -> bool:
    """Tell whether a file that was not placed holds a letter addressed to another kommune here.

    What cannot be read names nobody; whose staff sees it is decided where it is received.
    """
    try:
        letters = read_envelope(raw).letters
    except MessageError:
        return False
    addressed = or_(*(_at(letter.receiver) for letter in letters))
    query = select(true()).where(Organisation.id != actor.organisation_id, addressed)
    return session.scalar(query.limit(1)) is not None


def _at(receiver: Party) -> ColumnElement[bool]:
    """Return the condition on `Organisation` that a letter can be its (MEDCOM 8.5)."""
    at_number = Organisation.gln == (receiver.gln or "")
    if receiver.identifier_code != "kommunenummer":
        return at_number
    code = (receiver.identifier or "").lstrip("0").zfill(3)
    return and_(at_number, Organisation.kommunekode == code)
