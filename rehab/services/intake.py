"""Receiving files: stored byte for byte first, then read, then put where they belong.

Nothing is lost and nothing stops the run: what cannot be read is kept in quarantine, what waits
for a person is parked, and what is not for us is refused with MedCom's own code (MEDCOM 3.7).
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from rehab.domain.access import CaseScope, Permission
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.medcom.errors import (
    MessageError,
    MessageIdentity,
    UnknownVersionError,
    UnreadableMessageError,
)
from rehab.medcom.letters import Envelope, Party
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import Refusal, RefuseCode
from rehab.models import Delivery, IntakeOutcome, OutgoingMessage, StoredLetter
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context, LostRaceError
from rehab.services.deliveries import AlreadyDealtWithError, keep, restricted_to, take_up
from rehab.services.earlier_receipts import TOLD_REFUSED, refusals_of, was_told_refused
from rehab.services.intake_letters import known_letter
from rehab.services.placing import (
    Addressed,
    LetterReport,
    note_envelope,
    note_outcome,
    organisations_of,
    place,
)
from rehab.services.receipts import answer_as_before, answer_refused, answer_unfit, answer_unread
from rehab.services.routing import (
    NotForUsError,
    organisation_for,
    organisations_at,
    probable_organisation,
    senders_of_answered,
)

# Somebody else may store the same letter or citizen in the same moment; then we read once more.
_ATTEMPTS: Final = 3
# What a database answers when a value does not fit: the file is kept, and the run goes on.
_UNSTORABLE: Final = (DataError, IntegrityError, ValueError)
_DOES_NOT_FIT: Final = (
    "Filen kan læses, men et felt i den er længere eller anderledes, end der er plads til. "
    "Ring til afsenderen, eller indtast henvisningen."
)


class NothingToTryError(DomainError):
    """Refuse to read a file again whose letters have been placed."""


def receive(
    ctx: Context, source: str, raw: bytes, *, file_key: str | None = None
) -> tuple[LetterReport, ...]:
    """Store a file, read it and place its letters; return a report for each letter.

    The bytes are saved in a transaction of their own before anything reads them, so a crash
    between the two leaves a file that is taken up again the next time it is offered. With the
    `file_key` of a file on the disk, that very file is stored once however often it is offered.
    """
    return deal_with(ctx, keep(ctx, source, raw, file_key=file_key), raw)


def deal_with(
    ctx: Context, delivery: Delivery, raw: bytes | None = None
) -> tuple[LetterReport, ...]:
    """Read a stored file and place its letters, once; in transactions of its own.

    A file whose letters are placed is reported as a duplicate and nothing is written. One that
    was read in vain is read anew, and written anew only when it can be placed now.
    """
    if raw is None:
        raw = ctx.session.scalars(select(Delivery.raw).where(Delivery.id == delivery.id)).one()
    for _ in range(_ATTEMPTS):
        try:
            with ctx.transaction():
                return _read_once(ctx, delivery, raw)
        except AlreadyDealtWithError:
            return _as_before(ctx, delivery, raw)
        except (IntegrityError, LostRaceError):
            continue
        except _UNSTORABLE:
            break
    try:
        with ctx.transaction():
            return _set_aside(ctx, delivery, raw)
    except AlreadyDealtWithError:
        return _as_before(ctx, delivery, raw)


def try_again(ctx: Context, delivery: Delivery) -> tuple[LetterReport, ...]:
    """Read a file once more, after what was wrong with it or with us is mended.

    Raises `NothingToTryError` when its letters have been placed: reading it again could only make
    doubles. So it does when the sender was told that the file could not be received: then nobody
    there counts on us, and a new letter is on its way (MEDCOM 4.4).
    """
    if delivery.organisation_id is None:
        raise NotPermittedError("Filen hører ikke til en kommune endnu.")
    ctx.require(Permission.REFERRAL_REGISTER, CaseScope(delivery.organisation_id))
    try:
        take_up(ctx, delivery)
    except AlreadyDealtWithError:
        raise NothingToTryError(
            "Filens breve er allerede lagt på plads. Find dem under Indbakke eller Breve."
        ) from None
    if was_told_refused(ctx, delivery):
        raise NothingToTryError(TOLD_REFUSED)
    try:
        reports = _dealt_with(ctx, delivery, delivery.raw)
        ctx.session.flush()
    except _UNSTORABLE as fault:
        raise NothingToTryError(_DOES_NOT_FIT) from fault
    return reports


def _read_once(ctx: Context, delivery: Delivery, raw: bytes) -> tuple[LetterReport, ...]:
    in_vain = take_up(ctx, delivery)
    reports = _dealt_with(ctx, delivery, raw)
    if in_vain and all(report.result is None for report in reports):
        raise AlreadyDealtWithError
    return reports


def _set_aside(ctx: Context, delivery: Delivery, raw: bytes) -> tuple[LetterReport, ...]:
    if take_up(ctx, delivery):
        raise AlreadyDealtWithError
    report = _unstorable(ctx, delivery, raw)
    note_outcome(ctx, delivery, (report,))
    return (report,)


def _unstorable(ctx: Context, delivery: Delivery, raw: bytes) -> LetterReport:
    """Quarantine a file whose content is sound as a message but does not fit what is stored."""
    delivery.organisation_id = _probably(ctx, delivery, raw)
    answer_unfit(ctx, delivery, raw)
    return LetterReport(delivery, IntakeOutcome.QUARANTINED, reason=_DOES_NOT_FIT)


def put_away(ctx: Context, delivery: Delivery) -> None:
    """Take a file that needs no more out of the quarantine list; its bytes are kept."""
    ctx.require(Permission.REFERRAL_REGISTER)
    if delivery.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Filen hører til en anden kommune.")
    delivery.put_away_at = ctx.now
    ctx.record("delivery.put_away", delivery_id=delivery.id)


def _as_before(ctx: Context, delivery: Delivery, raw: bytes) -> tuple[LetterReport, ...]:
    """Report on a file that is dealt with, from what was stored then; nothing is written."""
    rows = ctx.session.scalars(
        select(StoredLetter)
        .where(StoredLetter.delivery_id == delivery.id)
        .order_by(StoredLetter.position)
    ).all()
    if not rows:
        outcome = delivery.outcome or IntakeOutcome.QUARANTINED
        return (
            LetterReport(
                delivery, outcome, refuse_code=delivery.refuse_code, reason=delivery.reason
            ),
        )
    letters = read_envelope(raw).letters
    reports = []
    for row in rows:
        letter = letters[row.position]
        inside = replace(ctx, actor=system_actor_in(row.organisation_id))
        result = known_letter(inside, letter)
        outcome = result.outcome if result else row.outcome
        reason = result.reason if result else row.reason
        reports.append(LetterReport(delivery, outcome, letter, result, reason=reason))
    return tuple(reports)


def _dealt_with(ctx: Context, delivery: Delivery, raw: bytes) -> tuple[LetterReport, ...]:
    try:
        envelope = read_envelope(raw)
    except MessageError as fault:
        report = _unread(ctx, delivery, raw, fault)
        answer_unread(ctx, delivery, raw, fault.identity, _refusal_in(report))
        note_outcome(ctx, delivery, (report,))
        return (report,)
    try:
        whose = _whose(ctx, delivery, envelope)
    except NotForUsError as refusal:
        return _refused(ctx, delivery, raw, envelope, refusal)
    for before in refusals_of(ctx, [envelope]).values():
        return _refused_before(ctx, delivery, envelope, whose[0], before)
    (reports,) = place(ctx, [Addressed(delivery, envelope, whose)])
    return reports


def _whose(ctx: Context, delivery: Delivery, envelope: Envelope) -> tuple[UUID, ...]:
    """Return whose each letter of an envelope is. Raises `NotForUsError`."""
    organisations = organisations_at(ctx.session, [each.receiver for each in envelope.letters])
    senders = senders_of_answered(ctx.session, envelope.letters)
    return organisations_of(envelope, organisations, senders, restricted_to(ctx, delivery))


def _refused(
    ctx: Context, delivery: Delivery, raw: bytes, envelope: Envelope, refusal: NotForUsError
) -> tuple[LetterReport, ...]:
    note_envelope(delivery, envelope)
    delivery.organisation_id = _probably(ctx, delivery, raw)
    code, reason = refusal.refuse_code, str(refusal)
    answer_refused(ctx, delivery, envelope, code, reason)
    reports = tuple(
        LetterReport(delivery, IntakeOutcome.REFUSED, letter, refuse_code=code, reason=reason)
        for letter in envelope.letters
    )
    note_outcome(ctx, delivery, reports)
    return reports


def _refused_before(
    ctx: Context,
    delivery: Delivery,
    envelope: Envelope,
    organisation_id: UUID,
    before: OutgoingMessage,
) -> tuple[LetterReport, ...]:
    """Keep a letter that we could place now, and whose sender was told that it was refused."""
    note_envelope(delivery, envelope)
    delivery.organisation_id = organisation_id
    answer_as_before(ctx, delivery, before)
    reports = tuple(
        LetterReport(delivery, IntakeOutcome.REFUSED, letter, reason=TOLD_REFUSED)
        for letter in envelope.letters
    )
    note_outcome(ctx, delivery, reports)
    return reports


def _probably(ctx: Context, delivery: Delivery, raw: bytes) -> UUID | None:
    """Return whose staff should look at a file that is not placed: its sender's, or a guess."""
    only = restricted_to(ctx, delivery)
    probable = None if only else probable_organisation(ctx.session, raw)
    return probable.id if probable else only


