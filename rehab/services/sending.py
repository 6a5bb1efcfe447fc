"""Sending what is queued: first to whom a signed epikrise goes, then the queue itself."""

import logging
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import undefer

from rehab.domain.epikrise_recipients import EpikriseRecipients
from rehab.ids import new_message_id
from rehab.integrations.mailbox import Mailbox, mailbox_of
from rehab.medcom.letters import Party
from rehab.medcom.resending import is_edifact
from rehab.medcom.xdis15 import ClosingLetter, write_xdis15
from rehab.medcom.xdis91 import Correspondence, EpisodeStatus, write_xdis91
from rehab.medcom.xml_writing import UnsendableLetterError
from rehab.models import Epikrise, OutgoingKind, OutgoingMessage, OutgoingStatus, Referral
from rehab.models.engines import take_first
from rehab.services.context import Context
from rehab.services.letter_parties import party_of
from rehab.services.outbox import Outgoing, queue

log = logging.getLogger(__name__)
SUBJECT: Final = "Afsluttende epikrise"


def queue_epikrise(
    ctx: Context,
    epikrise: Epikrise,
    referral: Referral,
    letter: ClosingLetter,
    recipients: EpikriseRecipients,
) -> None:
    """Queue a signed epikrise to everyone with a location number (F83, 4.1, 4.6).

    The receiver gets the very message that was signed. A copy is a letter of its own, since it
    goes to somebody else. Who has no location number gets the epikrise on paper.
    """
    _queue_to(ctx, epikrise, referral, letter)
    for party in recipients.copies:
        if party.gln:
            copy = replace(
                letter,
                envelope_id=new_message_id(),
                letter_id=new_message_id(),
                receiver=party_of(party, party.gln),
                copy_receiver=None,
            )
            _queue_to(ctx, epikrise, referral, copy)


def _queue_to(ctx: Context, epikrise: Epikrise, referral: Referral, letter: ClosingLetter) -> None:
    receiver: Party = letter.receiver
    by_xdis91 = receiver.gln in ctx.settings.xdis91_receivers
    kind = OutgoingKind.CORRESPONDENCE if by_xdis91 else OutgoingKind.CLOSING_LETTER
    raw, fault = b"", ""
    try:
        raw = write_xdis91(as_correspondence(letter)) if by_xdis91 else write_xdis15(letter)
    except UnsendableLetterError as unsendable:
        fault = str(unsendable)
    message = Outgoing(
        kind=kind,
        envelope_id=letter.envelope_id,
        letter_id=letter.letter_id,
        receiver_gln=receiver.gln or "",
        receiver_name=receiver.organisation or "",
        subject=SUBJECT,
        raw=raw,
        fault=fault,
        epikrise_id=epikrise.id,
        referral_id=referral.id,
        case_id=epikrise.case_id,
    )
    queue(ctx, referral.organisation_id, message)


def as_correspondence(letter: ClosingLetter) -> Correspondence:
    """Return the same closing letter for a receiver who takes only correspondence (MEDCOM 3.5).

    It has the same five headings, after a line that says who signed, which this type of letter
    has no other room for; a long text is split by the writer.
    """
    signed = f"Underskrevet af {letter.signed_by}, {letter.job_title}."
    return Correspondence(
        envelope_id=letter.envelope_id,
        letter_id=letter.letter_id,
        sent_at=letter.sent_at,
        authorised_at=letter.authorised_at,
        sender=letter.sender,
        receiver=letter.receiver,
        patient=letter.patient,
        status=EpisodeStatus.INACTIVE,
        subject=SUBJECT,
        sections=((None, signed), *letter.sections),
        episode_id=letter.episode_id,
        wants_receipt=letter.wants_receipt,
    )


def send_queued(ctx: Context) -> int:
    """Hand everything in the queue to the mailbox, oldest first; return how much was sent."""
    mailbox = mailbox_of(ctx.settings)
    return 0 if mailbox is None else send_through(ctx, mailbox)


def send_through(ctx: Context, mailbox: Mailbox) -> int:
    """Hand everything in the queue to a mailbox; what it cannot take stays in the queue."""
    sent = 0
    try:
        while _anything_queued(ctx) and _send_next(ctx, mailbox):
            sent += 1
    except OSError as fault:
        log.error("the outbox folder cannot take a message: %s", fault.strerror)  # noqa: TRY400 - no stack trace every ten seconds
    return sent


def file_name(message: OutgoingMessage) -> str:
    """Return the name of a message's file, which is always the same for the same envelope.

    So a file that was handed over just before the machine stopped is written again as itself.
    """
    return f"{message.envelope_id}.{'edi' if is_edifact(message.raw) else 'xml'}"


def _anything_queued(ctx: Context) -> bool:
    query = select(OutgoingMessage.id).where(OutgoingMessage.status == OutgoingStatus.QUEUED)
    return ctx.session.scalar(query.limit(1)) is not None


def _send_next(ctx: Context, mailbox: Mailbox) -> bool:
    """Send one message in a transaction of its own; False when others have taken the rest."""
    with ctx.transaction():
        query = select(OutgoingMessage).where(OutgoingMessage.status == OutgoingStatus.QUEUED)
        query = query.order_by(OutgoingMessage.queued_at, OutgoingMessage.id)
        message = take_first(ctx.session, query.options(undefer(OutgoingMessage.raw)))
        if message is None:
            return False
        mailbox.put(file_name(message), message.raw)
        message.status, message.sent_at = OutgoingStatus.SENT, ctx.now
        ctx.record("message.sent", message.case_id, message_id=message.id)
    return True
