"""Writing the marks of a sheet, with all that follows from them in the same transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from rehab.domain.attendance import AttendanceMark
from rehab.models import Attendance, CourseSession
from rehab.services.context import Context
from rehab.services.dropouts import notice_no_shows
from rehab.services.encounters import NewMark, record_encounters


def write_marks(
    ctx: Context,
    session: CourseSession,
    marks: Sequence[NewMark],
    stored: Mapping[UUID, Attendance],
) -> None:
    """Write marks over those stored, which the caller read in its turn at the sheet.

    The trail tells of the sheet once, and of each case: a first time present moves its clocks.
    Needs `session.course`.
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
    stayed_away = [new.booking_id for new in marks if _concerns_no_show(new, stored)]
    record_encounters(ctx, session, marks)
    for new in marks:
        row = stored.get(new.booking_id)
        if row is None:
            row = Attendance(session_id=session.id, booking_id=new.booking_id)
            ctx.session.add(row)
        row.mark, row.late_minutes = new.mark, new.late_minutes
        row.recorded_by, row.recorded_at = ctx.actor.id, ctx.now
        row.happened_at = new.happened_at
        ctx.record("attendance.marked", new.case_id, session_id=session.id, mark=new.mark)
    ctx.session.flush()
    notice_no_shows(ctx, session, stayed_away)


def _concerns_no_show(new: NewMark, stored: Mapping[UUID, Attendance]) -> bool:
    before = stored.get(new.booking_id)
    return AttendanceMark.ABSENT in {new.mark, before.mark if before else None}
