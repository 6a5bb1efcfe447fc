"""Looking into the queue, and answering what was sent as its receiver would."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from rehab.medcom.letters import Letter
from rehab.medcom.reader import read_envelope
from rehab.models import OutgoingKind, OutgoingMessage, OutgoingStatus
from tests.conftest import NOW
from tests.support.factories import Factories
from tests.support.message_parts import Who
from tests.support.messages import receipt

GP_GLN = "5790000999026"


def queued(session: Session, *kinds: OutgoingKind) -> list[OutgoingMessage]:
    """Everything there is to send, in the order it was put there, with its bytes."""
    query = select(OutgoingMessage).options(undefer(OutgoingMessage.raw))
    if kinds:
        query = query.where(OutgoingMessage.kind.in_(kinds))
    return list(session.scalars(query.order_by(OutgoingMessage.queued_at, OutgoingMessage.id)))


def letter_in(message: OutgoingMessage) -> Letter:
    (letter,) = read_envelope(message.raw).letters
    return letter


def a_message(make: Factories, **fields: object) -> OutgoingMessage:
    """A letter to the GP, sent an hour ago."""
    row = OutgoingMessage(
        **{
            "organisation_id": make.organisation().id,
            "kind": OutgoingKind.CORRESPONDENCE,
            "status": OutgoingStatus.SENT,
            "envelope_id": "UDK26110001",
            "letter_id": "UDB26110001",
            "receiver_gln": GP_GLN,
            "receiver_name": "Lægehuset Testvej",
            "raw": receipt(),
            "queued_by": make.organisation().id,
            "queued_at": NOW - timedelta(hours=1),
            "sent_at": NOW - timedelta(hours=1),
        }
        | fields
    )
    make.save(row)
    return row


def answer(message: OutgoingMessage, *, positive: bool, letter_id: str = "PRB26110006") -> bytes:
    """The receiver's receipt for a message."""
    return receipt(
        element="PositiveReceipt" if positive else "NegativeReceipt",
        letter_id=letter_id,
        envelope_id=f"K{letter_id}",
        original_envelope_id=message.envelope_id,
        original_letter_id=message.letter_id,
        sender=Who(message.receiver_gln, "099999", "ydernummer", "Lægehuset"),
    )
