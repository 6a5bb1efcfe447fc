"""Keeping the sheet of a session: who came, who sent word, who stayed away."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

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
from rehab.models import Attendance, CourseSession
from rehab.queries.attendance import keeps_sheet, participants_of
from rehab.services.context import Context
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One row of a sheet: what the page showed when it was opened, and what is marked now."""

    shown: AttendanceMark | None
    wanted: AttendanceMark | None


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """A filled-in sheet by booking; `all_present` marks everyone present who has no mark yet."""

    marks: Mapping[UUID, MarkChange]
    all_present: bool = False


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
    ctx.require(Permission.ATTENDANCE_RECORD)
    if not keeps_sheet(ctx.actor, session):
        raise NotPermittedError("Kun gangens terapeut fører listen. Spørg din koordinator.")
    check_may_mark(civil_date(session.starts_at), ctx.today)
    take_turn(ctx, session)
    stored = _stored(ctx, session)
    before = {
        participant.booking_id: row.mark if (row := stored.get(participant.booking_id)) else None
        for participant in participants_of(ctx.session, session)
    }
    after, kept = _settled(ctx, command, before, stored)
    changed = {key: mark for key, mark in after.items() if mark is not before[key]}
    for booking_id, mark in changed.items():
        _write(ctx, session, booking_id, mark, stored.get(booking_id))
    if changed:
        ctx.record(
            "attendance.recorded",
            session_id=session.id,
            marks=";".join(
                f"{booking_id}:{before[booking_id] or '-'}>{mark}"
                for booking_id, mark in sorted(changed.items())
            ),
        )
    return SheetSaved(len(changed), kept)


def _stored(ctx: Context, session: CourseSession) -> dict[UUID, Attendance]:
    query = select(Attendance).where(Attendance.session_id == session.id)
    # What an earlier reading of the same transaction saw may be older than our turn.
    rows = ctx.session.scalars(query.execution_options(populate_existing=True))
    return {row.booking_id: row for row in rows}


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


def _write(
    ctx: Context,
    session: CourseSession,
    booking_id: UUID,
    mark: AttendanceMark,
    row: Attendance | None,
) -> None:
    if row is None:
        row = Attendance(session_id=session.id, booking_id=booking_id)
        ctx.session.add(row)
    row.mark, row.recorded_by, row.recorded_at = mark, ctx.actor.id, ctx.now
