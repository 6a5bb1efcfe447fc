"""Closing a referral: drafting its epikrise, saving the draft, and signing it for ever."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.exc import StaleDataError

from rehab.documents.epikrise import EpikriseLetter, epikrise_html, epikrise_pdf
from rehab.domain.access import Permission
from rehab.domain.epikrise import (
    EpikriseFacts,
    EpikriseSection,
    check_signable,
    draft_epikrise,
    kept_texts,
    merged_sections,
)
from rehab.domain.epikrise_recipients import EpikriseRecipients
from rehab.domain.errors import DomainError
from rehab.domain.programme import EpikriseHeading
from rehab.domain.referrals import ReferralStatus, ReferralStep, advance
from rehab.medcom.gln import is_valid_gln
from rehab.medcom.latin import refuse_unsendable_signs
from rehab.medcom.xdis15 import write_xdis15
from rehab.models import Case, ContactPerson, Epikrise, Organisation, Referral, Reminder, User
from rehab.queries.cases import contact_person_on, scope_of
from rehab.queries.epikriser import epikrise_facts, find_epikrise
from rehab.services.context import Context
from rehab.services.epikrise_letter import (
    Signature,
    check_against_schema,
    letter_of,
    message_of,
    recipients_for,
)
from rehab.services.reminders import finish_reminder
from rehab.services.sending import queue_epikrise
from rehab.services.turns import take_turn

_OPEN = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.REGISTERED})


class AlreadySignedError(DomainError):
    """A signed epikrise was to be changed or signed again."""

    def __init__(self) -> None:
        super().__init__(
            "Epikrisen er underskrevet og kan ikke ændres. Skriv et notat på sagen, og ring til "
            "modtageren, hvis noget er forkert."
        )


class NewerDraftError(DomainError):
    """Somebody else saved the draft after this text was begun."""

    def __init__(self) -> None:
        super().__init__(
            "En anden har gemt et nyere udkast, mens du skrev. Din tekst står her endnu: "
            "gem igen, hvis den skal stå i stedet."
        )


class ChangedSinceReadError(DomainError):
    """What would be signed is not what the signer has read."""

    def __init__(self) -> None:
        super().__init__(
            "Epikrisen er ændret, siden du læste den. Læs den igen, og underskriv den så."
        )


class MissingReceiverError(DomainError):
    """Nobody who is to have the epikrise has a location number it can be sent to."""


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """What a person wrote under the headings, and the version it was written on top of."""

    texts: Mapping[str, str]
    version: int


@dataclass(frozen=True, slots=True)
class SignEpikrise:
    """The signature: the fingerprint of the letter that was read.

    `receiver_gln` is only asked for when the referral came without a location number.
    """

    fingerprint: str
    receiver_gln: str = ""


@dataclass(frozen=True, slots=True)
class EpikriseDraft:
    """An epikrise as it would be signed now.

    `drafted` is what the case says; in `sections` a person's own text stands instead wherever
    there is one. `fingerprint` is of everything that stands on the page.
    """

    case: Case
    drafted: tuple[EpikriseSection, ...]
    sections: tuple[EpikriseSection, ...]
    letter: EpikriseLetter
    recipients: EpikriseRecipients
    fingerprint: str
    version: int
    closes_case: bool

    @property
    def empty(self) -> tuple[EpikriseSection, ...]:
        """Return the sections nobody has written yet."""
        return tuple(section for section in self.sections if section.is_empty)

    @property
    def needs_gln(self) -> bool:
        """Tell whether the receiver's location number must be asked for."""
        return not self.recipients.receiver.gln


def draft(ctx: Context, referral: Referral) -> EpikriseDraft:
    """Return the epikrise of a referral as it stands. Needs `citizen` and `diagnoses` loaded."""
    case = _case_of(ctx, referral)
    ctx.require(Permission.CASE_READ, scope_of(ctx.session, case))
    return _draft(ctx, case, referral, find_epikrise(ctx.session, referral.id))


def save_draft(ctx: Context, referral: Referral, command: SaveDraft) -> Epikrise:
    """Save what a person wrote; a heading left as drafted goes on following the case.

    Raises `AlreadySignedError`, or `NewerDraftError` when somebody else saved in the meantime.
    """
    case = _case_of(ctx, referral)
    ctx.require(Permission.EPIKRISE_SIGN, scope_of(ctx.session, case))
    row = find_epikrise(ctx.session, referral.id)
    _refuse_signed(row)
    if command.version != (row.version if row else 0):
        raise NewerDraftError
    advance(referral.status, ReferralStep.CLOSE)
    drafted = draft_epikrise(_headings(ctx, case), _facts(ctx, case, referral))
    if row is None:
        row = Epikrise(referral_id=referral.id, case_id=case.id)
        ctx.session.add(row)
    row.texts = kept_texts(drafted, command.texts)
    row.saved_by, row.saved_at = ctx.actor.id, ctx.now
    ctx.record("epikrise.saved", case.id, referral_id=referral.id)
    _flush(ctx, NewerDraftError)
    return row


