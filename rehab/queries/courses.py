"""Reading the kommune's courses: the list, one course, and who can be set to hold it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.domain.access import Actor, Permission, Role
from rehab.models import (
    Booking,
    Case,
    Course,
    CourseSession,
    Organisation,
    User,
    UserRole,
    WaitingEntry,
)
from rehab.queries.bookings import seats_of
from rehab.queries.visibility import of_organisation, visible_cases

PAGE_SIZE: Final = 25


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in the list: its seats, and the session that comes next."""

    course: Course
    taken: int
    next_session: CourseSession | None


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One page of the list, and how long the whole list is."""

    rows: tuple[CourseRow, ...]
    total: int
    number: int


def list_courses(
    session: Session, actor: Actor, now: datetime, *, ended: bool = False, page: int = 1
) -> CoursePage:
    """Return a page of the kommune's courses: those still running by first day, or the ended.

    The ended ones come with the latest first, and beyond the last page is the last one.
    """
    span = (
        select(
            CourseSession.course_id,
            func.min(CourseSession.starts_at).label("begins"),
            func.max(CourseSession.ends_at).label("ends"),
        )
        .group_by(CourseSession.course_id)
        .subquery()
    )
    query = (
        select(Course)
        .join(span, span.c.course_id == Course.id)
        .where(
            of_organisation(actor, Course.organisation_id),
            span.c.ends <= now if ended else span.c.ends > now,
        )
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (span.c.ends.desc(), Course.id) if ended else (span.c.begins, Course.id)
    number = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    wanted = query.order_by(*order).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    courses = session.scalars(
        wanted.options(selectinload(Course.sessions).joinedload(CourseSession.therapist))
    ).all()
    seats = seats_of(session, [course.id for course in courses])
    rows = tuple(
        CourseRow(
            course=course,
            taken=len(seats.get(course.id, {})),
            next_session=next(
                (
                    row
                    for row in course.sessions
                    if row.starts_at > now and row.cancelled_at is None
                ),
                None,
            ),
        )
        for course in courses
    )
    return CoursePage(rows, total, number)


def find_course(session: Session, actor: Actor, course_id: UUID) -> Course | None:
    """Return a course with its sessions and bookings, or None when it is not the kommune's."""
    query = (
        select(Course)
        .where(Course.id == course_id, of_organisation(actor, Course.organisation_id))
        .options(
            selectinload(Course.sessions).options(
                joinedload(CourseSession.therapist),
                joinedload(CourseSession.second_therapist),
                joinedload(CourseSession.course),
            ),
            selectinload(Course.bookings).joinedload(Booking.case).joinedload(Case.citizen),
        )
    )
    return session.scalars(query).one_or_none()


def case_ids_of(session: Session, actor: Actor, course_id: UUID) -> frozenset[UUID]:
    """Return which cases on a course the actor may see; the others are seats that are taken.

    Whoever waits for the course or for any of its offer stands on its page too.
    """
    booked = select(Booking.case_id).where(
        Booking.course_id == course_id, Booking.cancelled_at.is_(None)
    )
    waiting = (
        select(WaitingEntry.case_id)
        .join(Course, Course.offer_code == WaitingEntry.offer_code)
        .where(Course.id == course_id, WaitingEntry.left_at.is_(None))
    )
    query = select(Case.id).where(
        or_(Case.id.in_(booked), Case.id.in_(waiting)), visible_cases(actor, Permission.CASE_READ)
    )
    return frozenset(session.scalars(query))


def list_therapists(session: Session, actor: Actor) -> list[User]:
    """Return the active therapists of the kommune, who lead sessions, by name."""
    query = (
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(
            of_organisation(actor, User.organisation_id),
            User.active,
            UserRole.role == Role.TERAPEUT,
        )
        .order_by(User.name, User.id)
    )
    return list(session.scalars(query))


def chosen_offers(session: Session, actor: Actor) -> frozenset[str]:
    """Return the codes of the optional offers (B) that the actor's kommune has."""
    query = select(Organisation).where(of_organisation(actor, Organisation.id))
    own: Iterable[Organisation] = session.scalars(query)
    return frozenset(code for row in own for code in row.optional_offers)
