"""What was answered before: the same letter gets the same answer, and an answer is kept to.

Once a letter has been received it is never refused, and once refused never received (MEDCOM
4.4). A receipt that is held back was told to nobody, so it binds nobody.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from rehab.medcom.errors import MessageError, MessageIdentity
from rehab.medcom.letters import Envelope
from rehab.medcom.reader import read_envelope
from rehab.models import Delivery, OutgoingKind, OutgoingMessage, OutgoingStatus, StoredLetter
from rehab.services.context import Context

TOLD_REFUSED: Final = "Afsenderen har fået besked om, at brevet ikke kunne modtages. Bed om et nyt."


@dataclass(frozen=True, slots=True)
class EarlierReceipts:
    """The receipts that were given before: for which deliveries, and about which letters."""

    deliveries: set[UUID]
    by_key: dict[str, OutgoingMessage]


def earlier_receipts(ctx: Context, placed: Iterable[tuple[Delivery, Envelope]]) -> EarlierReceipts:
    """Return what was answered before of envelopes that are now to be placed."""
    pairs = [(delivery, key_of(envelope)) for delivery, envelope in placed]
    return receipts_of(ctx, [delivery.id for delivery, _ in pairs], [key for _, key in pairs])


def receipts_of(ctx: Context, deliveries: Sequence[UUID], keys: Sequence[str]) -> EarlierReceipts:
    """Return the receipts of some deliveries, and the first that was given for each key."""
    given = select(OutgoingMessage.receipt_for_id).where(
        OutgoingMessage.receipt_for_id.in_(deliveries)
    )
    about = select(OutgoingMessage).where(
        OutgoingMessage.answers_key.in_(keys),
        OutgoingMessage.status != OutgoingStatus.HELD_BACK,
    )
    about = about.order_by(OutgoingMessage.queued_at, OutgoingMessage.id)
    by_key: dict[str, OutgoingMessage] = {}
    for row in ctx.session.scalars(about.options(undefer(OutgoingMessage.raw))):
        by_key.setdefault(row.answers_key or "", row)
    return EarlierReceipts(
        deliveries={each for each in ctx.session.scalars(given) if each is not None},
        by_key=by_key,
    )


def refusals_of(ctx: Context, envelopes: Iterable[Envelope]) -> Mapping[str, OutgoingMessage]:
    """Return the negative receipts that were given for the same letters, by the envelope's key.

    What could not be read when it was refused is read now: only the same content is the same
    letter, and a sender may mend what was wrong.
    """
    by_key = {key_of(each): each for each in envelopes}
    letters = (letter for each in by_key.values() for letter in identities_in(each))
    query = select(OutgoingMessage).where(
        OutgoingMessage.answers_key.in_({*by_key, *map(key_of_unread, letters)}),
        OutgoingMessage.kind == OutgoingKind.NEGATIVE_RECEIPT,
        OutgoingMessage.status != OutgoingStatus.HELD_BACK,
    )
    query = query.order_by(OutgoingMessage.queued_at, OutgoingMessage.id)
    found: dict[str, OutgoingMessage] = {}
    for row in ctx.session.scalars(query.options(undefer(OutgoingMessage.raw))):
        key = row.answers_key or ""
        if key not in by_key:
            key = _key_now(ctx, row)
        if key in by_key:
            found.setdefault(key, row)
    return found


def was_told_refused(ctx: Context, delivery: Delivery) -> bool:
    """Tell whether the sender of a delivery was told that it could not be received."""
    query = select(OutgoingMessage.id).where(
        OutgoingMessage.receipt_for_id == delivery.id,
        OutgoingMessage.kind == OutgoingKind.NEGATIVE_RECEIPT,
        OutgoingMessage.status != OutgoingStatus.HELD_BACK,
    )
    return ctx.session.scalar(query) is not None


def was_stored(ctx: Context, delivery: Delivery, identity: MessageIdentity) -> bool:
    """Tell whether a letter was received before: the same sender, number, type and kommune.

    Another type of letter may have the same number (MEDCOM 4). Where it is not known whose the
    delivery is, any kommune counts.
    """
    query = select(StoredLetter.id).where(
        StoredLetter.sender_gln == (identity.sender_gln or ""),
        StoredLetter.letter_id == (identity.letter_id or "")[:40],
        StoredLetter.element == (identity.element or ""),
    )
    if delivery.organisation_id is not None:
        query = query.where(StoredLetter.organisation_id == delivery.organisation_id)
    return ctx.session.scalar(query.limit(1)) is not None


def identities_in(envelope: Envelope) -> tuple[MessageIdentity, ...]:
    """Return what each letter of an envelope is known by."""
    return tuple(
        MessageIdentity(
            element=each.element,
            version_code=each.version_code,
            envelope_id=envelope.envelope_id,
            letter_id=each.letter_id,
            sender_gln=each.sender.gln,
        )
        for each in envelope.letters
    )


def key_of(envelope: Envelope) -> str:
    """Return what tells whether two envelopes hold the same letters, whoever they are for."""
    return _digest(
        f"{each.sender.gln}|{each.letter_id}|{each.element}|{each.content_hash}"
        for each in envelope.letters
    )


def key_of_unread(identity: MessageIdentity, sha256: str = "") -> str:
    """Return the same for a message that was not understood, by what could be read of it.

    What names no letter is known by its envelope and its bytes: two such have nothing in common.
    """
    parts = [identity.sender_gln, identity.letter_id, identity.element, identity.version_code]
    if not identity.letter_id:
        parts += [identity.envelope_id, sha256]
    return _digest(["|".join(part or "" for part in ("unread", *parts))])


def _key_now(ctx: Context, receipt: OutgoingMessage) -> str:
    """Return the key of what a receipt was given for, if it can be read today."""
    raw = ctx.session.scalar(select(Delivery.raw).where(Delivery.id == receipt.receipt_for_id))
    try:
        return key_of(read_envelope(raw or b""))
    except MessageError:
        return ""


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()
