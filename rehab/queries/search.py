"""Searching for cases, and for the referrals that no case has come of, by who asks (F47)."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_, select, true
from sqlalchemy.orm import Session, contains_eager, defer, selectinload

from rehab.domain.access import Actor, Permission, may
from rehab.domain.cpr import InvalidIdentifierError, parse_identifier
from rehab.domain.phases import CaseNumberError, format_case_number, parse_case_number
from rehab.domain.referrals import ReferralStatus
from rehab.models import Case, Citizen, ContactPerson, Referral
from rehab.queries.visibility import of_organisation, visible_cases, visible_referrals

MOST_FOUND: Final = 50
_OF_A_CASE: Final = (
    contains_eager(Case.citizen),
    selectinload(Case.referrals).defer(Referral.sections),
    selectinload(Case.contact_persons).joinedload(ContactPerson.user),
)


def search_cases(session: Session, actor: Actor, words: str) -> list[Case]:
    """Return the cases that fit a CPR, a case number, or words of a name or of the referrer.

    Open cases come first; at most one more than `MOST_FOUND`, so that a page can say there are
    more. A CPR and a case number fit exactly or not at all. They come with what a row shows: the
    citizen, the referrals and the kontaktpersoner, in three queries however many they are.
    """
    text = words.strip()
    if not text:
        return []
    query = (
        select(Case)
        .join(Citizen, Citizen.id == Case.citizen_id)
        .where(visible_cases(actor), _of_own(actor), _fits_case(text))
        .options(*_OF_A_CASE)
        .order_by(Case.closed_on.is_not(None), Citizen.surname, Citizen.given_name, Case.number)
        .limit(MOST_FOUND + 1)
    )
    return list(session.scalars(query).unique())


def search_referrals(session: Session, actor: Actor, words: str) -> list[Referral]:
    """Return the referrals of no case that fit a CPR, or words of a name or of the referrer.

    Those nobody has triaged come first, then the newest; at most one more than `MOST_FOUND`. They
    come with their citizen in one query, which begins at the referrals that have no case, and
    nothing is asked for somebody who does not work at the one entrance (4.4).
    """
    text = words.strip()
    if not text or not may(actor, Permission.REFERRAL_READ) or _case_number(text) is not None:
        return []
    query = (
        select(Referral)
        .join(Citizen, Citizen.id == Referral.citizen_id)
        .where(
            visible_referrals(actor),
            _of_own(actor),
            Referral.case_id.is_(None),
            _fits_referral(text),
        )
        .options(contains_eager(Referral.citizen), defer(Referral.sections))
        .order_by(
            Referral.status != ReferralStatus.RECEIVED, Referral.received_at.desc(), Referral.id
        )
        .limit(MOST_FOUND + 1)
    )
    return list(session.scalars(query))


def cases_found(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[Case]:
    """Return what a search found of cases, in its order, as far as the actor may still see them."""
    query = (
        select(Case)
        .join(Citizen, Citizen.id == Case.citizen_id)
        .where(visible_cases(actor), Case.id.in_(ids))
        .options(*_OF_A_CASE)
    )
    return sorted(session.scalars(query).unique(), key=lambda row: ids.index(row.id))


def referrals_found(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[Referral]:
    """Return what a search found of referrals, in its order; one that got a case is left out."""
    if not may(actor, Permission.REFERRAL_READ):
        return []
    query = (
        select(Referral)
        .join(Citizen, Citizen.id == Referral.citizen_id)
        .where(visible_referrals(actor), Referral.case_id.is_(None), Referral.id.in_(ids))
        .options(contains_eager(Referral.citizen), defer(Referral.sections))
    )
    return sorted(session.scalars(query), key=lambda row: ids.index(row.id))


def _of_own(actor: Actor) -> ColumnElement[bool]:
    """Return what a citizen is found by: the index on the number begins with the kommune."""
    return of_organisation(actor, Citizen.organisation_id)


def _fits_case(text: str) -> ColumnElement[bool]:
    identifier, number = _identifier(text), _case_number(text)
    if identifier is not None:
        return Citizen.identifier == identifier
    if number is not None:
        return Case.number == number
    came = exists(select(true()).where(Referral.case_id == Case.id, _came_with(text)))
    return or_(_has_name(text), came)


def _fits_referral(text: str) -> ColumnElement[bool]:
    identifier = _identifier(text)
    if identifier is not None:
        return Citizen.identifier == identifier
    return or_(_has_name(text), _came_with(text))


def _identifier(text: str) -> str | None:
    """Return the number of a citizen, or None; ten letters without a digit are a name."""
    if not any(sign.isdecimal() for sign in text):
        return None
    try:
        return parse_identifier(text).value
    except InvalidIdentifierError:
        return None


def _case_number(text: str) -> str | None:
    try:
        return format_case_number(*parse_case_number(text))
    except CaseNumberError:
        return None


def _has_name(text: str) -> ColumnElement[bool]:
    return _has_words(Citizen.given_name + " " + Citizen.surname, text)


def _came_with(text: str) -> ColumnElement[bool]:
    """Return the condition that words stand in who referred, or in the name as it came then."""
    names = (Referral.sender_name, Referral.referrer_name, Referral.received_name)
    return or_(*(_has_words(name, text) for name in names))


def _has_words(column: SQLColumnExpression[str], text: str) -> ColumnElement[bool]:
    """Return the condition that every word stands in a column, upper or lower case.

    SQLite knows no other letters than a to z in two cases, so the usual spellings are asked for.
    """
    return and_(
        *(
            or_(
                *(
                    column.icontains(spelling, autoescape=True)
                    for spelling in sorted({word, word.lower(), word.upper(), word.title()})
                )
            )
            for word in text.split()
        )
    )
