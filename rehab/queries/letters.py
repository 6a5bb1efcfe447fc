"""Reading letters that are no referral, or wait to become one, filtered by who asks."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, undefer

from rehab.domain.access import Actor, Permission, may
from rehab.medcom.letters import REFERRAL_KINDS, LetterKind
from rehab.models import Case, Citizen, Delivery, IntakeOutcome, Referral, StoredLetter
from rehab.queries.visibility import of_organisation, visible_cases


class LetterFilter(StrEnum):
    """Name the lists of letters, as they stand in the address."""

    WAITING = "venter"
    LETTERS = "breve"
    RECEIPTS = "kvitteringer"


def list_letters(session: Session, actor: Actor, which: LetterFilter) -> list[StoredLetter]:
    """Return a list of letters with their deliveries: those that wait with the oldest first."""
    query = (
        select(StoredLetter)
        .join(StoredLetter.delivery)
        .where(visible_letters(actor), _only(which))
        .options(contains_eager(StoredLetter.delivery))
    )
    oldest_first = which is LetterFilter.WAITING
    received = Delivery.received_at.asc() if oldest_first else Delivery.received_at.desc()
    query = query.order_by(received, StoredLetter.position, StoredLetter.id)
    return list(session.scalars(query))


def count_letters(session: Session, actor: Actor) -> Mapping[LetterFilter, int]:
    """Return how long each list of `list_letters` is."""
    return {which: count_letters_in(session, actor, which) for which in LetterFilter}


def count_letters_in(session: Session, actor: Actor, which: LetterFilter) -> int:
    """Return how long one list of `list_letters` is."""
    return session.scalar(select(letters_in(actor, which).scalar_subquery())) or 0


def letters_in(actor: Actor, which: LetterFilter) -> Select[int]:
    """Return the query of the length of one list, for those who ask several things at once."""
    query = select(func.count()).select_from(StoredLetter)
    return query.where(visible_letters(actor), _only(which))


def find_letter(session: Session, actor: Actor, letter_id: UUID) -> StoredLetter | None:
    """Return a letter at the entrance with the bytes it came in, or None when it is not there."""
    return _find(session, letter_id, visible_letters(actor))


def find_readable_letter(session: Session, actor: Actor, letter_id: UUID) -> StoredLetter | None:
    """Return a letter the actor may read, with the bytes it came in, or None."""
    return _find(session, letter_id, readable_letters(actor))


def case_of_letter(session: Session, actor: Actor, letter: StoredLetter) -> UUID | None:
    """Return the newest case that the actor may read and that a letter came to, or None."""
    query = (
        select(Case.id)
        .join(StoredLetter, StoredLetter.id == letter.id)
        .join(Delivery, Delivery.id == StoredLetter.delivery_id)
        .where(visible_cases(actor), _came_to())
        .order_by(Case.opened_on.desc(), Case.id)
    )
    return session.scalars(query.limit(1)).one_or_none()


def _find(session: Session, letter_id: UUID, allowed: ColumnElement[bool]) -> StoredLetter | None:
    query = select(StoredLetter).where(allowed, StoredLetter.id == letter_id)
    query = query.options(joinedload(StoredLetter.delivery).options(undefer(Delivery.raw)))
    return session.scalars(query).one_or_none()


def list_letters_of_citizen(
    session: Session, organisation_id: UUID, citizen_id: UUID
) -> list[StoredLetter]:
    """Return a citizen's letters that are no referral, the newest first, for the case page.

    A duplicate is left out. Who may see the case decides who may see the list.
    """
    query = (
        select(StoredLetter)
        .join(StoredLetter.delivery)
        .where(
            StoredLetter.organisation_id == organisation_id,
            StoredLetter.citizen_id == citizen_id,
            StoredLetter.outcome != IntakeOutcome.DUPLICATE,
            StoredLetter.kind.not_in(REFERRAL_KINDS)
            | (StoredLetter.outcome == IntakeOutcome.PARKED),
        )
        .options(contains_eager(StoredLetter.delivery))
    )
    newest = (Delivery.received_at.desc(), StoredLetter.position, StoredLetter.id)
    return list(session.scalars(query.order_by(*newest)))


def citizens_of(
    session: Session, actor: Actor, letters: list[StoredLetter]
) -> Mapping[UUID, Citizen]:
    """Return the citizens that letters are about, by id."""
    query = select(Citizen).where(
        Citizen.organisation_id == actor.organisation_id,
        Citizen.id.in_({row.citizen_id for row in letters if row.citizen_id}),
    )
    return {citizen.id: citizen for citizen in session.scalars(query)}


def referral_made_of(session: Session, letter: StoredLetter) -> UUID | None:
    """Return the referral that a letter is or became, or None."""
    return session.scalar(select(Referral.id).where(Referral.letter_id == letter.id))


def visible_letters(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `StoredLetter` for those who work at the one entrance."""
    if not may(actor, Permission.REFERRAL_READ) or actor.organisation_id is None:
        return false()
    return StoredLetter.organisation_id == actor.organisation_id


def readable_letters(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `StoredLetter` that `may_read_letter` states for one letter."""
    if may(actor, Permission.REFERRAL_READ):
        return visible_letters(actor)
    case = exists(
        select(true())
        .select_from(Case)
        .join(Delivery, Delivery.id == StoredLetter.delivery_id)
        .where(visible_cases(actor), _came_to())
        .correlate(StoredLetter)
    )
    return and_(of_organisation(actor, StoredLetter.organisation_id), case)


def _came_to() -> ColumnElement[bool]:
    """Return the condition that a letter is of a case: its citizen's, and came before its end."""
    return and_(
        Case.organisation_id == StoredLetter.organisation_id,
        Case.citizen_id == StoredLetter.citizen_id,
        StoredLetter.kind.not_in(REFERRAL_KINDS),
        or_(Case.closed_on.is_(None), func.date(Delivery.received_at) <= Case.closed_on),
    )


def _only(which: LetterFilter) -> ColumnElement[bool]:
    match which:
        case LetterFilter.WAITING:
            return StoredLetter.outcome == IntakeOutcome.PARKED
        case LetterFilter.LETTERS:
            return (StoredLetter.outcome == IntakeOutcome.ACCEPTED) & StoredLetter.kind.not_in(
                [*REFERRAL_KINDS, LetterKind.RECEIPT.value]
            )
        case LetterFilter.RECEIPTS:
            return (StoredLetter.outcome == IntakeOutcome.ACCEPTED) & (
                StoredLetter.kind == LetterKind.RECEIPT.value
            )
