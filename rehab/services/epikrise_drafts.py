"""Drafting the epikrise of a referral, and saving what a person writes in it.

A draft follows the case until somebody writes under a heading. What stands here is what the
signer reads: `epikriser` signs exactly this, or refuses.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.exc import StaleDataError

from rehab.documents.epikrise import EpikriseLetter, epikrise_html
from rehab.domain.access import Permission
from rehab.domain.epikrise import (
    EpikriseFacts,
    EpikriseSection,
    draft_epikrise,
    kept_texts,
    merged_sections,
)
from rehab.domain.epikrise_recipients import EpikriseRecipients
from rehab.domain.errors import DomainError
from rehab.domain.programme import EpikriseHeading
from rehab.domain.referrals import KEEPS_CASE_OPEN, ReferralStep, advance
from rehab.models import Case, ContactPerson, Epikrise, Organisation, Referral, User
from rehab.queries.cases import contact_person_on, scope_of
from rehab.queries.epikriser import epikrise_facts, find_epikrise
from rehab.services.context import Context
from rehab.services.epikrise_letter import letter_of, recipients_for


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


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """What a person wrote under the headings, and the version it was written on top of."""

    texts: Mapping[str, str]
    version: int


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
    case = case_to_close(ctx, referral)
    ctx.require(Permission.CASE_READ, scope_of(ctx.session, case))
    return draft_of(ctx, case, referral, find_epikrise(ctx.session, referral.id))


def save_draft(ctx: Context, referral: Referral, command: SaveDraft) -> Epikrise:
    """Save what a person wrote; a heading left as drafted goes on following the case.

    Raises `AlreadySignedError`, or `NewerDraftError` when somebody else saved in the meantime.
    """
    case = case_to_close(ctx, referral)
    ctx.require(Permission.EPIKRISE_SIGN, scope_of(ctx.session, case))
    row = find_epikrise(ctx.session, referral.id)
    refuse_signed(row)
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
    flush_or_raise(ctx, NewerDraftError())
    return row


def draft_of(ctx: Context, case: Case, referral: Referral, row: Epikrise | None) -> EpikriseDraft:
    """Return the epikrise as it stands in a row, or as the case alone tells it without one.

    The caller has asked whether the actor may read the case.
    """
    facts = _facts(ctx, case, referral)
    drafted = draft_epikrise(_headings(ctx, case), facts)
    sections = merged_sections(drafted, row.texts if row else {})
    contact = contact_person_on(case, ctx.today) or ctx.session.get_one(User, ctx.actor.id)
    kommune = ctx.session.get_one(Organisation, ctx.organisation_id)
    letter = letter_of(kommune, case, referral, contact, sections=sections, facts=facts)
    return EpikriseDraft(
        case=case,
        drafted=drafted,
        sections=sections,
        letter=letter,
        recipients=recipients_for(referral),
        fingerprint=hashlib.sha256(epikrise_html(letter, draft=True).encode()).hexdigest(),
        version=row.version if row else 0,
        closes_case=not any(
            other.status in KEEPS_CASE_OPEN for other in case.referrals if other.id != referral.id
        ),
    )


def _facts(ctx: Context, case: Case, referral: Referral) -> EpikriseFacts:
    programme = ctx.programme_for(case.programme_version)
    return epikrise_facts(ctx.session, programme, case, referral, ctx.now)


def _headings(ctx: Context, case: Case) -> tuple[EpikriseHeading, ...]:
    return ctx.programme_for(case.programme_version).epikrise_headings


def case_to_close(ctx: Context, referral: Referral) -> Case:
    """Return the case of a referral with all that a draft and a closing look at."""
    query = select(Case).where(Case.id == referral.case_id)
    query = query.options(
        selectinload(Case.referrals),
        selectinload(Case.contact_persons).joinedload(ContactPerson.user),
    )
    return ctx.session.scalars(query).one()


def refuse_signed(row: Epikrise | None) -> None:
    """Raise `AlreadySignedError` for an epikrise that is signed."""
    if row is not None and row.signed_at is not None:
        raise AlreadySignedError


def flush_or_raise(ctx: Context, lost: DomainError) -> None:
    """Write what was done, and tell the second of two people so when both did it at once."""
    try:
        ctx.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise lost from error
