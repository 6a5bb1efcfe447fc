"""Reading sheets: which sessions a person keeps, who is on them, and how far they are filled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor, Permission, may
from rehab.domain.attendance import AttendanceMark
from rehab.models import Attendance, Booking, Case, Citizen, Course, CourseSession, User
from rehab.queries.bookings import bookings_on, seats_on
from rehab.queries.visibility import of_organisation

_PEOPLE: Final = (
    joinedload(CourseSession.course),
    joinedload(CourseSession.therapist),
    joinedload(CourseSession.substitute),
)


@dataclass(frozen=True, slots=True)
class Participant:
    """One row of a sheet."""

    booking_id: UUID
    case_id: UUID
    citizen: Citizen
    seat: int
    mark: AttendanceMark | None
    late_minutes: int | None
    recorded_by: UUID | None
    recorded_at: datetime | None
    happened_at: datetime | None


@dataclass(frozen=True, slots=True)
class SheetStatus:
    """A session and how much of its sheet is filled in."""

    session: CourseSession
    registered: int
    total: int


def keeps_sheet(actor: Actor, session: CourseSession) -> bool:
    """Tell whether the actor keeps the sheet of a session. Needs `session.course`.

    The session's own therapists do, one who stands in for them at this session (F60), and one who
    works with every case of the kommune too. Standing in opens the sheet and never the cases.
    """
    if not may(actor, Permission.ATTENDANCE_RECORD):
        return False
    keepers = {session.therapist_id, session.second_therapist_id, session.substitute_id}
    own = session.course.organisation_id == actor.organisation_id
    return own and (actor.sees_whole_kommune or actor.id in keepers)


def kept_sheets(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `CourseSession` and `Course` that `keeps_sheet` states for one."""
    if not may(actor, Permission.ATTENDANCE_RECORD):
        return false()
    mine = or_(
        CourseSession.therapist_id == actor.id,
        CourseSession.second_therapist_id == actor.id,
        CourseSession.substitute_id == actor.id,
    )
    own = of_organisation(actor, Course.organisation_id)
    return own if actor.sees_whole_kommune else and_(own, mine)


def find_session(session: Session, actor: Actor, session_id: UUID) -> CourseSession | None:
    """Return a session with its course and therapist, or None when it is not the actor's sheet."""
    query = (
        select(CourseSession)
        .join(Course, Course.id == CourseSession.course_id)
        .where(CourseSession.id == session_id, kept_sheets(actor))
        .options(*_PEOPLE)
    )
    return session.scalars(query).one_or_none()


def marks_of(session: Session, meeting: CourseSession) -> dict[UUID, Attendance]:
    """Return the marks of a session by booking, as they are now.

    What an earlier reading of the same transaction saw may be older than our turn at the sheet.
    """
    query = select(Attendance).where(Attendance.session_id == meeting.id)
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {row.booking_id: row for row in rows}


def marked_sessions(session: Session, course_id: UUID) -> frozenset[UUID]:
    """Return which sessions of a course have a mark on their sheet: those were held."""
    query = (
        select(Attendance.session_id)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(CourseSession.course_id == course_id)
    )
    return frozenset(session.scalars(query.distinct()))


def participants_of(
    session: Session, meeting: CourseSession, marks: Mapping[UUID, Attendance] | None = None
) -> tuple[Participant, ...]:
    """Return who is on the sheet of a session, by name, with what is marked.

    The marks are read unless the caller has read them in its turn at the sheet.
    """
    marks = marks_of(session, meeting) if marks is None else marks
    bookings = list(bookings_on(session, [meeting])[meeting.id])
    bookings += _marked_besides(session, marks.keys() - {booking.id for booking in bookings})
    rows = [
        Participant(
            booking_id=booking.id,
            case_id=booking.case_id,
            citizen=booking.case.citizen,
            seat=booking.seat,
            mark=mark.mark if (mark := marks.get(booking.id)) else None,
            late_minutes=mark.late_minutes if mark else None,
            recorded_by=mark.recorded_by if mark else None,
            recorded_at=mark.recorded_at if mark else None,
            happened_at=(mark.happened_at or mark.recorded_at) if mark else None,
        )
        for booking in bookings
    ]
    return tuple(
        sorted(rows, key=lambda row: (row.citizen.given_name, row.citizen.surname, row.seat))
    )


def names_of_recorders(session: Session, people: Iterable[Participant]) -> Mapping[UUID, str]:
    """Return what those who marked a sheet are called."""
    ids = {person.recorded_by for person in people if person.recorded_by is not None}
    if not ids:
        return {}
    query = select(User.id, User.name).where(User.id.in_(ids))
    return {row.id: row.name for row in session.execute(query)}


def sheets_of_course(session: Session, course: Course) -> tuple[SheetStatus, ...]:
    """Return how far each sheet of a course is filled. Needs `sessions` loaded."""
    return _count(session, course.sessions)


def _count(session: Session, meetings: Sequence[CourseSession]) -> tuple[SheetStatus, ...]:
    if not meetings:
        return ()
    ids = [meeting.id for meeting in meetings]
    on = seats_on(session, {meeting.course_id for meeting in meetings})
    marked: dict[UUID, set[UUID]] = defaultdict(set)
    marks = select(Attendance.session_id, Attendance.booking_id)
    for session_id, booking_id in session.execute(marks.where(Attendance.session_id.in_(ids))):
        marked[session_id].add(booking_id)
    return tuple(
        SheetStatus(
            session=meeting,
            registered=len(marked[meeting.id]),
            total=len(on.get(meeting.id, set()) | marked[meeting.id]),
        )
        for meeting in meetings
    )


def _marked_besides(session: Session, booking_ids: Iterable[UUID]) -> list[Booking]:
    """Return the bookings that are marked though they are not on the session any more."""
    wanted = list(booking_ids)
    if not wanted:
        return []
    query = select(Booking).where(Booking.id.in_(wanted))
    return list(session.scalars(query.options(joinedload(Booking.case).joinedload(Case.citizen))))
