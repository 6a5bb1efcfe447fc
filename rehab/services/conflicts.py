"""Weighing what clashes before sessions are saved, and keeping why they were saved all the same."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from rehab.domain.conflicts import (
    Conflict,
    Occupied,
    find_conflicts,
    in_order,
    require_no_conflicts,
)
from rehab.domain.series_changes import PlannedSession, closed_day_conflicts
from rehab.models import ConflictOverride, Organisation
from rehab.queries.clocks import closed_days
from rehab.queries.conflicts import citizens_between, occupied_between, people_of
from rehab.services.context import Context
from rehab.services.turns import take_turn

_NOBODY: Mapping[UUID, frozenset[UUID]] = {}


def take_planning_turn(ctx: Context) -> None:
    """Wait until nobody else of the kommune plans, so that what is free is free until saved.

    A room and a therapist are nobody's row, so whoever plans waits for the whole kommune: two who
    press at once would else both find them free. Taken before a course's turn, after a case's.
    """
    take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))


def conflicts_of(
    ctx: Context,
    sessions: Sequence[PlannedSession],
    *,
    equipment: Collection[str] = (),
    attending: Mapping[UUID, frozenset[UUID]] = _NOBODY,
    without: Collection[UUID] = (),
) -> tuple[Conflict, ...]:
    """Return every clash of sessions that are to be saved, over the whole of them (F50).

    `attending` says which cases are on each session, and `without` which stored sessions are about
    to be moved. Four queries, however many sessions.
    """
    if not sessions:
        return ()
    first = min(session.starts_at for session in sessions)
    last = max(session.ends_at for session in sessions)
    case_ids = frozenset().union(*attending.values()) if attending else frozenset()
    held = occupied_between(ctx.session, ctx.organisation_id, first, last, without)
    if case_ids:
        held += citizens_between(ctx.session, sorted(case_ids), first, last, without)
    wanted = [
        Occupied(
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            title="",
            place=session.place,
            therapists=_therapists(session),
            equipment=frozenset(equipment),
            citizens=attending.get(session.id, frozenset()),
        )
        for session in sessions
    ]
    found = find_conflicts(wanted, held, people_of(ctx.session, ctx.organisation_id, case_ids))
    closed = closed_day_conflicts(sessions, closed_around(ctx, first.date()))
    return in_order((*found, *closed))


def weigh(
    ctx: Context,
    course_id: UUID,
    conflicts: Sequence[Conflict],
    reason: str,
    case_id: UUID | None = None,
) -> None:
    """Refuse sessions that clash unless somebody says why, and keep the reason with the clashes.

    Raises ConflictError. The trail says that and how many; the words stand on the course.
    """
    require_no_conflicts(conflicts, reason)
    if not conflicts:
        return
    ctx.session.add(
        ConflictOverride(
            course_id=course_id,
            reason=reason.strip(),
            conflicts=[clash.text for clash in conflicts],
            decided_by=ctx.actor.id,
            decided_at=ctx.now,
        )
    )
    ctx.record("course.conflicts_accepted", case_id, course_id=course_id, conflicts=len(conflicts))


def closed_around(ctx: Context, day: date) -> frozenset[date]:
    """Return the days the kommune is closed in the years around a day."""
    return closed_days(ctx.session, ctx.settings, ctx.organisation_id, day, ctx.today)


def _therapists(session: PlannedSession) -> frozenset[UUID]:
    both = (session.therapist_id, session.second_therapist_id)
    return frozenset(who for who in both if who is not None)
