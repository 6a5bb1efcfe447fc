"""Reading cases, filtered by who asks."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.domain.access import Actor, CaseScope, Permission
from rehab.domain.contact_persons import NEVER_TOOK_IT
from rehab.models import (
    Booking,
    Case,
    ContactPerson,
    Course,
    CourseSession,
    Referral,
    User,
)
from rehab.queries.visibility import visible_cases

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
