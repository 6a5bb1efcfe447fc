"""Writing to those who referred the citizen: what is missing, why not, and anything else.

It is no channel for what is urgent: nobody may count on a letter being read today (F87).
"""

from dataclasses import dataclass
from typing import Final

from rehab.domain.access import CaseScope, Permission
from rehab.domain.calendar import danish_date
from rehab.domain.epikrise_recipients import Addressee
from rehab.domain.errors import DomainError
from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.domain.triage import triage_checklist
from rehab.ids import new_message_id
from rehab.medcom.latin import refuse_unsendable_signs
from rehab.medcom.xdis91 import Correspondence, EpisodeStatus, write_xdis91
from rehab.medcom.xml_writing import UnsendableLetterError
from rehab.models import (
    Case,
    Citizen,
    Organisation,
    OutgoingKind,
    OutgoingMessage,
    Referral,
)
from rehab.queries.cases import scope_of
from rehab.services.context import Context
from rehab.services.epikrise_letter import recipients_for
from rehab.services.facts import referral_facts
from rehab.services.letter_parties import party_of, patient_of, sender_of
from rehab.services.outbox import Outgoing, queue

ASKED: Final = "Manglende oplysninger i henvisning"
RETURNED: Final = "Henvisning returneret"
NEW_RISK: Final = "Nye risikofaktorer"
_MISSING: Final = ("missing_", "mentioned_")
_OPEN: Final = frozenset({ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED})
_EPISODE_LENGTH: Final = 35


class NobodyToWriteToError(DomainError):
    """Refuse a letter to somebody who has no location number."""


class NothingWrittenError(DomainError):
    """Refuse a letter that says nothing."""


class ReferralEndedError(DomainError):
    """Refuse to ask for what a referral lacks when it has been decided and ended."""


@dataclass(frozen=True, slots=True)
class WriteLetter:
    """What a person writes, and the location number it goes to."""

    receiver_gln: str
    subject: str
    text: str


def receivers_of(referral: Referral) -> tuple[Addressee, ...]:
    """Return those whom a letter about a referral can be sent to, each once: who referred first."""
    everyone = (_addressee(referral), *recipients_for(referral).all)
    by_number: dict[str, Addressee] = {}
    for party in everyone:
        if party.gln:
            by_number.setdefault(party.gln, party)
    return tuple(by_number.values())


