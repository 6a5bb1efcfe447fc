"""Keeping what arrived: once for each file, whoever offers it and however often.

Two processes may offer the same file at once, and one may offer it again after a crash. The
unique key of the file and the row's own lock settle it, not the order of what happens.
"""

import hashlib
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import exists, inspect, select, update
from sqlalchemy.exc import IntegrityError

from rehab.models import Delivery, SenderToken, StoredLetter
from rehab.services.context import Context

# By then whoever stored a file has read it too, or died.
_ABANDONED_AFTER: Final = timedelta(minutes=1)


class AlreadyDealtWithError(RuntimeError):
    """What is being read was dealt with before, or meanwhile by somebody else."""


def keep(
    ctx: Context,
    source: str,
    raw: bytes,
    *,
    file_key: str | None = None,
    sender_token_id: UUID | None = None,
) -> Delivery:
    """Return the delivery some bytes are stored in, in a transaction of its own.

    The same file gives the same delivery, as does one that was stored and never read.
    """
    digest = hashlib.sha256(raw).hexdigest()
    # A file on the disk is new nearly always, and its key tells when it is not.
    unread = None if file_key else _unread(ctx, source, digest)
    if unread is not None:
        return unread
    try:
        with ctx.transaction():
            delivery = Delivery(
                received_at=ctx.now,
                source=source[-200:],
                sha256=digest,
                raw=raw,
                file_key=file_key,
                sender_token_id=sender_token_id,
            )
            ctx.session.add(delivery)
            ctx.session.flush()
            ctx.record("delivery.stored", delivery_id=delivery.id, sha256=digest)
    except IntegrityError:
        same_file = select(Delivery).where(Delivery.file_key == file_key)
        found = ctx.session.scalars(same_file).one_or_none() if file_key else None
        if found is None:
            raise
        return found
    return delivery


def take_up(ctx: Context, delivery: Delivery) -> bool:
    """Hold a delivery until the transaction ends; return whether it was read before in vain.

    Raises `AlreadyDealtWithError` when its letters are placed.
    """
    # An update that changes nothing: it locks the row on PostgreSQL, is the turn to write on
    # SQLite, and reads the row as it is once we have it.
    [delivery_id] = inspect(delivery).identity or (delivery.id,)
    held = ctx.session.scalars(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(sha256=Delivery.sha256)
        .returning(Delivery)
        .execution_options(populate_existing=True, synchronize_session=False)
    ).one()
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


def _unread(ctx: Context, source: str, digest: str) -> Delivery | None:
    """Return the same bytes from the same source, stored before and never read."""
    query = select(Delivery).where(
        Delivery.sha256 == digest,
        Delivery.source == source[-200:],
        Delivery.outcome.is_(None),
        Delivery.file_key.is_(None),
    )
    return ctx.session.scalars(query.order_by(Delivery.received_at).limit(1)).first()
