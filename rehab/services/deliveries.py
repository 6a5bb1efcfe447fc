"""Keeping what arrived: once for each file, whoever offers it and however often.

Two processes may offer the same file at once, and one may offer it again after a crash. The
unique key of the file and the row's own lock settle it, not the order of what happens.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from sqlalchemy import exists, inspect, select

from rehab.domain.errors import DomainError
from rehab.ids import new_id
from rehab.models import Delivery, SenderToken, StoredLetter
from rehab.models.engines import begin_writing
from rehab.services.context import Context, LostRaceError

# By then whoever stored a file has read it too, or died.
_ABANDONED_AFTER: Final = timedelta(minutes=1)
LONGEST_KEY: Final = 255


class AlreadyDealtWithError(RuntimeError):
    """What is being read was dealt with before, or meanwhile by somebody else."""


class UnusableKeyError(DomainError):
    """Refuse a sender's key that cannot be one, or that stands for other bytes already."""


def key_of_hand_in(sender_token_id: UUID, key: str) -> str:
    """Return what a message handed in over HTTP is known by; no file on a disk has the like.

    Raises `UnusableKeyError` for a key that says nothing or is too long to be one.
    """
    if not 0 < len(key.strip()) <= LONGEST_KEY:
        raise UnusableKeyError(f"Nøglen (Idempotency-Key) skal være på 1-{LONGEST_KEY} tegn.")
    return hashlib.sha256(f"http\0{sender_token_id}\0{key}".encode()).hexdigest()


def keep(
    ctx: Context,
    source: str,
    raw: bytes,
    *,
    file_key: str | None = None,
    sender_token_id: UUID | None = None,
) -> Delivery:
    """Return the delivery some bytes are stored in, in a transaction of its own.

    The same file gives the same delivery, as does one that was stored and never read. Raises
    `UnusableKeyError` when the key is known and the bytes are others.
    """
    # A file on the disk is new nearly always, and its key tells when it is not.
    unread = None if file_key else _unread(ctx, source, raw)
    if unread is not None:
        return unread
    try:
        with ctx.transaction():
            return _stored(ctx, source, raw, file_key=file_key, sender_token_id=sender_token_id)
    except LostRaceError:
        same_file = select(Delivery).where(Delivery.file_key == file_key)
        found = ctx.session.scalars(same_file).one_or_none() if file_key else None
        if found is None:
            raise
        if found.sha256 != hashlib.sha256(raw).hexdigest():
            raise UnusableKeyError(
                "Nøglen (Idempotency-Key) er brugt til et andet indhold. Vælg en ny nøgle."
            ) from None
        return found


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that is offered: where it is from, its bytes, and what names this very file."""

    source: str
    raw: bytes
    file_key: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The delivery an offered file is stored in, and whether it was read before."""

    id: UUID
    delivery: Delivery
    was_read: bool


def keep_all(ctx: Context, files: Sequence[Offered]) -> list[Kept]:
    """Store some files in one transaction of its own, each once; return where, in their order.

    Raises `LostRaceError` when another process stores one of them at the same moment.
    """
    keys = [file.file_key for file in files]
    with ctx.transaction():
        query = select(Delivery).where(Delivery.file_key.in_(keys))
        kept = {
            row.file_key: Kept(row.id, row, row.outcome is not None)
            for row in ctx.session.scalars(query)
        }
        for file in files:
            if file.file_key not in kept:
                row = _stored(ctx, file.source, file.raw, file_key=file.file_key)
                kept[file.file_key] = Kept(row.id, row, was_read=False)
    return [kept[key] for key in keys]


def hold_all(ctx: Context, deliveries: Sequence[Delivery]) -> None:
    """Hold some deliveries until the transaction ends.

    Raises `AlreadyDealtWithError` when one of them has been read, and it is for `take_up`.
    """
    held = _held(ctx, [_id_of(each) for each in deliveries])
    if any(each.outcome is not None for each in held):
        raise AlreadyDealtWithError


def take_up(ctx: Context, delivery: Delivery) -> bool:
    """Hold a delivery until the transaction ends; return whether it was read before in vain.

    Raises `AlreadyDealtWithError` when its letters are placed.
    """
    delivery_id = _id_of(delivery)
    [held] = _held(ctx, [delivery_id])
    if held.outcome is None:
        return False
    if ctx.session.scalar(select(exists().where(StoredLetter.delivery_id == delivery_id))):
        raise AlreadyDealtWithError
    return True


def abandoned(ctx: Context) -> list[Delivery]:
    """Return files that were stored and never read, because whoever did it died; oldest first."""
    query = select(Delivery).where(
        Delivery.outcome.is_(None), Delivery.received_at < ctx.now - _ABANDONED_AFTER
    )
    return list(ctx.session.scalars(query.order_by(Delivery.received_at, Delivery.id)))


def restricted_to(ctx: Context, delivery: Delivery) -> UUID | None:
    """Return the one kommune whose messages the delivery's sender may hand in, or None for any."""
    if delivery.sender_token_id is None:
        return None
    return ctx.session.get_one(SenderToken, delivery.sender_token_id).organisation_id


def _stored(
    ctx: Context,
    source: str,
    raw: bytes,
    *,
    file_key: str | None,
    sender_token_id: UUID | None = None,
) -> Delivery:
    """Return a new delivery that is saved with the caller's transaction."""
    digest = hashlib.sha256(raw).hexdigest()
    delivery = Delivery(
        id=new_id(),
        received_at=ctx.now,
        source=source[-200:],
        sha256=digest,
        raw=raw,
        file_key=file_key,
        sender_token_id=sender_token_id,
    )
    ctx.session.add(delivery)
    ctx.record("delivery.stored", delivery_id=delivery.id, sha256=digest)
    return delivery


def _id_of(delivery: Delivery) -> UUID:
    """Return a delivery's number, without a question about the rest of it."""
    [delivery_id] = inspect(delivery).identity or (delivery.id,)
    return cast("UUID", delivery_id)


def _held(ctx: Context, ids: Sequence[UUID]) -> Sequence[Delivery]:
    """Return deliveries as they are now that they are held."""
    # PostgreSQL locks the rows, in one order for all who come; SQLite has one writer, and this is
    # our turn. Either way they are read as they are once we have them.
    begin_writing(ctx.session)
    query = select(Delivery).where(Delivery.id.in_(ids)).order_by(Delivery.id).with_for_update()
    return ctx.session.scalars(query.execution_options(populate_existing=True)).all()


def _unread(ctx: Context, source: str, raw: bytes) -> Delivery | None:
    """Return the same bytes from the same source, stored before and never read."""
    query = select(Delivery).where(
        Delivery.sha256 == hashlib.sha256(raw).hexdigest(),
        Delivery.source == source[-200:],
        Delivery.outcome.is_(None),
        Delivery.file_key.is_(None),
    )
    return ctx.session.scalars(query.order_by(Delivery.received_at).limit(1)).first()
