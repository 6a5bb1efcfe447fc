"""Acting on citizens who stop coming: a task after no-shows, and leaving a course for a reason."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from rehab.clock import civil_date
from rehab.domain.access import Permission
from rehab.domain.dropouts import (
    DropoutRefusedError,
    HeldSession,
    check_dropout,
    no_show_sentence,
    no_shows_reached_on,
)
from rehab.models import (
    Attendance,
    Booking,
    Case,
    Course,
    CourseDropout,
    CourseSession,
    Reminder,
)
from rehab.queries.cases import scope_of
from rehab.services.bookings import cancel_booking
from rehab.services.context import Context
from rehab.services.reminders import raise_once
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class LeaveCourse:
    """Why and on which day a citizen left a course; the reason is one of the coded ones."""

    reason: str
    left_on: date


def leave_course(ctx: Context, booking: Booking, command: LeaveCourse) -> CourseDropout:
    """Register that a citizen left, and give the seat back. Needs the booking's `case`.

    Raises `DropoutRefusedError` for a reason that is not coded, for an impossible day, and for a
    seat that was given back already.
    """
    case = booking.case
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    take_turn(ctx, ctx.session.get_one(Course, booking.course_id))
    ctx.session.refresh(booking, ["cancelled_at"])
    if booking.cancelled_at is not None:
        raise DropoutRefusedError("Pladsen er allerede afbestilt. Genindlæs siden.")
    reasons = ctx.programme_for(case.programme_version).dropout_reasons
    booked_on = civil_date(booking.booked_at)
    reason = check_dropout(command.reason, reasons, command.left_on, booked_on, ctx.today)
    dropout = CourseDropout(
        booking_id=booking.id,
        case_id=case.id,
        reason=reason.key,
        reason_code=reason.report_code,
        left_on=command.left_on,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(dropout)
    ctx.session.flush()
    ctx.record("course.left", case.id, booking_id=booking.id, reason=reason.key)
    cancel_booking(ctx, booking, f"Frafald: {reason.label}")
    return dropout


def notice_no_shows(ctx: Context, session: CourseSession, booking_ids: Iterable[UUID]) -> None:
    """Give the kontaktperson a task where a run of no-shows is long enough (F59).

    Where a mark was put right and the run is gone, an open task is finished by itself. Needs
    `session.course`.
    """
    ids = list(booking_ids)
    if not ids:
        return
    course = session.course
    cause = f"no_shows:{course.id}"
    query = select(Booking.id, Case).join(Case, Case.id == Booking.case_id)
    seats = ctx.session.execute(query.where(Booking.id.in_(ids))).all()
    held, waiting = _held(ctx, ids), _open_tasks(ctx, [case.id for _, case in seats], cause)
    for booking_id, case in seats:
        limit = ctx.programme_for(case.programme_version).attendance.no_shows
        due_on = no_shows_reached_on(held[booking_id], limit)
        if due_on is None:
            for task in waiting.get(case.id, ()):
                task.done_at = ctx.now
                ctx.record("reminder.done", case.id, reminder_id=task.id)
        elif case.closed_on is None:
            raise_once(ctx, case, cause, no_show_sentence(course.title, limit), due_on)


def _held(ctx: Context, booking_ids: list[UUID]) -> dict[UUID, list[HeldSession]]:
    query = (
        select(Attendance.booking_id, CourseSession.starts_at, Attendance.mark)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(Attendance.booking_id.in_(booking_ids), CourseSession.cancelled_at.is_(None))
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    held: dict[UUID, list[HeldSession]] = defaultdict(list)
    for booking_id, starts_at, mark in ctx.session.execute(query):
        held[booking_id].append(HeldSession(civil_date(starts_at), mark))
    return held


def _open_tasks(ctx: Context, case_ids: list[UUID], cause: str) -> dict[UUID, list[Reminder]]:
    query = select(Reminder).where(
        Reminder.case_id.in_(case_ids), Reminder.cause == cause, Reminder.done_at.is_(None)
    )
    found: dict[UUID, list[Reminder]] = defaultdict(list)
    for row in ctx.session.scalars(query.order_by(Reminder.due_on, Reminder.id)):
        found[row.case_id].append(row)
    return found
