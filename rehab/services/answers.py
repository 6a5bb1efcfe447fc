"""Taking in the receipts that others send for what we sent."""

from sqlalchemy import select

from rehab.medcom.letters import Letter, ReceiptDetails
from rehab.models import OutgoingMessage, OutgoingStatus
from rehab.services.context import Context

_WAITING = (OutgoingStatus.QUEUED, OutgoingStatus.SENT)


def note_answer(ctx: Context, letter: Letter) -> None:
    """Mark what a receipt answers, in the actor's organisation; other letters answer nothing.

    Once a message is answered, what comes later is only logged.
    A message may be answered while it is still in the queue: the file was handed over, and the
    machine stopped before that was written down. A receipt for one envelope of a letter says
    that the letter is there, so those that carried it again wait no longer.
    """
    receipt = letter.receipt
    if receipt is None:
        return
    answered = _answered(ctx, letter, receipt)
    if answered is None:
        return
    if answered.status not in _WAITING:
        ctx.record(
            "message.answered_again",
            answered.case_id,
            message_id=answered.id,
            status=OutgoingStatus.POSITIVE if receipt.positive else OutgoingStatus.REJECTED,
        )
        return
    for row in (answered, *(_same_letter(ctx, answered) if receipt.positive else ())):
        row.status = OutgoingStatus.POSITIVE if receipt.positive else OutgoingStatus.REJECTED
        row.answered_at = ctx.now
        row.reason = "" if receipt.positive else _reason(receipt)
        ctx.record("message.answered", row.case_id, message_id=row.id, status=row.status)


def _answered(ctx: Context, letter: Letter, receipt: ReceiptDetails) -> OutgoingMessage | None:
    """Return the message that was sent in the envelope named, to the one who answers.

    An operator answers for the receiver, whose number then stands in the receipt (XCTL01).
    """
    receivers = {letter.sender.gln or "", receipt.original_receiver_gln or ""}
    query = select(OutgoingMessage).where(
        OutgoingMessage.organisation_id == ctx.organisation_id,
        OutgoingMessage.envelope_id == (receipt.original_envelope_id or "")[:40],
        OutgoingMessage.receiver_gln.in_(receivers),
    )
    found = ctx.session.scalars(query).one_or_none()
    return None if found is None or found.kind.is_receipt else found


def _same_letter(ctx: Context, answered: OutgoingMessage) -> list[OutgoingMessage]:
    query = select(OutgoingMessage).where(
        OutgoingMessage.organisation_id == answered.organisation_id,
        OutgoingMessage.letter_id == answered.letter_id,
        OutgoingMessage.receiver_gln == answered.receiver_gln,
        OutgoingMessage.id != answered.id,
        OutgoingMessage.status.in_(_WAITING),
    )
    return list(ctx.session.scalars(query))


def _reason(receipt: ReceiptDetails) -> str:
    refusals = [
        (receipt.refuse_code, receipt.refuse_text),
        *((each.refuse_code, each.refuse_text) for each in receipt.letters),
    ]
    said = (": ".join(part for part in refusal if part) for refusal in refusals)
    return "; ".join(dict.fromkeys(part for part in said if part)) or "Ingen grund angivet"
