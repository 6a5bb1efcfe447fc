"""Reading cases, filtered by who asks."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.domain.access import Actor, CaseScope, Permission
from rehab.domain.contact_persons import NEVER_TOOK_IT
from rehab.domain.cpr import InvalidIdentifierError, parse_identifier
from rehab.domain.phases import CaseNumberError, format_case_number, parse_case_number
from rehab.models import (
    Booking,
    Case,
    Citizen,
    ContactPerson,
    Course,
    CourseSession,
    Referral,
    User,
)
from rehab.queries.visibility import visible_cases

MOST_FOUND: Final = 50
_WITH_REFERRALS = (
    joinedload(Case.citizen),
    selectinload(Case.referrals).selectinload(Referral.events),
    selectinload(Case.referrals).selectinload(Referral.diagnoses),
    selectinload(Case.referrals).selectinload(Referral.triage_decisions),
    selectinload(Case.contact_persons).joinedload(ContactPerson.user),
)


def find_case(
    session: Session,
    actor: Actor,
    case_id: UUID,
    permission: Permission = Permission.CASE_READ,
) -> Case | None:
    """Return the case with its referrals, or None when it is not there or not the actor's."""
    query = select(Case).where(visible_cases(actor, permission), Case.id == case_id)
    return session.scalars(query.options(*_WITH_REFERRALS)).unique().one_or_none()


def find_case_by_number(session: Session, organisation_id: UUID, number: str) -> Case | None:
    """Return the case of a kommune with a number; for the command line, which has no person."""
    query = select(Case).where(Case.organisation_id == organisation_id, Case.number == number)
    return session.scalars(query.options(*_WITH_REFERRALS)).unique().one_or_none()


def list_cases(session: Session, organisation_id: UUID) -> list[Case]:
    """Return every case of a kommune by number; for the command line."""
    query = select(Case).where(Case.organisation_id == organisation_id).order_by(Case.number)
    return list(session.scalars(query.options(*_WITH_REFERRALS)).unique())


def search_cases(session: Session, actor: Actor, words: str) -> list[Case]:
    """Return the cases that fit a CPR, a case number, or words of a name or of the referrer (F47).

    Open cases come first; at most one more than `MOST_FOUND`, so that a page can say there are
    more. A CPR and a case number fit exactly or not at all.
    """
    condition = _searched(words)
    if condition is None:
        return []
    query = (
        select(Case)
        .join(Citizen, Citizen.id == Case.citizen_id)
        .where(visible_cases(actor), condition)
        .options(*_WITH_REFERRALS)
        .order_by(Case.closed_on.is_not(None), Citizen.surname, Citizen.given_name, Case.number)
        .limit(MOST_FOUND + 1)
    )
    return list(session.scalars(query).unique())


def _searched(words: str) -> ColumnElement[bool] | None:
    text = words.strip()
    if not text:
        return None
    try:
        return Citizen.identifier == parse_identifier(text).value
    except InvalidIdentifierError:
        pass
    try:
        return Case.number == format_case_number(*parse_case_number(text))
    except CaseNumberError:
        pass
    sender = exists(
        select(true()).where(
            Referral.case_id == Case.id,
            or_(_has_words(Referral.sender_name, text), _has_words(Referral.referrer_name, text)),
        )
    )
    return or_(_has_words(Citizen.given_name + " " + Citizen.surname, text), sender)


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


def scope_of(session: Session, case: Case) -> CaseScope:
    """Return the facts that decide who may see a case: its kommune, its carers, its effort."""
    holders = select(ContactPerson.user_id).where(
        ContactPerson.case_id == case.id, ContactPerson.until_on.is_(None)
    )
    therapists = (
        select(CourseSession.therapist_id, CourseSession.second_therapist_id)
        .join(Course, Course.id == CourseSession.course_id)
        .join(Booking, Booking.course_id == Course.id)
        .where(Booking.case_id == case.id, Booking.cancelled_at.is_(None))
    )
    holder_id = session.scalars(holders).one_or_none()
    treating = (who for both in session.execute(therapists) for who in both if who is not None)
    carers = frozenset(treating) | ({holder_id} if holder_id else set())
    return CaseScope(
        case.organisation_id, carers, holder_id, employment_effort=case.employment_effort
    )


def contact_person_on(case: Case, day: date) -> User | None:
    """Return who was the citizen's one entrance on a day, or None.

    Who was asked and said no, or did not answer, was not.
    """
    for row in reversed(case.contact_persons):
        if row.ending in NEVER_TOOK_IT:
            continue
        if row.from_on <= day and (row.until_on is None or day <= row.until_on):
            return row.user
    return None


def people_by_id(session: Session, organisation_id: UUID) -> Mapping[UUID, User]:
    """Return the people of a kommune, to say who did what."""
    query = select(User).where(User.organisation_id == organisation_id)
    return {user.id: user for user in session.scalars(query)}
