"""Receiving files: stored byte for byte first, then read, then put where they belong.

Nothing is lost and nothing stops the run: what cannot be read is kept in quarantine, what waits
for a person is parked, and what is not for us is refused with MedCom's own code (MEDCOM 3.7).
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from rehab.domain.access import CaseScope, Permission
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.medcom.errors import (
    MessageError,
    UnknownLetterError,
    UnknownVersionError,
    UnsupportedFormatError,
)
from rehab.medcom.letters import Envelope, Letter
from rehab.medcom.reader import read_envelope
from rehab.models import Delivery, IntakeOutcome, Organisation, StoredLetter
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context
from rehab.services.intake_letters import LetterResult, place_letter
from rehab.services.routing import NotForUsError, organisation_for, probable_organisation

# What a database answers when a value does not fit: the file is kept, and the run goes on.
_UNSTORABLE: Final = (DataError, IntegrityError, ValueError)
_DOES_NOT_FIT: Final = (
    "Filen kan læses, men et felt i den er længere eller anderledes, end der er plads til. "
    "Ring til afsenderen, eller indtast henvisningen."
)


class NothingToTryError(DomainError):
    """Refuse to read a file again whose letters have been placed."""


@dataclass(frozen=True, slots=True)
class LetterReport:
    """What became of one letter, or of a file where no letter could be read."""

    delivery: Delivery
    outcome: IntakeOutcome
    letter: Letter | None = None
    result: LetterResult | None = None
    refuse_code: str | None = None
    reason: str | None = None


def receive(ctx: Context, source: str, raw: bytes) -> tuple[LetterReport, ...]:
    """Store a file, read it and place its letters; return a report for each letter.

    The bytes are saved in a transaction of their own before anything reads them, so a crash
    between the two leaves a file that is taken up again the next time it is offered.
    """
    with ctx.transaction():
        delivery = _stored(ctx, source, raw)
    try:
        with ctx.transaction():
            return _dealt_with(ctx, delivery, raw)
    except _UNSTORABLE:
        with ctx.transaction():
            report = _unstorable(ctx, delivery, raw)
            _note_outcome(ctx, delivery, (report,))
        return (report,)


def try_again(ctx: Context, delivery: Delivery) -> tuple[LetterReport, ...]:
    """Read a file once more, after what was wrong with it or with us is mended.

    Raises `NothingToTryError` when its letters have been placed: reading it again could only make
    doubles.
    """
    if delivery.organisation_id is None:
        raise NotPermittedError("Filen hører ikke til en kommune endnu.")
    ctx.require(Permission.REFERRAL_REGISTER, CaseScope(delivery.organisation_id))
    placed = ctx.session.scalar(
        select(StoredLetter.id).where(StoredLetter.delivery_id == delivery.id).limit(1)
    )
    if placed is not None:
        raise NothingToTryError(
            "Filens breve er allerede lagt på plads. Find dem under Indbakke eller Breve."
        )
    try:
        return _dealt_with(ctx, delivery, delivery.raw)
    except _UNSTORABLE as fault:
        raise NothingToTryError(_DOES_NOT_FIT) from fault


def _dealt_with(ctx: Context, delivery: Delivery, raw: bytes) -> tuple[LetterReport, ...]:
    reports = _placed(ctx, delivery, raw)
    _note_outcome(ctx, delivery, reports)
    return reports


def _note_outcome(ctx: Context, delivery: Delivery, reports: tuple[LetterReport, ...]) -> None:
    delivery.outcome = _overall(reports)
    delivery.refuse_code = reports[0].refuse_code
    delivery.reason = reports[0].reason
    ctx.record("delivery.dealt_with", delivery_id=delivery.id, outcome=delivery.outcome)


def _unstorable(ctx: Context, delivery: Delivery, raw: bytes) -> LetterReport:
    """Quarantine a file whose content is sound as a message but does not fit what is stored."""
    probable = probable_organisation(ctx.session, raw)
    delivery.organisation_id = probable.id if probable else None
    return LetterReport(
        delivery,
        IntakeOutcome.QUARANTINED,
        reason=_DOES_NOT_FIT,
    )


def put_away(ctx: Context, delivery: Delivery) -> None:
    """Take a file that needs no more out of the quarantine list; its bytes are kept."""
    ctx.require(Permission.REFERRAL_REGISTER)
    if delivery.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Filen hører til en anden kommune.")
    delivery.put_away_at = ctx.now
    ctx.record("delivery.put_away", delivery_id=delivery.id)


def _stored(ctx: Context, source: str, raw: bytes) -> Delivery:
    digest = hashlib.sha256(raw).hexdigest()
    unfinished = ctx.session.scalars(
        select(Delivery).where(Delivery.sha256 == digest, Delivery.outcome.is_(None))
    ).first()
    if unfinished is not None:
        return unfinished
    delivery = Delivery(received_at=ctx.now, source=source[-200:], sha256=digest, raw=raw)
    ctx.session.add(delivery)
    ctx.session.flush()
    ctx.record("delivery.stored", delivery_id=delivery.id, sha256=digest)
    return delivery


def _placed(ctx: Context, delivery: Delivery, raw: bytes) -> tuple[LetterReport, ...]:
    try:
        envelope = read_envelope(raw)
    except MessageError as fault:
        return (_unread(ctx, delivery, raw, fault),)
    delivery.envelope_id = envelope.envelope_id[:40]
    delivery.sender_gln = (envelope.letters[0].sender.gln or "")[:35] or None
    try:
        organisations = [
            organisation_for(ctx.session, letter.receiver) for letter in envelope.letters
        ]
    except NotForUsError as refusal:
        probable = probable_organisation(ctx.session, raw)
        delivery.organisation_id = probable.id if probable else None
        return tuple(
            LetterReport(
                delivery,
                IntakeOutcome.REFUSED,
                letter,
                refuse_code=refusal.refuse_code,
                reason=str(refusal),
            )
            for letter in envelope.letters
        )
    delivery.organisation_id = organisations[0].id
    return tuple(
        _letter_report(ctx, delivery, envelope, position, organisation)
        for position, organisation in enumerate(organisations)
    )


def _letter_report(
    ctx: Context,
    delivery: Delivery,
    envelope: Envelope,
    position: int,
    organisation: Organisation,
) -> LetterReport:
    letter = envelope.letters[position]
    inside = replace(ctx, actor=system_actor_in(organisation.id))
    result = place_letter(inside, envelope, letter)
    row = StoredLetter(
        organisation_id=organisation.id,
        delivery_id=delivery.id,
        position=position,
        kind=letter.kind.value,
        element=letter.element,
        version_code=letter.version_code[:20],
        letter_id=letter.letter_id[:40],
        sender_gln=letter.sender.gln or "",
        sender_name=(letter.sender.organisation or "")[:120],
        content_hash=letter.content_hash,
        first=True if result.first else None,
        outcome=result.outcome,
        reason=result.reason,
        citizen_id=result.citizen_id,
        patient_identifier=letter.patient.identifier[:10] if letter.patient else None,
    )
    inside.session.add(row)
    inside.session.flush()
    if result.referral is not None and result.first:
        result.referral.letter_id = row.id
    inside.record("letter.stored", letter_id=row.id, kind=row.kind, outcome=row.outcome)
    return LetterReport(delivery, result.outcome, letter, result, reason=result.reason)


def _unread(ctx: Context, delivery: Delivery, raw: bytes, fault: MessageError) -> LetterReport:
    probable = probable_organisation(ctx.session, raw)
    delivery.organisation_id = probable.id if probable else None
    delivery.envelope_id = (fault.identity.envelope_id or "")[:40] or None
    delivery.sender_gln = (fault.identity.sender_gln or "")[:35] or None
    outcome = IntakeOutcome.QUARANTINED
    if isinstance(fault, UnknownVersionError):
        outcome = IntakeOutcome.REFUSED
    elif isinstance(fault, UnknownLetterError | UnsupportedFormatError):
        outcome = IntakeOutcome.PARKED
    code = "problem_med_version" if outcome is IntakeOutcome.REFUSED else None
    return LetterReport(delivery, outcome, refuse_code=code, reason=fault.sentence)


_WORST_FIRST = (
    IntakeOutcome.QUARANTINED,
    IntakeOutcome.REFUSED,
    IntakeOutcome.PARKED,
    IntakeOutcome.ACCEPTED,
    IntakeOutcome.DUPLICATE,
)


def _overall(reports: tuple[LetterReport, ...]) -> IntakeOutcome:
    """Return what a list of files shows: the outcome that most needs a person's eye."""
    return min((report.outcome for report in reports), key=_WORST_FIRST.index)