def _unread(ctx: Context, delivery: Delivery, raw: bytes, fault: MessageError) -> LetterReport:
    """Set a message aside that was not understood, or refuse it: whose it is comes first."""
    delivery.organisation_id = _probably(ctx, delivery, raw)
    delivery.envelope_id = (fault.identity.envelope_id or "")[:40] or None
    delivery.sender_gln = (fault.identity.sender_gln or "")[:35] or None
    unreadable = isinstance(fault, UnreadableMessageError)
    try:
        delivery.organisation_id = _named_by(ctx, delivery, fault.identity)
    except NotForUsError as refusal:
        # What identifies the receiver may be the very part that cannot be read.
        if not unreadable or refusal.refuse_code == RefuseCode.UNKNOWN_GLN:
            code, reason = refusal.refuse_code, str(refusal)
            return LetterReport(delivery, IntakeOutcome.REFUSED, refuse_code=code, reason=reason)
    if isinstance(fault, UnknownVersionError):
        code, reason = RefuseCode.VERSION.value, fault.sentence
        return LetterReport(delivery, IntakeOutcome.REFUSED, refuse_code=code, reason=reason)
    outcome = IntakeOutcome.QUARANTINED if unreadable else IntakeOutcome.PARKED
    return LetterReport(delivery, outcome, reason=fault.sentence)


def _named_by(ctx: Context, delivery: Delivery, identity: MessageIdentity) -> UUID | None:
    """Return whose a message is by what could be read of it, or the guess where nothing could.

    Raises `NotForUsError`.
    """
    if identity.receiver_gln is None:
        return delivery.organisation_id
    receiver = Party(
        gln=identity.receiver_gln,
        identifier=identity.receiver_identifier,
        identifier_code=identity.receiver_identifier_code,
    )
    organisations = organisations_at(ctx.session, [receiver])
    return organisation_for(organisations, receiver, restricted_to(ctx, delivery)).id


def _refusal_in(report: LetterReport) -> Refusal | None:
    """Return why a message that was not understood is refused, or None when it waits here."""
    if report.outcome is IntakeOutcome.QUARANTINED:
        return Refusal(RefuseCode.SYNTAX, report.reason or "")
    return (
        Refusal(RefuseCode(report.refuse_code), report.reason or "") if report.refuse_code else None
    )
