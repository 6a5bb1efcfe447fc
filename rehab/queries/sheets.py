"""The sheets of a person's day, and the earlier ones that lack marks, read by index."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from rehab.clock import COPENHAGEN
from rehab.domain.access import Actor
from rehab.domain.attendance import LOOK_BACK
from rehab.models import Attendance, Booking, Course, CourseSession, User
from rehab.queries.attendance import kept_sheets
from rehab.queries.bookings import seats_on


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A session somebody keeps the sheet of, and how much of it is filled in."""

    id: UUID
    course_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    therapist: str
    substitute: str | None
    cancelled_at: datetime | None
    registered: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class DaysSheets:
    """The sessions of a day as they are held, and earlier ones that lack marks, latest first."""

    today: tuple[SheetLine, ...]
    lacking: tuple[SheetLine, ...]


def list_sheets(session: Session, actor: Actor, today: date) -> DaysSheets:
    """Return the actor's sessions of the day, and those of the last three weeks that lack marks.

    A cancelled one lacks nothing.
    """
    found = session.connection().execute(_lines_query(actor, today)).all()
    if not found:
        return DaysSheets((), ())
    registered, total = _counted(session, found)
    lines = [_line(row, registered[row[0]], total[row[0]]) for row in found]
    begins = _midnight(today)
    earlier = [line for line in reversed(lines) if line.starts_at < begins]
    return DaysSheets(
        today=tuple(line for line in lines if line.starts_at >= begins),
        lacking=tuple(line for line in earlier if line.registered < line.total),
    )


_SESSION: Final = cast("Table", CourseSession.__table__).c
_COURSE: Final = cast("Table", Course.__table__).c
_THERAPIST: Final = cast("Table", User.__table__).alias("therapist").c
_SUBSTITUTE: Final = cast("Table", User.__table__).alias("substitute").c
_MARK: Final = cast("Table", Attendance.__table__).c
_MARKS: Final = select(_MARK.session_id, _MARK.booking_id).where(
    _MARK.session_id.in_(bindparam("ids", expanding=True))
)
_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (
    _SESSION.id,
    _SESSION.course_id,
    _COURSE.title,
    _SESSION.starts_at,
    _SESSION.ends_at,
    _SESSION.place,
    _THERAPIST.name,
    _SUBSTITUTE.name,
    _SESSION.cancelled_at,
)


@lru_cache(maxsize=256)
def _lines_query(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    """Return the query of both lists; people look at theirs all day, so it is remembered."""
    is_today = _SESSION.starts_at >= _midnight(today)
    return (
        select(*_COLUMNS)
        .join(Course, _COURSE.id == _SESSION.course_id)
        .join(_THERAPIST.id.table, _THERAPIST.id == _SESSION.therapist_id)
        .outerjoin(_SUBSTITUTE.id.table, _SUBSTITUTE.id == _SESSION.substitute_id)
        .where(
            kept_sheets(actor),
            _SESSION.starts_at >= _midnight(today - LOOK_BACK),
            _SESSION.starts_at < _midnight(today + timedelta(days=1)),
            _COURSE.cancelled_at.is_(None),
            or_(is_today, and_(_SESSION.cancelled_at.is_(None), _lacks_a_mark())),
        )
        .order_by(_SESSION.starts_at, _SESSION.id)
    )


def _lacks_a_mark() -> ColumnElement[bool]:
    """Return the condition that somebody who sat on a session's course is unmarked.

    It lets through all that lack a mark and few others. Counted for each session of its own, so
    that a plan looks the few seats up and does not read every sheet there is.
    """
    unmarked = (
        select(func.count())
        .select_from(Booking)
        .outerjoin(
            Attendance,
            and_(Attendance.session_id == CourseSession.id, Attendance.booking_id == Booking.id),
        )
        .where(
            Booking.course_id == CourseSession.course_id,
            or_(Booking.cancelled_at.is_(None), Booking.cancelled_at >= CourseSession.starts_at),
            Attendance.id.is_(None),
        )
        .correlate(CourseSession)
    )
    return unmarked.scalar_subquery() > 0


def _line(row: Sequence[Any], registered: int, total: int) -> SheetLine:
    return SheetLine(*row, registered, total)  # type: ignore[call-arg]  # the row's own length


def _counted(
    session: Session, found: Sequence[Sequence[Any]]
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Return how many are marked on each session, and how many there are with those besides."""
    ids = [row[0] for row in found]
    marked: dict[UUID, set[UUID]] = defaultdict(set)
    for session_id, booking_id in session.connection().execute(_MARKS, {"ids": ids}):
        marked[session_id].add(booking_id)
    on = seats_on(session, {row[1] for row in found})
    return (
        {each: len(marked[each]) for each in ids},
        {each: len(on.get(each, set()) | marked[each]) for each in ids},
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN)
