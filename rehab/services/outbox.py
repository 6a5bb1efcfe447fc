"""Putting messages in the queue, and sending one again. The worker takes them from there.

A message is queued in the transaction of its cause: it is not sent when the cause is undone, and
not lost when the machine stops. What breaks MedCom's schema is held back, with the reason shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rehab.domain.access import CaseScope, Permission
from rehab.domain.errors import DomainError
from rehab.ids import new_id, new_message_id
from rehab.medcom.resending import in_new_envelope
from rehab.models import Case, OutgoingKind, OutgoingMessage, OutgoingStatus
from rehab.models.engines import begin_writing
from rehab.queries.cases import scope_of
from rehab.services.context import Context
from rehab.services.schema_check import schema_faults

_SHOWN_FAULTS = 3


class CannotSendAgainError(DomainError):
    """Refuse to send a message again that waits, has been received, or was sent again before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be queued, and what it is about.

    `fault` is set for a letter that could not be written; it is held back with it.
    """

    kind: OutgoingKind
    envelope_id: str
    letter_id: str
    receiver_gln: str
    raw: bytes
    receiver_name: str = ""
    subject: str = ""
    fault: str = ""
    receipt_for_id: UUID | None = None
    answers_key: str | None = None
    epikrise_id: UUID | None = None
    referral_id: UUID | None = None
    case_id: UUID | None = None
    resend_of_id: UUID | None = None


def queue(ctx: Context, organisation_id: UUID | None, message: Outgoing) -> OutgoingMessage:
    """Put a message in the queue, or hold it back when it is not one that can be received."""
    row = enqueue(ctx, organisation_id, message)
    ctx.session.flush()
    return row


def enqueue(ctx: Context, organisation_id: UUID | None, message: Outgoing) -> OutgoingMessage:
    """Queue a message like `queue`, to be saved together with what the caller does next."""
    reason = message.fault
    if not reason:
        reason = _faults(ctx, message.raw)
    row = OutgoingMessage(
        id=new_id(),
        organisation_id=organisation_id,
        kind=message.kind,
        status=OutgoingStatus.HELD_BACK if reason else OutgoingStatus.QUEUED,
        envelope_id=message.envelope_id,
        letter_id=message.letter_id,
        receiver_gln=message.receiver_gln[:35],
        receiver_name=message.receiver_name[:120],
        subject=message.subject[:120],
        raw=message.raw,
        receipt_for_id=message.receipt_for_id,
        answers_key=message.answers_key,
        epikrise_id=message.epikrise_id,
        referral_id=message.referral_id,
        case_id=message.case_id,
        resend_of_id=message.resend_of_id,
        reason=reason,
        queued_by=ctx.actor.id,
        queued_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.record("message.queued", row.case_id, message_id=row.id, kind=row.kind, status=row.status)
    return row


def beyond_help(ctx: Context, messages: Iterable[OutgoingMessage]) -> frozenset[UUID]:
    """Return those held back that sending again cannot help: it would hold them back again."""
    ids = [row.id for row in messages if row.status is OutgoingStatus.HELD_BACK]
    if not ids:
        return frozenset()
    query = select(OutgoingMessage.id, OutgoingMessage.raw).where(OutgoingMessage.id.in_(ids))
    found = ctx.session.execute(query).all()
    return frozenset(number for number, raw in found if not raw or _faults(ctx, raw))


def resend(ctx: Context, message: OutgoingMessage) -> OutgoingMessage:
    """Send a letter again: a new envelope and time, the same letter (F85, MEDCOM 4.2).

    Only a person asks for it; of two who ask at once the second is told. A receipt that was held
    back has never left, so it is put in the queue as it is: a file has one receipt. Needs the
    message's `raw` loaded. Raises `CannotSendAgainError`.
    """
    ctx.require(Permission.CASE_WRITE, _scope(ctx, message))
    begin_writing(ctx.session)
    ctx.session.refresh(message, ["status"], with_for_update=True)
    _check_can_send_again(ctx, message)
    if message.kind.is_receipt:
        return _released(ctx, message)
    envelope_id = new_message_id()
    row = queue(
        ctx,
        message.organisation_id,
        Outgoing(
            kind=message.kind,
            envelope_id=envelope_id,
            letter_id=message.letter_id,
            receiver_gln=message.receiver_gln,
            receiver_name=message.receiver_name,
            subject=message.subject,
            raw=in_new_envelope(message.raw, envelope_id=envelope_id, sent_at=ctx.now),
            epikrise_id=message.epikrise_id,
            referral_id=message.referral_id,
            case_id=message.case_id,
            resend_of_id=message.id,
        ),
    )
    ctx.record("message.resent", row.case_id, message_id=message.id, resend_id=row.id)
    return row


def _released(ctx: Context, message: OutgoingMessage) -> OutgoingMessage:
    """Put a message that was held back in the queue, byte for byte as it was written."""
    message.status, message.reason = OutgoingStatus.QUEUED, ""
    ctx.record("message.released", message.case_id, message_id=message.id)
    return message


def _faults(ctx: Context, raw: bytes) -> str:
    """Return what is wrong with a message by MedCom's schema, or nothing."""
    return "; ".join(schema_faults(ctx.settings.medcom_schema_folder, raw)[:_SHOWN_FAULTS])


def _scope(ctx: Context, message: OutgoingMessage) -> CaseScope:
    """Return who may act on a message: those of its case, or of the whole kommune without one."""
    if message.case_id is not None:
        return scope_of(ctx.session, ctx.session.get_one(Case, message.case_id))
    if message.organisation_id is None:
        raise CannotSendAgainError("Meddelelsen hører ikke til en kommune.")
    return CaseScope(message.organisation_id)


def _check_can_send_again(ctx: Context, message: OutgoingMessage) -> None:
    if message.kind.is_receipt and message.status is not OutgoingStatus.HELD_BACK:
        raise CannotSendAgainError("En kvittering sendes af sig selv, når brevet kommer igen.")
    if message.status is OutgoingStatus.QUEUED:
        raise CannotSendAgainError("Brevet er ikke sendt endnu. Det ligger i køen.")
    if message.status is OutgoingStatus.POSITIVE:
        raise CannotSendAgainError("Modtageren har brevet. Skriv et nyt, hvis der er mere at sige.")
    if not message.raw:
        raise CannotSendAgainError("Brevet kunne ikke skrives og kan ikke sendes. Ring i stedet.")
    faults = _faults(ctx, message.raw)
    if message.kind.is_receipt and faults:
        raise CannotSendAgainError(
            f"Kvitteringen holdes stadig tilbage: {faults}. Bed driften rette det, og prøv igen."
        )
    if message.status is OutgoingStatus.HELD_BACK and faults:
        raise CannotSendAgainError(
            f"Brevet holdes stadig tilbage: {faults}. Skriv et nyt brev, eller ring i stedet."
        )
    later = select(OutgoingMessage.id).where(OutgoingMessage.resend_of_id == message.id)
    if ctx.session.scalar(later) is not None:
        raise CannotSendAgainError("Brevet er allerede sendt igen. Se den nyeste i listen.")