def sign(ctx: Context, referral: Referral, command: SignEpikrise) -> Epikrise:
    """Sign the epikrise as it was read, and close the referral with it.

    The PDF and the MedCom message are made before anything is written, so the database is not
    locked meanwhile; the message is queued to everyone who can receive it. When no other referral
    of the case is open, the case is closed too; a GOP and a Ref01 each have their own closing
    (4.4, MSG-3). Raises `EmptyHeadingError`, `AlreadySignedError`, `ChangedSinceReadError`,
    `IllegalReferralStepError`, `MissingReceiverError`, `InvalidMessageError`,
    `UnsendableSignsError` or `UnsendableLetterError`; then nothing is saved.
    """
    case = _case_of(ctx, referral)
    ctx.require(Permission.EPIKRISE_SIGN, scope_of(ctx.session, case))
    row = find_epikrise(ctx.session, referral.id)
    _refuse_signed(row)
    closed = advance(referral.status, ReferralStep.CLOSE)
    current = _draft(ctx, case, referral, row)
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
    _flush(ctx, ChangedSinceReadError)
    ctx.record("epikrise.signed", case.id, referral_id=referral.id, pdf_sha256=row.pdf_sha256)
    queue_epikrise(ctx, row, referral, message, current.recipients)
    ctx.record("referral.closed", case.id, referral_id=referral.id)
    take_turn(ctx, case)
    ctx.session.refresh(case, ["closed_on", "version"])
    if _nothing_open(ctx, case):
        _close(ctx, case)
    return row


def _draft(ctx: Context, case: Case, referral: Referral, row: Epikrise | None) -> EpikriseDraft:
    facts = _facts(ctx, case, referral)
    drafted = draft_epikrise(_headings(ctx, case), facts)
    sections = merged_sections(drafted, row.texts if row else {})
    contact = contact_person_on(case, ctx.today) or _person(ctx)
    letter = letter_of(_organisation(ctx), case, referral, contact, sections=sections, facts=facts)
    return EpikriseDraft(
        case=case,
        drafted=drafted,
        sections=sections,
        letter=letter,
        recipients=recipients_for(referral),
        fingerprint=hashlib.sha256(epikrise_html(letter, draft=True).encode()).hexdigest(),
        version=row.version if row else 0,
        closes_case=not any(
            other.status in _OPEN for other in case.referrals if other.id != referral.id
        ),
    )


def _facts(ctx: Context, case: Case, referral: Referral) -> EpikriseFacts:
    programme = ctx.programme_for(case.programme_version)
    return epikrise_facts(ctx.session, programme, case, referral, ctx.now)


def _headings(ctx: Context, case: Case) -> tuple[EpikriseHeading, ...]:
    return ctx.programme_for(case.programme_version).epikrise_headings


def _case_of(ctx: Context, referral: Referral) -> Case:
    query = select(Case).where(Case.id == referral.case_id)
    query = query.options(
        selectinload(Case.referrals),
        selectinload(Case.contact_persons).joinedload(ContactPerson.user),
    )
    return ctx.session.scalars(query).one()


def _organisation(ctx: Context) -> Organisation:
    return ctx.session.get_one(Organisation, ctx.organisation_id)


def _person(ctx: Context) -> User:
    return ctx.session.get_one(User, ctx.actor.id)


def _signature(ctx: Context) -> Signature:
    person = _person(ctx)
    return Signature(person, person.title or _organisation(ctx).department, ctx.now)


def _refuse_signed(row: Epikrise | None) -> None:
    if row is not None and row.signed_at is not None:
        raise AlreadySignedError


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


def _flush(ctx: Context, lost: type[ChangedSinceReadError | NewerDraftError]) -> None:
    """Write what was done, and tell the second of two people so when both did it at once."""
    try:
        ctx.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise lost from error


def _nothing_open(ctx: Context, case: Case) -> bool:
    """Tell whether every referral is closed by now, also what somebody else closed meanwhile."""
    still_open = select(Referral.id).where(Referral.case_id == case.id, Referral.status.in_(_OPEN))
    return ctx.session.scalar(still_open.limit(1)) is None


def _close(ctx: Context, case: Case) -> None:
    """Close the case; its last kontaktperson stays on it as the one the letter says to call."""
    case.closed_on = ctx.today
    ctx.record("case.closed", case.id)
    query = select(Reminder).where(Reminder.case_id == case.id, Reminder.done_at.is_(None))
    for reminder in ctx.session.scalars(query):
        finish_reminder(ctx, reminder)
