"""What a person holds that can be handed over, and what was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.domain.access import Actor, Permission, may
from rehab.models import (
    Case,
    ContactPerson,
    Course,
    CourseSession,
    Handover,
    Reminder,
    User,
)
from rehab.queries.duties import is_ahead, is_at
from rehab.queries.visibility import of_organisation, visible_cases

_REMEMBERED: Final = timedelta(days=30)


def find_giver(session: Session, actor: Actor, user_id: UUID) -> User | None:
    """Return a person of the kommune whose work can be handed over, or None."""
    if not may(actor, Permission.CONTACT_PERSON_ASSIGN):
        return None
    query = select(User).where(of_organisation(actor, User.organisation_id), User.id == user_id)
    return session.scalars(query).one_or_none()


def list_held_cases(session: Session, actor: Actor, user_id: UUID) -> Sequence[Case]:
    """Return the open cases a person holds, by number, the citizen loaded."""
    held = select(ContactPerson.case_id).where(
        ContactPerson.user_id == user_id, ContactPerson.until_on.is_(None)
    )
    query = (
        select(Case)
        .where(
            visible_cases(actor, Permission.CONTACT_PERSON_ASSIGN),
            Case.closed_on.is_(None),
            Case.id.in_(held),
        )
        .options(joinedload(Case.citizen))
        .order_by(Case.number, Case.id)
    )
    return session.scalars(query).all()


def count_open_tasks(session: Session, case_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Return how many reminders wait in each case; they follow it to the new kontaktperson."""
    query = (
        select(Reminder.case_id, func.count())
        .where(Reminder.case_id.in_(list(case_ids)), Reminder.done_at.is_(None))
        .group_by(Reminder.case_id)
    )
    return {case_id: number for case_id, number in session.execute(query)}  # noqa: C416 - rows


def list_sessions_ahead(
    session: Session, actor: Actor, user_id: UUID, now: datetime
) -> Sequence[CourseSession]:
    """Return the sessions a person is to lead or stand in at, the course loaded."""
    query = (
        select(CourseSession)
        .join(Course, Course.id == CourseSession.course_id)
        .where(of_organisation(actor, Course.organisation_id), is_at(user_id), is_ahead(now))
        .options(joinedload(CourseSession.course))
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    return session.scalars(query).all()


def list_handovers(session: Session, actor: Actor, now: datetime) -> Sequence[Handover]:
    """Return the hand-overs of the last month, the newest first, their items loaded."""
    query = (
        select(Handover)
        .where(
            of_organisation(actor, Handover.organisation_id),
            Handover.done_at > now - _REMEMBERED,
        )
        .options(selectinload(Handover.items))
        .order_by(Handover.done_at.desc(), Handover.id)
    )
    return session.scalars(query).all()


def find_handover(session: Session, actor: Actor, handover_id: UUID) -> Handover | None:
    """Return a hand-over of the kommune with its items, or None."""
    if not may(actor, Permission.CONTACT_PERSON_ASSIGN):
        return None
    query = (
        select(Handover)
        .where(of_organisation(actor, Handover.organisation_id), Handover.id == handover_id)
        .options(selectinload(Handover.items))
    )
    return session.scalars(query).one_or_none()


def cases_handed(session: Session, actor: Actor, handover: Handover) -> Mapping[UUID, Case]:
    """Return the cases of a hand-over by id, the citizen loaded."""
    ids = [row.case_id for row in handover.items if row.case_id is not None]
    query = select(Case).where(visible_cases(actor), Case.id.in_(ids))
    rows = session.scalars(query.options(joinedload(Case.citizen)))
    return {row.id: row for row in rows}


def sessions_handed(session: Session, handover: Handover) -> Mapping[UUID, CourseSession]:
    """Return the sessions of a hand-over by id, the course loaded."""
    ids = [row.session_id for row in handover.items if row.session_id is not None]
    query = select(CourseSession).where(CourseSession.id.in_(ids))
    rows = session.scalars(query.options(joinedload(CourseSession.course)))
    return {row.id: row for row in rows}
