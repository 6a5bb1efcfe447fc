"""Writing the marks of a sheet, with all that follows from them in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rehab.domain.attendance import AttendanceMark
from rehab.models import Attendance, CourseSession
from rehab.services.context import Context


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark that was decided to be written, and when it was made."""

    booking_id: UUID
    case_id: UUID
    mark: AttendanceMark
    late_minutes: int | None
    happened_at: datetime


def write_marks(
    ctx: Context,
    session: CourseSession,
    marks: Sequence[NewMark],
    stored: Mapping[UUID, Attendance],
) -> None:
    """Write marks over those stored, which the caller read in its turn at the sheet.

    The trail tells of the sheet once, and of each case: a first time present moves its clocks.
    """
    if not marks:
        return
    ctx.record(
        "attendance.recorded",
        session_id=session.id,
        marks=";".join(
            f"{new.booking_id}:{row.mark if (row := stored.get(new.booking_id)) else '-'}"
            f">{new.mark}"
            for new in sorted(marks, key=lambda new: new.booking_id)
        ),
    )
    for new in marks:
        row = stored.get(new.booking_id)
        if row is None:
            row = Attendance(session_id=session.id, booking_id=new.booking_id)
            ctx.session.add(row)
        row.mark, row.late_minutes = new.mark, new.late_minutes
        row.recorded_by, row.recorded_at = ctx.actor.id, ctx.now
        row.happened_at = new.happened_at
        ctx.record("attendance.marked", new.case_id, session_id=session.id, mark=new.mark)
