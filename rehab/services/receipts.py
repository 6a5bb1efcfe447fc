"""Deciding the receipt of a delivery, in the transaction that places its letters.

A receipt speaks of technique only: "received and stored" or "could not be received". The same
letter gets the same answer again, in a new envelope; once a letter has been received it is never
refused, and once refused never received (MEDCOM 4.4). A receipt itself is never answered.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from rehab.ids import new_message_id
from rehab.medcom.edifact_receipt_writing import write_contrl
from rehab.medcom.errors import MessageError, MessageIdentity
from rehab.medcom.letters import Envelope, LetterKind
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import (
    OriginalDelivery,
    OriginalLetter,
    ReceiptNumbers,
    Refusal,
    RefuseCode,
    original_of,
    write_negative_receipt,
    write_positive_receipt,
)
from rehab.medcom.resending import in_new_envelope
from rehab.medcom.xml_writing import UnsendableLetterError
from rehab.models import Delivery, OutgoingKind, OutgoingMessage, StoredLetter
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context
from rehab.services.outbox import Outgoing, enqueue

# In XML every version begins with X or G; these are the families that EDIFACT has.
_EDIFACT_VERSIONS: Final = ("H", "D", "B", "C")
_EDIFACT_OPENINGS: Final = (b"UNA", b"UNB")
_DOES_NOT_FIT: Final = "Et felt i brevet er længere eller anderledes, end der er plads til."
_PADDING: Final = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class EarlierReceipts:
    """The receipts that were given before: for which deliveries, and about which letters."""

    deliveries: set[UUID]
    by_key: dict[str, OutgoingMessage]


def earlier_receipts(ctx: Context, placed: Iterable[tuple[Delivery, Envelope]]) -> EarlierReceipts:
    """Return what was answered before of envelopes that are now to be placed."""
    pairs = [(delivery, _key_of(envelope)) for delivery, envelope in placed]
    return _earlier(ctx, [delivery.id for delivery, _ in pairs], [key for _, key in pairs])


def answer_placed(
    ctx: Context, delivery: Delivery, envelope: Envelope, earlier: EarlierReceipts
) -> None:
    """Queue the positive receipt of an envelope whose letters were stored, if one is wanted."""
    if envelope.wants_receipt:
        _answer_envelope(ctx, delivery, envelope, None, earlier)


def answer_refused(
    ctx: Context, delivery: Delivery, envelope: Envelope, code: str, reason: str
) -> None:
    """Queue the negative receipt of an envelope that is not for us or does not fit.

    A letter that was stored before has been received, and is not refused now.
    """
    if not any(_was_stored(ctx, each.sender.gln, each.letter_id) for each in envelope.letters):
        earlier = earlier_receipts(ctx, [(delivery, envelope)])
        _answer_envelope(ctx, delivery, envelope, Refusal(RefuseCode(code), reason), earlier)


def answer_unfit(ctx: Context, delivery: Delivery, raw: bytes) -> None:
    """Queue the negative receipt of a message that can be read but not stored."""
    try:
        envelope = read_envelope(raw)
    except (MessageError, ValueError):
        return
    answer_refused(ctx, delivery, envelope, RefuseCode.UNSPECIFIED, _DOES_NOT_FIT)


def answer_unread(
    ctx: Context,
    delivery: Delivery,
    raw: bytes,
    identity: MessageIdentity,
    refusal: Refusal | None,
) -> None:
    """Queue the receipt of a message that was not understood, as far as it says who sent it.

    Without a refusal it is set aside for a person and counts as received. What names neither its
    envelope nor its sender cannot be answered at all.
    """
    if not (identity.envelope_id and identity.sender_gln and identity.receiver_gln):
        return
    if "Receipt" in (identity.element or ""):
        return
    if refusal is None and not identity.wants_receipt:
        return
    if refusal and _was_stored(ctx, identity.sender_gln, identity.letter_id):
        return
    original = OriginalDelivery(
        identity.envelope_id,
        identity.sender_gln,
        identity.receiver_gln,
        (OriginalLetter(identity.letter_id or "", identity.version_code or ""),),
        refusal,
    )
    version = identity.version_code or ""
    edifact = version.startswith(_EDIFACT_VERSIONS) or raw.lstrip(_PADDING).startswith(
        _EDIFACT_OPENINGS
    )
    key = _key_of_identity(identity)
    _answer(ctx, delivery, original, key, _earlier(ctx, [delivery.id], [key]), edifact=edifact)


def _answer_envelope(
    ctx: Context,
    delivery: Delivery,
    envelope: Envelope,
    refusal: Refusal | None,
    earlier: EarlierReceipts,
) -> None:
    if any(letter.kind is LetterKind.RECEIPT for letter in envelope.letters):
        return
    edifact, key = envelope.wire.is_edifact, _key_of(envelope)
    _answer(ctx, delivery, original_of(envelope, refusal), key, earlier, edifact=edifact)


def _answer(
    ctx: Context,
    delivery: Delivery,
    original: OriginalDelivery,
    key: str,
    earlier: EarlierReceipts,
    *,
    edifact: bool,
) -> None:
    """Queue a receipt unless the delivery has one; what was answered before is answered alike."""
    if delivery.id in earlier.deliveries:
        return
    numbers = ReceiptNumbers(
        envelope_id=new_message_id(), letter_id=new_message_id(), sent_at=ctx.now
    )
    try:
        before = earlier.by_key.get(key)
        message = (
            _again(before, key, numbers)
            if before
            else _first(original, key, numbers, edifact=edifact)
        )
    except UnsendableLetterError:
        return  # numbers that no receipt has room for: there is nobody to tell
    organisation_id = delivery.organisation_id
    inside = replace(ctx, actor=system_actor_in(organisation_id)) if organisation_id else ctx
    row = enqueue(inside, organisation_id, replace(message, receipt_for_id=delivery.id))
    earlier.deliveries.add(delivery.id)
    earlier.by_key.setdefault(key, row)


def _earlier(ctx: Context, deliveries: Sequence[UUID], keys: Sequence[str]) -> EarlierReceipts:
    """Return the receipts of some deliveries, and the first that was given for each key."""
    given = select(OutgoingMessage.receipt_for_id).where(
        OutgoingMessage.receipt_for_id.in_(deliveries)
    )
    about = select(OutgoingMessage).where(OutgoingMessage.answers_key.in_(keys))
    about = about.order_by(OutgoingMessage.queued_at, OutgoingMessage.id)
    by_key: dict[str, OutgoingMessage] = {}
    for row in ctx.session.scalars(about.options(undefer(OutgoingMessage.raw))):
        by_key.setdefault(row.answers_key or "", row)
    return EarlierReceipts(
        deliveries={each for each in ctx.session.scalars(given) if each is not None},
        by_key=by_key,
    )


def _again(before: OutgoingMessage, key: str, numbers: ReceiptNumbers) -> Outgoing:
    """Return the receipt that was given before, in a new envelope."""
    return Outgoing(
        kind=before.kind,
        envelope_id=numbers.envelope_id,
        letter_id=before.letter_id,
        receiver_gln=before.receiver_gln,
        raw=in_new_envelope(before.raw, envelope_id=numbers.envelope_id, sent_at=numbers.sent_at),
        answers_key=key,
    )


def _first(
    original: OriginalDelivery, key: str, numbers: ReceiptNumbers, *, edifact: bool
) -> Outgoing:
    refused = original.is_refused
    write_xml = write_negative_receipt if refused else write_positive_receipt
    return Outgoing(
        kind=OutgoingKind.NEGATIVE_RECEIPT if refused else OutgoingKind.POSITIVE_RECEIPT,
        envelope_id=numbers.envelope_id,
        letter_id=numbers.letter_id,
        receiver_gln=original.sender_gln,
        raw=(write_contrl if edifact else write_xml)(original, numbers),
        answers_key=key,
    )


def _was_stored(ctx: Context, sender_gln: str | None, letter_id: str | None) -> bool:
    query = select(StoredLetter.id).where(
        StoredLetter.sender_gln == (sender_gln or ""), StoredLetter.letter_id == (letter_id or "")
    )
    return ctx.session.scalar(query.limit(1)) is not None


def _key_of(envelope: Envelope) -> str:
    """Return what tells whether two envelopes hold the same letters, whoever they are for."""
    return _digest(
        f"{each.sender.gln}|{each.letter_id}|{each.element}|{each.content_hash}"
        for each in envelope.letters
    )


def _key_of_identity(identity: MessageIdentity) -> str:
    parts = (identity.sender_gln, identity.letter_id, identity.element, identity.version_code)
    return _digest(["|".join(part or "" for part in ("unread", *parts))])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()