def write_letter(ctx: Context, case: Case, command: WriteLetter) -> OutgoingMessage:
    """Queue a letter from a case to one who referred or holds the threads. Needs `referrals`.

    Raises `NobodyToWriteToError`, `NothingWrittenError`, `UnsendableSignsError` and
    `UnsendableLetterError`.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    for referral in reversed(case.referrals):
        for party in receivers_of(referral):
            if party.gln == command.receiver_gln:
                refuse_unsendable_signs(command.subject, command.text)
                return _queue(ctx, referral, party, command.subject, ((None, command.text),))
    raise NobodyToWriteToError("Vælg en modtager fra sagens henvisninger.")


def can_be_asked_about(referral: Referral) -> bool:
    """Tell whether somebody can be asked for what a referral lacks: it is open, and has a way."""
    return referral.status in _OPEN and bool(referral.sender_gln)


def question_draft(ctx: Context, referral: Referral) -> str:
    """Return the words that ask for what a referral lacks (4.6). Needs `diagnoses` loaded.

    Asking pauses no clock: no rule says that it does (F3).
    """
    programme = ctx.programme_for(referral.programme_version)
    findings = {row.code for row in triage_checklist(programme, referral_facts(ctx, referral))}
    missing = [
        item.label
        for item in programme.checklist_for(referral.kind)
        if any(prefix + item.key in findings for prefix in _MISSING)
    ]
    organisation = ctx.session.get_one(Organisation, referral.organisation_id)
    wanted = "\n".join(f"- {label}" for label in missing) or "- "
    return (
        f"Tak for henvisningen, som vi modtog {danish_date(referral.received_on)}. "
        f"For at kunne vurdere den mangler vi:\n{wanted}\n\n"
        f"Svar med en korrespondance, eller ring til {organisation.department} "
        f"på telefon {organisation.phone}."
    )


def ask_for_missing(ctx: Context, referral: Referral, text: str) -> OutgoingMessage:
    """Queue a letter that asks the one who referred for what the referral lacks (F3).

    Raises `ReferralEndedError`, `NobodyToWriteToError`, `NothingWrittenError`,
    `UnsendableSignsError` and `UnsendableLetterError`.
    """
    ctx.require(Permission.REFERRAL_TRIAGE, CaseScope(referral.organisation_id))
    if referral.status not in _OPEN:
        raise ReferralEndedError("Henvisningen er afgjort. Skriv fra sagen, hvis der er en.")
    receiver = _referrer(referral)
    refuse_unsendable_signs(text)
    return _queue(ctx, referral, receiver, ASKED, ((None, text),))


def send_return(ctx: Context, referral: Referral, reason_code: str, text: str) -> None:
    """Queue the letter that returns a referral with the coded reason and the words (F11).

    Part of the decision, so it never stands in its way: what cannot be written is held back for
    a person to see, and to somebody without a location number nothing goes; then one calls.
    """
    referrer = _addressee(referral)
    if not referrer.gln:
        return
    programme = ctx.programme_for(referral.programme_version)
    reasons = programme.reasons_for(TriageDecision.RETURN_TO_SENDER)
    labels = {reason.code: reason.label for reason in reasons}
    organisation = ctx.session.get_one(Organisation, referral.organisation_id)
    sections = (
        (None, f"Henvisningen, som vi modtog {danish_date(referral.received_on)}, sendes retur."),
        ("Begrundelse", labels[reason_code]),
        ("Uddybning", text.strip() or "-"),
        ("Spørgsmål", f"Ring til {organisation.department} på telefon {organisation.phone}."),
    )
    _queue(ctx, referral, referrer, RETURNED, sections, hold_back=True)


def tell_own_doctor(
    ctx: Context, referral: Referral, doctor: Addressee, found: tuple[str, ...], text: str
) -> OutgoingMessage:
    """Queue the letter that tells the own doctor of new risk factors (4.1, INF-1, F14).

    It never stands in the way of what was found: what cannot be written is held back for a
    person to see.
    """
    organisation = ctx.session.get_one(Organisation, referral.organisation_id)
    sections = (
        (
            None,
            f"{danish_date(ctx.today)}: Vi har fundet nye risikofaktorer for varige smerter.",
        ),
        ("Nye risikofaktorer", "\n".join(f"- {label}" for label in found)),
        ("Uddybning", text.strip() or "-"),
        ("Spørgsmål", f"Ring til {organisation.department} på telefon {organisation.phone}."),
    )
    return _queue(ctx, referral, doctor, NEW_RISK, sections, hold_back=True)


def _referrer(referral: Referral) -> Addressee:
    referrer = _addressee(referral)
    if not referrer.gln:
        raise NobodyToWriteToError(
            f"{referral.sender_name} har intet lokationsnummer på henvisningen. Ring i stedet."
        )
    return referrer


def _addressee(referral: Referral) -> Addressee:
    return Addressee(
        name=referral.sender_name,
        role="henviser",
        gln=referral.sender_gln or "",
        identifier=referral.sender_identifier or "",
        identifier_code=referral.sender_identifier_code or "",
        department=referral.sender_department,
    )


def _queue(
    ctx: Context,
    referral: Referral,
    receiver: Addressee,
    subject: str,
    sections: tuple[tuple[str | None, str], ...],
    *,
    hold_back: bool = False,
) -> OutgoingMessage:
    """Write a letter and queue it; with `hold_back`, one that cannot be written waits instead."""
    if not any(text.strip() for _, text in sections) or not subject.strip():
        raise NothingWrittenError("Skriv et emne og en tekst, før brevet sendes.")
    letter = _letter(ctx, referral, receiver, subject, sections)
    raw, fault = b"", ""
    try:
        raw = write_xdis91(letter)
    except UnsendableLetterError as unsendable:
        if not hold_back:
            raise
        fault = str(unsendable)
    message = Outgoing(
        kind=OutgoingKind.CORRESPONDENCE,
        envelope_id=letter.envelope_id,
        letter_id=letter.letter_id,
        receiver_gln=receiver.gln,
        receiver_name=receiver.name,
        subject=subject,
        raw=raw,
        fault=fault,
        referral_id=referral.id,
        case_id=referral.case_id,
    )
    return queue(ctx, referral.organisation_id, message)


def _letter(
    ctx: Context,
    referral: Referral,
    receiver: Addressee,
    subject: str,
    sections: tuple[tuple[str | None, str], ...],
) -> Correspondence:
    organisation = ctx.session.get_one(Organisation, referral.organisation_id)
    given = referral.episode_id or ""
    return Correspondence(
        envelope_id=new_message_id(),
        letter_id=new_message_id(),
        sent_at=ctx.now,
        authorised_at=ctx.now,
        sender=sender_of(organisation),
        receiver=party_of(receiver, receiver.gln),
        patient=patient_of(ctx.session.get_one(Citizen, referral.citizen_id)),
        status=EpisodeStatus.INACTIVE,
        subject=subject,
        sections=sections,
        episode_id=given if 0 < len(given) <= _EPISODE_LENGTH else None,
    )
