"""Keeping the sheet of a session: who came, who sent word, who stayed away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.access import Permission
from rehab.domain.attendance import (
    AttendanceMark,
    MarkOutcome,
    check_may_mark,
    mark_all_present,
    settle_mark,
)
from rehab.domain.errors import NotPermittedError
from rehab.domain.taps import check_late_minutes
from rehab.models import Attendance, CourseSession
from rehab.queries.attendance import keeps_sheet, marks_of, participants_of
from rehab.services.context import Context
from rehab.services.encounters import NewMark
from rehab.services.marks import write_marks
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One row of a sheet: what the page showed when it was opened, and what is marked now."""

    shown: AttendanceMark | None
    wanted: AttendanceMark | None
    late_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """A filled-in sheet by booking; `all_present` marks everyone present who has no mark yet.

    `written_at` is when it was written on paper, where it is typed in later (F61).
    """

    marks: Mapping[UUID, MarkChange]
    all_present: bool = False
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SheetSaved:
    """What became of a sheet: how many rows were changed, and which were another's and kept."""

    changed: int
    kept: frozenset[UUID]


def record_attendance(
    ctx: Context, session: CourseSession, command: RecordAttendance
) -> SheetSaved:
    """Save the rows of a sheet that this page changed, and no others. Needs `session.course`.

    Two people with the same sheet do not undo each other, and "all present" never overwrites a
    mark made on purpose (F56). The trail keeps what each row was before.
    """
    open_sheet(ctx, session)
    stored = marks_of(ctx.session, session)
    people = {row.booking_id: row for row in participants_of(ctx.session, session, stored)}
    before = {key: row.mark if (row := stored.get(key)) else None for key in people}
    after, kept = _settled(ctx, command, before, stored)
    changed = [
        NewMark(
            booking_id=key,
            case_id=people[key].case_id,
            mark=mark,
            late_minutes=_minutes(mark, command.marks.get(key)),
            happened_at=min(command.written_at or ctx.now, ctx.now),
        )
        for key, mark in after.items()
        if mark is not before[key]
        or (mark is AttendanceMark.LATE and _retimed(command, key, stored))
    ]
    write_marks(ctx, session, changed, stored)
    return SheetSaved(len(changed), kept)


def open_sheet(ctx: Context, session: CourseSession) -> None:
    """Wait for one's turn at a sheet, or refuse one that is not the actor's or cannot be kept."""
    ctx.require(Permission.ATTENDANCE_RECORD)
    if not keeps_sheet(ctx.actor, session):
        raise NotPermittedError("Kun gangens terapeut fører listen. Spørg din koordinator.")
    check_may_mark(
        civil_date(session.starts_at), ctx.today, cancelled=session.cancelled_at is not None
    )
    take_turn(ctx, session)


def _minutes(mark: AttendanceMark, change: MarkChange | None) -> int | None:
    return check_late_minutes(mark, change.late_minutes if change else None)


def _retimed(
    command: RecordAttendance, booking_id: UUID, stored: Mapping[UUID, Attendance]
) -> bool:
    change, row = command.marks.get(booking_id), stored.get(booking_id)
    minutes = change.late_minutes if change else None
    return minutes is not None and row is not None and minutes != row.late_minutes


def _settled(
    ctx: Context,
    command: RecordAttendance,
    before: Mapping[UUID, AttendanceMark | None],
    stored: Mapping[UUID, Attendance],
) -> tuple[dict[UUID, AttendanceMark], frozenset[UUID]]:
    after, kept = dict(before), set()
    for booking_id, change in command.marks.items():
        if booking_id not in before:
            continue
        row = stored.get(booking_id)
        outcome = settle_mark(
            change.shown,
            change.wanted,
            before[booking_id],
            by_another=row is not None and row.recorded_by != ctx.actor.id,
        )
        if outcome is MarkOutcome.SAVED:
            after[booking_id] = change.wanted
        elif outcome is MarkOutcome.KEPT:
            kept.add(booking_id)
    marks = mark_all_present(after) if command.all_present else after
    return {key: mark for key, mark in marks.items() if mark is not None}, frozenset(kept)
