"""Letting somebody stand in for a therapist at one session (F60)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.models import CourseSession, User
from rehab.services.context import Context


class SubstituteRefusedError(DomainError):
    """Somebody cannot stand in at a session."""


def set_substitute(ctx: Context, session: CourseSession, user_id: UUID | None) -> None:
    """Let a colleague keep the sheet of one session, or take that back. Needs `session.course`.

    Standing in gives the sheet of that session and nothing else: no case is opened by it. Raises
    `SubstituteRefusedError` for one who keeps no sheets in the kommune or leads the session.
    """
    ctx.require(Permission.COURSE_PLAN)
    if session.course.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Gangen hører til en anden kommune.")
    if user_id is not None:
        _check(ctx, session, user_id)
    if user_id == session.substitute_id:
        return
    session.substitute_id = user_id
    ctx.record("session.substitute_set", session_id=session.id, user_id=user_id or "-")


def _check(ctx: Context, session: CourseSession, user_id: UUID) -> None:
    query = select(User).where(User.id == user_id, User.organisation_id == ctx.organisation_id)
    user = ctx.session.scalars(query.options(selectinload(User.roles))).one_or_none()
    if user is None or not user.active or not may(user.actor(), Permission.ATTENDANCE_RECORD):
        raise SubstituteRefusedError("Vælg en terapeut, der kan føre fremmøde i kommunen.")
    if user_id in {session.therapist_id, session.second_therapist_id}:
        raise SubstituteRefusedError(f"{user.name} holder allerede gangen. Vælg en anden.")
    if session.cancelled_at is not None:
        raise SubstituteRefusedError("Gangen er aflyst, så den har ingen afløser.")
