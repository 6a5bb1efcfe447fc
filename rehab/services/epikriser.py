"""Closing a referral: signing its epikrise for ever, and what the signature closes and sends.

What is signed is drafted in `epikrise_drafts`.
"""

import hashlib
from dataclasses import dataclass, replace

from sqlalchemy import select

from rehab.documents.epikrise import epikrise_pdf
from rehab.domain.access import Permission
from rehab.domain.epikrise import check_signable
from rehab.domain.epikrise_recipients import EpikriseRecipients
from rehab.domain.errors import DomainError
from rehab.domain.referrals import ReferralStep, advance
from rehab.medcom.gln import is_valid_gln
from rehab.medcom.latin import refuse_unsendable_signs
from rehab.medcom.xdis15 import write_xdis15
from rehab.models import Epikrise, Organisation, Referral, User
from rehab.queries.cases import scope_of
from rehab.queries.epikriser import find_epikrise
from rehab.services.cases import close_if_nothing_open
from rehab.services.context import Context
from rehab.services.epikrise_drafts import (
    AlreadySignedError,
    case_to_close,
    draft_of,
    flush_or_raise,
    refuse_signed,
)
from rehab.services.epikrise_letter import Signature, check_against_schema, message_of
from rehab.services.sending import queue_epikrise
from rehab.services.turns import take_turn


class ChangedSinceReadError(DomainError):
    """What would be signed is not what the signer has read."""

    def __init__(self) -> None:
        super().__init__(
            "Epikrisen er ændret, siden du læste den. Læs den igen, og underskriv den så."
        )


class MissingReceiverError(DomainError):
    """Nobody who is to have the epikrise has a location number it can be sent to."""


@dataclass(frozen=True, slots=True)
class SignEpikrise:
    """The signature: the fingerprint of the letter that was read.

    `receiver_gln` is only asked for when the referral came without a location number.
    """

    fingerprint: str
    receiver_gln: str = ""


def sign(ctx: Context, referral: Referral, command: SignEpikrise) -> Epikrise:
    """Sign the epikrise as it was read, and close the referral with it.

    The PDF and the MedCom message are made before anything is written, so the database is not
    locked meanwhile; the message is queued to everyone who can receive it. When no other referral
    of the case is open, the case is closed too; a GOP and a Ref01 each have their own closing
    (4.4, MSG-3). Raises `EmptyHeadingError`, `AlreadySignedError`, `ChangedSinceReadError`,
    `IllegalReferralStepError`, `MissingReceiverError`, `InvalidMessageError`,
    `UnsendableSignsError` or `UnsendableLetterError`; then nothing is saved.
    """
    case = case_to_close(ctx, referral)
    ctx.require(Permission.EPIKRISE_SIGN, scope_of(ctx.session, case))
    row = find_epikrise(ctx.session, referral.id)
    refuse_signed(row)
    closed = advance(referral.status, ReferralStep.CLOSE)
    current = draft_of(ctx, case, referral, row)
    check_signable(current.sections)
    if command.fingerprint != current.fingerprint:
        raise ChangedSinceReadError
    refuse_unsendable_signs(*(section.text for section in current.sections))
    gln = _receiver_gln(current.recipients, command.receiver_gln)
    signature = _signature(ctx)
    message = message_of(_organisation(ctx), referral, current.sections, signature, gln)
    xml = write_xdis15(message)
    check_against_schema(ctx.settings.medcom_schema_folder, xml)
    letter = replace(
        current.letter,
        signed_by=signature.by.name,
        signer_title=signature.title,
        signed_on=ctx.today,
    )
    pdf = epikrise_pdf(letter, created=ctx.now, attachment=xml)
    _wait(ctx, referral)
    if row is None:
        row = Epikrise(referral_id=referral.id, case_id=case.id)
        row.saved_by, row.saved_at = ctx.actor.id, ctx.now
    row.texts = {section.code: section.text for section in current.sections}
    row.recipients = _stored(current.recipients, gln)
    row.signed_by, row.signed_at = ctx.actor.id, ctx.now
    row.letter_number = message.letter_id
    row.pdf, row.xml = pdf, xml
    row.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    referral.status, referral.closed_on = closed, ctx.today
    ctx.session.add(row)
    flush_or_raise(ctx, ChangedSinceReadError())
    ctx.record("epikrise.signed", case.id, referral_id=referral.id, pdf_sha256=row.pdf_sha256)
    queue_epikrise(ctx, row, referral, message, current.recipients)
    ctx.record("referral.closed", case.id, referral_id=referral.id)
    close_if_nothing_open(ctx, case)
    return row


def _organisation(ctx: Context) -> Organisation:
    return ctx.session.get_one(Organisation, ctx.organisation_id)


def _signature(ctx: Context) -> Signature:
    person = ctx.session.get_one(User, ctx.actor.id)
    return Signature(person, person.title or _organisation(ctx).department, ctx.now)


def _receiver_gln(recipients: EpikriseRecipients, typed: str) -> str:
    gln = recipients.receiver.gln or "".join(typed.split())
    if not gln:
        raise MissingReceiverError(
            f"{recipients.receiver.name} har intet lokationsnummer på henvisningen. "
            "Skriv modtagerens lokationsnummer (13 cifre), så epikrisen kan sendes."
        )
    if not recipients.receiver.gln and not is_valid_gln(gln):
        raise MissingReceiverError(
            "Lokationsnummeret er ikke gyldigt. Det har 13 cifre: kontrollér det, og skriv igen."
        )
    return gln


def _stored(recipients: EpikriseRecipients, gln: str) -> list[dict[str, str]]:
    return [
        {
            "name": party.name,
            "gln": gln if party is recipients.receiver else party.gln,
            "role": party.role,
        }
        for party in recipients.all
    ]


def _wait(ctx: Context, referral: Referral) -> None:
    """Let one person at a time sign, and only what nobody changed while the PDF was made."""
    read = referral.version
    take_turn(ctx, referral)
    ctx.session.refresh(referral, ["closed_on", "status", "version"])
    signed = select(Epikrise.id).where(Epikrise.referral_id == referral.id)
    if ctx.session.scalar(signed.where(Epikrise.signed_at.is_not(None))) is not None:
        raise AlreadySignedError
    if referral.version != read:
        raise ChangedSinceReadError
