"""Finding the sessions somebody may change or cancel, and what was decided about a course."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission, may
from rehab.domain.courses import CourseForm
from rehab.models import Booking, Case, ConflictOverride, Course, CourseSession
from rehab.queries.attendance import kept_sheets
from rehab.queries.visibility import of_organisation, visible_cases


def find_planned_session(session: Session, actor: Actor, session_id: UUID) -> CourseSession | None:
    """Return a session with its course, or None when the actor may not change it."""
    return _find(session, session_id, planned_by(actor))


def find_cancellable_session(
    session: Session, actor: Actor, session_id: UUID
) -> CourseSession | None:
    """Return a session with its course, or None when the actor may not cancel it."""
    return _find(session, session_id, or_(planned_by(actor), kept_sheets(actor)))


def planned_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Course` that `require_planner` states for one course."""
    hold = true() if may(actor, Permission.COURSE_PLAN) else false()
    for_a_citizen = exists(
        select(true())
        .select_from(Booking)
        .join(Case, Case.id == Booking.case_id)
        .where(
            Booking.course_id == Course.id,
            Booking.cancelled_at.is_(None),
            Course.form == CourseForm.INDIVIDUAL,
            visible_cases(actor, Permission.COURSE_BOOK),
        )
    )
    return and_(of_organisation(actor, Course.organisation_id), or_(hold, for_a_citizen))


def citizen_of_course(session: Session, course_id: UUID) -> UUID | None:
    """Return the case of an individual course's citizen, or None for a hold or an empty one."""
    query = (
        select(Booking.case_id)
        .join(Course, Course.id == Booking.course_id)
        .where(
            Booking.course_id == course_id,
            Booking.cancelled_at.is_(None),
            Course.form == CourseForm.INDIVIDUAL,
        )
    )
    return session.scalar(query)


@dataclass(frozen=True, slots=True)
class SessionOnDay:
    """A session that stands on a day somebody asked about, and its course."""

    course_id: UUID
    title: str
    on: date
    starts_at: datetime


def sessions_on(
    session: Session, organisation_id: UUID, days: Collection[date], now: datetime
) -> list[SessionOnDay]:
    """Return a kommune's sessions ahead on some days, in order; a day closed later has them."""
    if not days:
        return []
    query = (
        select(CourseSession.starts_at, Course.id, Course.title)
        .join(Course, Course.id == CourseSession.course_id)
        .where(
            Course.organisation_id == organisation_id,
            Course.cancelled_at.is_(None),
            CourseSession.cancelled_at.is_(None),
            CourseSession.starts_at > now,
        )
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    return [
        SessionOnDay(row.id, row.title, on, row.starts_at)
        for row in session.execute(query)
        if (on := civil_date(row.starts_at)) in days
    ]


def overrides_of(session: Session, course_id: UUID) -> Sequence[ConflictOverride]:
    """Return why sessions of a course were saved although they clashed, the latest first."""
    query = select(ConflictOverride).where(ConflictOverride.course_id == course_id)
    order = (ConflictOverride.decided_at.desc(), ConflictOverride.id)
    return session.scalars(query.order_by(*order)).all()


def _find(
    session: Session, session_id: UUID, condition: ColumnElement[bool]
) -> CourseSession | None:
    query = (
        select(CourseSession)
        .join(Course, Course.id == CourseSession.course_id)
        .where(CourseSession.id == session_id, condition)
        .options(
            joinedload(CourseSession.course),
            joinedload(CourseSession.therapist),
            joinedload(CourseSession.second_therapist),
        )
    )
    return session.scalars(query).one_or_none()


def individual_courses(session: Session, case_id: UUID) -> Sequence[Course]:
    """Return a citizen's individual courses that stand, with their sessions and therapists."""
    query = (
        select(Course)
        .join(Booking, Booking.course_id == Course.id)
        .where(
            Booking.case_id == case_id,
            Booking.cancelled_at.is_(None),
            Course.form == CourseForm.INDIVIDUAL,
            Course.cancelled_at.is_(None),
        )
        .options(
            selectinload(Course.sessions).options(
                joinedload(CourseSession.therapist), joinedload(CourseSession.second_therapist)
            )
        )
        .order_by(Booking.booked_at, Course.id)
    )
    return session.scalars(query).all()
