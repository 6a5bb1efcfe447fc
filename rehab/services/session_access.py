"""Who may change sessions: a hold is the koordinator's, one citizen's times those of the carers."""

from uuid import UUID

from sqlalchemy import select

from rehab.domain.access import Permission
from rehab.domain.courses import CourseForm
from rehab.domain.errors import NotPermittedError
from rehab.models import Booking, Case, Course, CourseSession
from rehab.queries.attendance import keeps_sheet
from rehab.queries.cases import scope_of
from rehab.services.context import Context


def require_planner(ctx: Context, course: Course) -> None:
    """Refuse whoever may not plan this course; raises NotPermittedError.

    Individual times are arranged by whoever may book for the citizen who has them.
    """
    if course.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Forløbet hører til en anden kommune.")
    case = citizen_of(ctx, course) if course.form is CourseForm.INDIVIDUAL else None
    if case is None:
        ctx.require(Permission.COURSE_PLAN)
    else:
        ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))


def require_canceller(ctx: Context, meeting: CourseSession) -> None:
    """Refuse whoever may neither plan the course nor keeps the sheet of the session.

    A therapist who falls ill must be able to cancel. Needs the session's `course`.
    """
    if not keeps_sheet(ctx.actor, meeting):
        require_planner(ctx, meeting.course)


def citizen_of(ctx: Context, course: Course) -> Case | None:
    """Return the case an individual course is for, or None while nobody is booked on it."""
    booked: UUID | None = ctx.session.scalar(
        select(Booking.case_id).where(
            Booking.course_id == course.id, Booking.cancelled_at.is_(None)
        )
    )
    return ctx.session.get_one(Case, booked) if booked else None
