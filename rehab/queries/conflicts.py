"""Reading what is taken up in a span of time: by sessions, and by what citizens are booked on."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.clock import COPENHAGEN
from rehab.domain.conflicts import Occupied, People
from rehab.domain.series_changes import PlannedSession, content_lines
from rehab.models import Case, Course, CourseSession, User
from rehab.queries.bookings import booked_sessions, bookings_of_cases

# A session lasts no longer, so one that runs into the span began at most this long before it.
_LONGEST: Final = timedelta(hours=24)


def occupied_between(
    session: Session,
    organisation_id: UUID,
    first: datetime,
    last: datetime,
    without: Collection[UUID] = (),
) -> list[Occupied]:
    """Return the kommune's sessions in a span of time, without some that are to be moved.

    One query by the start of the sessions, whatever room, therapist or thing is asked for.
    """
    query = (
        select(
            CourseSession.id,
            CourseSession.starts_at,
            CourseSession.ends_at,
            CourseSession.place,
            CourseSession.therapist_id,
            CourseSession.second_therapist_id,
            CourseSession.substitute_id,
            Course.title,
            Course.equipment,
        )
        .join(Course, Course.id == CourseSession.course_id)
        .where(
            Course.organisation_id == organisation_id,
            Course.cancelled_at.is_(None),
            CourseSession.cancelled_at.is_(None),
            CourseSession.starts_at > first - _LONGEST,
            CourseSession.starts_at < last,
            CourseSession.ends_at > first,
        )
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    return [
        Occupied(
            starts_at=row.starts_at.astimezone(COPENHAGEN),
            ends_at=row.ends_at.astimezone(COPENHAGEN),
            title=row.title,
            place=row.place,
            therapists=frozenset(
                who
                for who in (row.therapist_id, row.second_therapist_id, row.substitute_id)
                if who is not None
            ),
            equipment=frozenset(row.equipment),
        )
        for row in session.execute(query)
        if row.id not in without
    ]


def citizens_between(
    session: Session,
    case_ids: Iterable[UUID],
    first: datetime,
    last: datetime,
    without: Collection[UUID] = (),
) -> list[Occupied]:
    """Return what some citizens attend in a span of time, without some sessions."""
    return [
        Occupied(
            starts_at=meeting.starts_at.astimezone(COPENHAGEN),
            ends_at=meeting.ends_at.astimezone(COPENHAGEN),
            title=booking.course.title,
            citizens=frozenset({case_id}),
        )
        for case_id, bookings in bookings_of_cases(session, case_ids).items()
        for booking in bookings
        if booking.course.cancelled_at is None
        for meeting in booked_sessions(booking)
        if meeting.cancelled_at is None
        and meeting.id not in without
        and meeting.starts_at < last
        and meeting.ends_at > first
    ]


def people_of(session: Session, organisation_id: UUID, case_ids: Collection[UUID] = ()) -> People:
    """Return what people are called in a clash: staff by name, citizens by the case's number."""
    staff = select(User.id, User.name).where(User.organisation_id == organisation_id)
    cases = select(Case.id, Case.number).where(Case.id.in_(list(case_ids)))
    names = {row.id: row.name for row in session.execute(staff)}
    if case_ids:
        names |= {row.id: row.number for row in session.execute(cases)}
    return People(names)


def planned_session(row: CourseSession) -> PlannedSession:
    """Return a session as the rules of a series see it, by the clock of the kommune."""
    return PlannedSession(
        id=row.id,
        starts_at=row.starts_at.astimezone(COPENHAGEN),
        ends_at=row.ends_at.astimezone(COPENHAGEN),
        place=row.place,
        therapist_id=row.therapist_id,
        second_therapist_id=row.second_therapist_id,
        content=content_lines(row.content),
        cancelled=row.cancelled_at is not None,
    )
