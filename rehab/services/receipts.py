"""Deciding the receipt of a delivery, in the transaction that places its letters.

A receipt speaks of technique only: "received and stored" or "could not be received". The same
letter gets the same answer again, in a new envelope (MEDCOM 4.4, `earlier_receipts`). A receipt
itself is never answered.
"""

from dataclasses import replace
from typing import Final

from rehab.ids import new_message_id
from rehab.medcom.edifact_receipt_writing import write_contrl
from rehab.medcom.errors import MessageError, MessageIdentity
from rehab.medcom.letters import Envelope, LetterKind
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import (
    RECEIPT_VERSION,
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
from rehab.models import Delivery, OutgoingKind, OutgoingMessage
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context
from rehab.services.earlier_receipts import (
    EarlierReceipts,
    earlier_receipts,
    identities_in,
    key_of,
    key_of_unread,
    receipts_of,
    was_stored,
)
from rehab.services.outbox import Outgoing, enqueue

# In XML every version begins with X or G; these are the families that EDIFACT has.
_EDIFACT_VERSIONS: Final = ("H", "D", "B", "C")
_EDIFACT_OPENINGS: Final = (b"UNA", b"UNB")
_DOES_NOT_FIT: Final = "Et felt i brevet er længere eller anderledes, end der er plads til."
_PADDING: Final = b"\xef\xbb\xbf \t\r\n"


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
    if not any(was_stored(ctx, delivery, each) for each in identities_in(envelope)):
        earlier = earlier_receipts(ctx, [(delivery, envelope)])
        _answer_envelope(ctx, delivery, envelope, Refusal(RefuseCode(code), reason), earlier)


def answer_unfit(ctx: Context, delivery: Delivery, raw: bytes) -> None:
    """Queue the negative receipt of a message that can be read but not stored."""
    try:
        envelope = read_envelope(raw)
    except (MessageError, ValueError):
        return
    answer_refused(ctx, delivery, envelope, RefuseCode.UNSPECIFIED, _DOES_NOT_FIT)


def answer_as_before(ctx: Context, delivery: Delivery, before: OutgoingMessage) -> None:
    """Queue a refusal once more, for a letter that was refused before and came again."""
    if receipts_of(ctx, [delivery.id], []).deliveries:
        return
    _queue(ctx, delivery, _again(before, before.answers_key or "", _new_numbers(ctx)))


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
    if refusal and was_stored(ctx, delivery, identity):
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
    key = key_of_unread(identity, delivery.sha256)
    _answer(ctx, delivery, original, key, receipts_of(ctx, [delivery.id], [key]), edifact=edifact)


def _answer_envelope(
    ctx: Context,
    delivery: Delivery,
    envelope: Envelope,
    refusal: Refusal | None,
    earlier: EarlierReceipts,
) -> None:
    if any(letter.kind is LetterKind.RECEIPT for letter in envelope.letters):
        return
    edifact, key = envelope.wire.is_edifact, key_of(envelope)
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
    if any(RECEIPT_VERSION.fullmatch(letter.version_code) for letter in original.letters):
        return
    numbers = _new_numbers(ctx)
    before = earlier.by_key.get(key)
    message = (
        _again(before, key, numbers) if before else _first(original, key, numbers, edifact=edifact)
    )
    row = _queue(ctx, delivery, message)
    earlier.deliveries.add(delivery.id)
    if not message.fault:
        earlier.by_key.setdefault(key, row)


def _queue(ctx: Context, delivery: Delivery, message: Outgoing) -> OutgoingMessage:
    organisation_id = delivery.organisation_id
    inside = replace(ctx, actor=system_actor_in(organisation_id)) if organisation_id else ctx
    return enqueue(inside, organisation_id, replace(message, receipt_for_id=delivery.id))


def _new_numbers(ctx: Context) -> ReceiptNumbers:
    return ReceiptNumbers(envelope_id=new_message_id(), letter_id=new_message_id(), sent_at=ctx.now)


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
    """Return a new receipt; one that no receipt has room for is held back, and says so."""
    refused = original.is_refused
    write_xml = write_negative_receipt if refused else write_positive_receipt
    raw, fault = b"", ""
    try:
        raw = (write_contrl if edifact else write_xml)(original, numbers)
    except UnsendableLetterError as reason:
        fault = f"Kvittering kunne ikke skrives: {reason} Kontakt afsenderen."
    return Outgoing(
        kind=OutgoingKind.NEGATIVE_RECEIPT if refused else OutgoingKind.POSITIVE_RECEIPT,
        envelope_id=numbers.envelope_id,
        letter_id=numbers.letter_id,
        receiver_gln=original.sender_gln,
        raw=raw,
        fault=fault,
        answers_key=key,
    )
