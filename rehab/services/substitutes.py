"""Letting somebody stand in for a therapist at one session (F60)."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import Permission, may
from rehab.domain.conflicts import Conflict, ConflictKind
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.models import CourseSession, User
from rehab.queries.conflicts import planned_session
from rehab.services.conflicts import conflicts_of, take_planning_turn, weigh
from rehab.services.context import Context


class SubstituteRefusedError(DomainError):
    """Somebody cannot stand in at a session."""


def set_substitute(
    ctx: Context, session: CourseSession, user_id: UUID | None, conflict_reason: str = ""
) -> None:
    """Let a colleague keep the sheet of one session, or take that back. Needs `session.course`.

    Standing in gives the sheet of that session and nothing else: no case is opened by it. Raises
    `SubstituteRefusedError` for one who keeps no sheets in the kommune or leads the session, and
    ConflictError for one who is elsewhere then, unless a reason is given (F50).
    """
    ctx.require(Permission.COURSE_PLAN)
    if session.course.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Gangen hører til en anden kommune.")
    take_planning_turn(ctx)
    if user_id is not None:
        _check(ctx, session, user_id)
    if user_id == session.substitute_id:
        return
    if user_id is not None:
        weigh(ctx, session.course_id, _elsewhere(ctx, session, user_id), conflict_reason)
    session.substitute_id = user_id
    ctx.record("session.substitute_set", session_id=session.id, user_id=user_id or "-")


def _elsewhere(ctx: Context, session: CourseSession, user_id: UUID) -> list[Conflict]:
    """Return where the substitute is at that time; the room and the day stay as they were."""
    alone = replace(planned_session(session), therapist_id=user_id, second_therapist_id=None)
    found = conflicts_of(ctx, [alone], without={session.id})
    return [clash for clash in found if clash.kind is ConflictKind.THERAPIST]


def _check(ctx: Context, session: CourseSession, user_id: UUID) -> None:
    query = select(User).where(User.id == user_id, User.organisation_id == ctx.organisation_id)
    user = ctx.session.scalars(query.options(selectinload(User.roles))).one_or_none()
    if user is None or not user.active or not may(user.actor(), Permission.ATTENDANCE_RECORD):
        raise SubstituteRefusedError("Vælg en terapeut, der kan føre fremmøde i kommunen.")
    if user_id in {session.therapist_id, session.second_therapist_id}:
        raise SubstituteRefusedError(f"{user.name} holder allerede gangen. Vælg en anden.")
    if session.cancelled_at is not None:
        raise SubstituteRefusedError("Gangen er aflyst, så den har ingen afløser.")
