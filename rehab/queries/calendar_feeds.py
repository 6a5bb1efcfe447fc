"""Reading what a therapist's calendar outside the house shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor
from rehab.domain.calendar_feed import CalendarEntry, entry_place, entry_summary, initials_of
from rehab.models import Booking, CalendarFeed, CourseSession, User
from rehab.queries.bookings import bookings_on

_BACK: Final = timedelta(days=30)
_AHEAD: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class FeedContent:
    """The entries of a calendar, and the cases whose citizens stand in it."""

    entries: tuple[CalendarEntry, ...]
    case_ids: tuple[UUID, ...]


def list_feeds(session: Session, actor: Actor) -> Sequence[CalendarFeed]:
    """Return the addresses somebody has open, oldest first."""
    query = select(CalendarFeed).where(
        CalendarFeed.user_id == actor.id, CalendarFeed.revoked_at.is_(None)
    )
    return session.scalars(query.order_by(CalendarFeed.created_at, CalendarFeed.id)).all()


def read_feed(session: Session, user: User, now: datetime) -> FeedContent:
    """Return the sessions somebody holds, also as a substitute: a month back and a year ahead."""
    query = (
        select(CourseSession)
        .where(
            or_(
                CourseSession.therapist_id == user.id,
                CourseSession.second_therapist_id == user.id,
                CourseSession.substitute_id == user.id,
            ),
            CourseSession.starts_at >= now - _BACK,
            CourseSession.starts_at <= now + _AHEAD,
        )
        .options(joinedload(CourseSession.course))
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    meetings = session.scalars(query).all()
    on = {
        meeting_id: [row for row in rows if row.cancelled_at is None]
        for meeting_id, rows in bookings_on(session, meetings).items()
    }
    cases = dict.fromkeys(row.case_id for rows in on.values() for row in rows)
    return FeedContent(
        entries=tuple(_entry(meeting, on[meeting.id]) for meeting in meetings),
        case_ids=tuple(cases),
    )


def _entry(meeting: CourseSession, bookings: Sequence[Booking]) -> CalendarEntry:
    initials = [
        initials_of(row.case.citizen.given_name, row.case.citizen.surname) for row in bookings
    ]
    course = meeting.course
    return CalendarEntry(
        uid=f"{meeting.id}@kalender",
        # The course's own cancelling changes no session, and is a change of each of them.
        sequence=meeting.sequence + (course.cancelled_at is not None),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=entry_place(meeting.place),
        summary=entry_summary(course.form, initials),
        description=", ".join(initials),
        cancelled=meeting.cancelled_at is not None or course.cancelled_at is not None,
    )
