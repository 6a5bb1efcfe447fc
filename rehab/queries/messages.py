"""Reading what was sent and what came, for the message log of a kommune and of a case."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, undefer

from rehab.domain.access import Actor, Permission, may
from rehab.domain.message_answers import answered_if_sent_by
from rehab.models import Case, Delivery, OutgoingKind, OutgoingMessage, OutgoingStatus, StoredLetter
from rehab.queries.letters import visible_letters
from rehab.queries.visibility import visible_cases

_RECEIPTS: Final = (OutgoingKind.POSITIVE_RECEIPT, OutgoingKind.NEGATIVE_RECEIPT)


class MessageFilter(StrEnum):
    """Name the lists of the message log, as they stand in the address."""

    OUT = "ud"
    UNANSWERED = "uden-svar"
    FAILED = "fejlet"
    WAITING = "venter"
    RECEIPTS = "kvitteringer"
    IN = "ind"


def list_messages(
    session: Session,
    actor: Actor,
    which: MessageFilter,
    now: datetime,
    *,
    skip: int,
    most: int,
) -> Sequence[OutgoingMessage]:
    """Return a part of a list of what goes out, the newest first."""
    query = select(OutgoingMessage).where(visible_log(actor), _only(which, now))
    query = query.order_by(OutgoingMessage.queued_at.desc(), OutgoingMessage.id)
    return session.scalars(query.offset(skip).limit(most)).all()


def list_incoming(
    session: Session, actor: Actor, *, skip: int, most: int
) -> Sequence[StoredLetter]:
    """Return a part of the list of every letter that came, with deliveries, the newest first."""
    query = (
        select(StoredLetter)
        .join(StoredLetter.delivery)
        .where(visible_letters(actor))
        .options(contains_eager(StoredLetter.delivery))
        .order_by(Delivery.received_at.desc(), StoredLetter.position, StoredLetter.id)
    )
    return session.scalars(query.offset(skip).limit(most)).all()


def count_messages(session: Session, actor: Actor, now: datetime) -> Mapping[MessageFilter, int]:
    """Return how long each list of the message log is."""
    counts = {
        which: session.scalar(
            select(func.count())
            .select_from(OutgoingMessage)
            .where(visible_log(actor), _only(which, now))
        )
        or 0
        for which in MessageFilter
        if which is not MessageFilter.IN
    }
    received = select(func.count()).select_from(StoredLetter).where(visible_letters(actor))
    return counts | {MessageFilter.IN: session.scalar(received) or 0}


def list_messages_of_case(session: Session, case_id: UUID) -> Sequence[OutgoingMessage]:
    """Return what was sent from a case, the newest first. Who may see the case sees the list."""
    query = select(OutgoingMessage).where(OutgoingMessage.case_id == case_id)
    return session.scalars(
        query.order_by(OutgoingMessage.queued_at.desc(), OutgoingMessage.id)
    ).all()


def list_messages_of_epikrise(session: Session, epikrise_id: UUID) -> Sequence[OutgoingMessage]:
    """Return the messages a signed epikrise was sent in, the newest first."""
    query = select(OutgoingMessage).where(OutgoingMessage.epikrise_id == epikrise_id)
    return session.scalars(
        query.order_by(OutgoingMessage.queued_at.desc(), OutgoingMessage.id)
    ).all()


def find_outgoing(session: Session, actor: Actor, message_id: UUID) -> OutgoingMessage | None:
    """Return a message with its bytes, or None when it is not the actor's to see."""
    query = select(OutgoingMessage).where(_visible_one(actor), OutgoingMessage.id == message_id)
    return session.scalars(query.options(undefer(OutgoingMessage.raw))).one_or_none()


def sent_again(session: Session, messages: Collection[OutgoingMessage]) -> frozenset[UUID]:
    """Return which of some messages were sent again, so that nobody waits for their answer."""
    ids = [row.id for row in messages]
    query = select(OutgoingMessage.resend_of_id).where(OutgoingMessage.resend_of_id.in_(ids))
    return frozenset(found for found in session.scalars(query) if found is not None)


def is_unanswered(message: OutgoingMessage, now: datetime) -> bool:
    """Tell whether a letter has waited for its receipt longer than a sender should."""
    return (
        message.status is OutgoingStatus.SENT
        and not message.kind.is_receipt
        and message.sent_at is not None
        and message.sent_at <= answered_if_sent_by(now)
    )


def visible_log(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `OutgoingMessage` for those who work at the one entrance."""
    if not may(actor, Permission.REFERRAL_READ) or actor.organisation_id is None:
        return false()
    return OutgoingMessage.organisation_id == actor.organisation_id


def _visible_one(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for one message: of the entrance, or of a case that is the actor's."""
    own = select(Case.id).where(visible_cases(actor))
    return or_(visible_log(actor), OutgoingMessage.case_id.in_(own))


def _only(which: MessageFilter, now: datetime) -> ColumnElement[bool]:
    letters = OutgoingMessage.kind.not_in(_RECEIPTS)
    match which:
        case MessageFilter.OUT:
            return letters
        case MessageFilter.UNANSWERED:
            again = select(OutgoingMessage.resend_of_id).where(
                OutgoingMessage.resend_of_id.is_not(None)
            )
            return and_(
                letters,
                OutgoingMessage.status == OutgoingStatus.SENT,
                OutgoingMessage.sent_at <= answered_if_sent_by(now),
                OutgoingMessage.id.not_in(again),
            )
        case MessageFilter.FAILED:
            return OutgoingMessage.status.in_((OutgoingStatus.HELD_BACK, OutgoingStatus.REJECTED))
        case MessageFilter.WAITING:
            return OutgoingMessage.status == OutgoingStatus.QUEUED
        case MessageFilter.RECEIPTS:
            return OutgoingMessage.kind.in_(_RECEIPTS)
        case MessageFilter.IN:
            return false()
