"""What a person has to do for citizens: cases held, sessions ahead, and duties as a substitute."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.handing_over import Duties
from rehab.models import Absence, Case, ContactPerson, Course, CourseSession


def duties_of(session: Session, user_id: UUID, now: datetime) -> Duties:
    """Return how much a person would leave behind: open cases, sessions ahead, standing in."""
    held = (
        select(func.count())
        .select_from(ContactPerson)
        .join(Case, Case.id == ContactPerson.case_id)
        .where(
            ContactPerson.user_id == user_id,
            ContactPerson.until_on.is_(None),
            Case.closed_on.is_(None),
        )
    )
    ahead = (
        select(func.count())
        .select_from(CourseSession)
        .join(Course, Course.id == CourseSession.course_id)
        .where(is_at(user_id), is_ahead(now))
    )
    stands_in = select(func.count()).where(
        Absence.substitute_id == user_id,
        Absence.cancelled_at.is_(None),
        Absence.until_on >= civil_date(now),
    )
    return Duties(
        open_cases=session.scalar(held) or 0,
        sessions=session.scalar(ahead) or 0,
        standing_in=session.scalar(stands_in) or 0,
    )


def is_at(user_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a person leads a session, leads it too, or stands in at it."""
    return or_(
        CourseSession.therapist_id == user_id,
        CourseSession.second_therapist_id == user_id,
        CourseSession.substitute_id == user_id,
    )


def is_ahead(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a session is to be held and has not begun. Join `Course`."""
    return (
        (CourseSession.starts_at > now)
        & CourseSession.cancelled_at.is_(None)
        & Course.cancelled_at.is_(None)
    )
