"""Ending the wait of a letter that the import left to a person.

A parked letter becomes a referral, is the ground for one that was typed in, or is only read.
"""

from sqlalchemy import select

from rehab.domain.access import CaseScope, Permission
from rehab.domain.errors import DomainError
from rehab.medcom.letters import REFERRAL_KINDS
from rehab.medcom.reader import read_envelope
from rehab.models import Delivery, IntakeOutcome, Referral, StoredLetter
from rehab.models.engines import begin_writing
from rehab.services.citizens import citizen_for, is_usable, wait_to_register
from rehab.services.context import Context
from rehab.services.referral_intake import referral_from_letter


class LetterNotWaitingError(DomainError):
    """Refuse to deal with a letter that was dealt with before, or never waited."""


class LetterIsNoReferralError(DomainError):
    """Refuse to make a referral of a letter that is of another kind."""


class UnusableNumberError(DomainError):
    """Refuse to make a referral of a letter whose number cannot stand for one person."""


def begin_parked(ctx: Context, letter: StoredLetter) -> Referral:
    """Register a parked referral letter as a referral of its own, and return it.

    A letter that corrects an earlier one, or uses its number again, stands beside it in the
    inbox; which of them counts is said at triage. Raises `LetterNotWaitingError`,
    `LetterIsNoReferralError`, and `UnusableNumberError` when the letter must be typed in instead.
    """
    wait_to_register(ctx)
    _check_waiting(ctx, letter)
    delivery = ctx.session.get_one(Delivery, letter.delivery_id)
    envelope = read_envelope(delivery.raw)
    content = envelope.letters[letter.position]
    if content.kind not in REFERRAL_KINDS or content.patient is None:
        raise LetterIsNoReferralError(
            "Brevet er ikke en henvisning. Indtast den i stedet som modtaget pr. brev."
        )
    if not is_usable(content.patient.identifier):
        raise UnusableNumberError(
            "CPR-nummeret i brevet kan ikke bruges. Spørg afsenderen om nummeret, og vælg "
            "»Indtast som henvisning«."
        )
    citizen = citizen_for(ctx, content.patient)
    referral = referral_from_letter(ctx, envelope, content, citizen)
    ctx.session.add(referral)
    attach_parked(ctx, letter, referral)
    return referral


def attach_parked(ctx: Context, letter: StoredLetter, referral: Referral) -> None:
    """Tie a parked letter to the referral that came of it; the letter waits no longer."""
    _check_waiting(ctx, letter)
    taken = ctx.session.scalar(select(Referral.id).where(Referral.letter_id == letter.id))
    if taken is not None:
        raise LetterNotWaitingError("Brevet er allerede oprettet som henvisning.")
    referral.letter_id = letter.id
    letter.citizen_id = referral.citizen_id
    letter.outcome = IntakeOutcome.ACCEPTED
    ctx.session.flush()
    ctx.record("letter.made_referral", letter_id=letter.id, referral_id=referral.id)


def file_parked(ctx: Context, letter: StoredLetter) -> None:
    """File a parked letter as read; nothing more comes of it, and it is kept."""
    _check_waiting(ctx, letter)
    letter.outcome = IntakeOutcome.ACCEPTED
    ctx.record("letter.filed", letter_id=letter.id)


def _check_waiting(ctx: Context, letter: StoredLetter) -> None:
    """Let one person at a time deal with a letter, and see what the one before did."""
    ctx.require(Permission.REFERRAL_REGISTER, CaseScope(letter.organisation_id))
    begin_writing(ctx.session)
    ctx.session.refresh(letter, ["outcome"], with_for_update=True)
    if letter.outcome is not IntakeOutcome.PARKED:
        raise LetterNotWaitingError(
            "Brevet er behandlet i mellemtiden. Åbn det igen, og se, hvad der er sket."
        )
