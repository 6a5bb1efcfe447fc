"""Changing the sessions of a course, and cancelling one or all, so that nobody comes in vain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.conflicts import Conflict
from rehab.domain.notices import NoticeFacts, NoticeKind
from rehab.domain.plausible_days import check_day
from rehab.domain.series_changes import (
    ChangedMeanwhileError,
    ChangedSession,
    PlannedSession,
    Reach,
    SeriesChangeError,
    SessionChange,
    change_sessions,
    replacement_start,
)
from rehab.domain.wording import has_words, require_words
from rehab.ids import new_id
from rehab.models import Booking, Case, CourseSession, Organisation
from rehab.queries.attendance import marked_sessions, marks_of
from rehab.queries.bookings import bookings_on, sessions_of_course
from rehab.queries.conflicts import planned_session
from rehab.services.conflicts import closed_around, conflicts_of, take_planning_turn, weigh
from rehab.services.context import Context
from rehab.services.courses import check_second, find_therapist
from rehab.services.notices import notify
from rehab.services.session_access import require_canceller, require_planner
from rehab.services.turns import take_turn

_PLANNED: Final = (
    "starts_at",
    "ends_at",
    "place",
    "therapist_id",
    "second_therapist_id",
    "content",
    "cancelled_at",
)


@dataclass(frozen=True, slots=True)
class ChangeSessions:
    """What is to be otherwise from a session on, and why clashes are accepted (F49, F50).

    `seen` is the session as the page showed it when it was opened, by `session_mark`.
    """

    reach: Reach
    change: SessionChange
    conflict_reason: str = ""
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class CancelSession:
    """Why a session is cancelled, and whether one is held instead at the end of the series."""

    reason: str
    replace: bool = False
    conflict_reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """What a change would do: the sessions, the clashes, and how many citizens are told."""

    changed: tuple[ChangedSession, ...]
    conflicts: tuple[Conflict, ...]
    told: int


@dataclass(frozen=True, slots=True)
class CancellationPlan:
    """What a cancellation would do: the session instead, its clashes, and how many are told."""

    replacement: PlannedSession
    conflicts: tuple[Conflict, ...]
    told: int


def session_mark(session: PlannedSession) -> str:
    """Return what tells a session as it is from what somebody else has made of it."""
    return sha256(repr(session).encode()).hexdigest()


def draft_change(ctx: Context, meeting: CourseSession, command: ChangeSessions) -> ChangePlan:
    """Return what a change would do, or refuse, without saving. Needs the session's `course`."""
    require_planner(ctx, meeting.course)
    if command.seen is not None and command.seen != session_mark(planned_session(meeting)):
        raise ChangedMeanwhileError("gangen")
    change = command.change
    if change.place is not None:
        require_words(change.place, "Skriv, hvor gangen holdes.")
    if change.therapist_id is not None:
        find_therapist(ctx, change.therapist_id)
    if change.sets_second and change.second is not None:
        check_second(ctx, change.therapist_id or meeting.therapist_id, change.second)
    rows = sessions_of_course(ctx.session, meeting.course_id)
    marked = marked_sessions(ctx.session, meeting.course_id)
    series = [replace(planned_session(row), marked=row.id in marked) for row in rows]
    changed = change_sessions(series, meeting.id, command.reach, change, ctx.now)
    for one in changed:
        day = one.after.starts_at.date()
        if day != one.before.starts_at.date():
            check_day(day, f"Gang {one.number}", ctx.today)
    on = bookings_on(ctx.session, [row for row in rows if row.id in {c.before.id for c in changed}])
    attending = {key: frozenset(b.case_id for b in found) for key, found in on.items()}
    moved = {one.before.id for one in changed if one.moved}
    return ChangePlan(
        changed=changed,
        conflicts=conflicts_of(
            ctx,
            [one.after for one in changed],
            equipment=meeting.course.equipment,
            attending=attending,
            without={one.before.id for one in changed},
        ),
        told=len(frozenset[UUID]().union(*(attending[key] for key in moved))),
    )


def change_series(ctx: Context, meeting: CourseSession, command: ChangeSessions) -> ChangePlan:
    """Change a session, and those after it when asked; citizens hear of another time or place.

    Each session keeps its id, so bookings and sheets follow it; one with marks was held and stays
    as it was. Needs the session's `course`. Raises SeriesChangeError, ChangedMeanwhileError among
    them, and ConflictError.
    """
    require_planner(ctx, meeting.course)
    take_planning_turn(ctx)
    take_turn(ctx, meeting.course)
    for row in sessions_of_course(ctx.session, meeting.course_id):
        ctx.session.expire(row, _PLANNED)  # read again below, all in one query
    rows = {row.id: row for row in sessions_of_course(ctx.session, meeting.course_id)}
    for row in rows.values():
        if civil_date(row.starts_at) == ctx.today:
            take_turn(ctx, row)
    on = bookings_on(ctx.session, rows.values())
    plan = draft_change(ctx, meeting, command)
    weigh(ctx, meeting.course_id, plan.conflicts, command.conflict_reason)
    for one in plan.changed:
        _write(rows[one.after.id], one.after)
    ctx.record(
        "course.sessions_changed",
        course_id=meeting.course_id,
        reach=command.reach,
        sessions=";".join(str(one.after.id) for one in plan.changed),
    )
    _tell_of_moves(ctx, plan.changed, on)
    return plan


def draft_cancellation(ctx: Context, meeting: CourseSession) -> CancellationPlan:
    """Return what cancelling a session would do. Needs the session's `course`."""
    require_canceller(ctx, meeting)
    rows = sessions_of_course(ctx.session, meeting.course_id)
    series, gone = [planned_session(row) for row in rows], planned_session(meeting)
    begins = replacement_start(series, gone, closed_around(ctx, series[-1].starts_at.date()))
    instead = PlannedSession(
        id=new_id(),
        starts_at=begins,
        ends_at=begins + (gone.ends_at - gone.starts_at),
        place=gone.place,
        therapist_id=gone.therapist_id,
        second_therapist_id=gone.second_therapist_id,
        content=gone.content,
    )
    on = bookings_on(ctx.session, [meeting])[meeting.id]
    return CancellationPlan(
        replacement=instead,
        conflicts=conflicts_of(
            ctx,
            [instead],
            equipment=meeting.course.equipment,
            attending={instead.id: frozenset(booking.case_id for booking in on)},
        ),
        told=len(on) if meeting.ends_at > ctx.now else 0,
    )


def cancel_session(
    ctx: Context, meeting: CourseSession, command: CancelSession
) -> CourseSession | None:
    """Cancel a session, saying why, and return the one held instead when there is one.

    It counts neither as offered nor as missed. Whoever was on it is told, unless it is over
    already. A session with marks was held and is refused. Needs the session's `course`.
    """
    require_canceller(ctx, meeting)
    if command.replace:
        take_planning_turn(ctx)
    take_turn(ctx, meeting.course)
    ctx.session.refresh(meeting, ["cancelled_at"])
    if meeting.cancelled_at is not None:
        raise SeriesChangeError("Gangen er allerede aflyst. Genindlæs siden.")
    if not has_words(command.reason):
        raise SeriesChangeError("Skriv, hvorfor gangen aflyses.")
    if marks_of(ctx.session, meeting):
        raise SeriesChangeError(
            "Der er ført fremmøde på gangen, så den er holdt. Ret fremmødet i stedet."
        )
    on = bookings_on(ctx.session, [meeting])[meeting.id]
    instead = _hold_instead(ctx, meeting, command) if command.replace else None
    meeting.cancelled_at, meeting.cancel_reason = ctx.now, command.reason.strip()
    ctx.record(
        "course.session_cancelled",
        course_id=meeting.course_id,
        session_id=meeting.id,
        replaced_by=instead.id if instead else "",
    )
    for booking in on:
        ctx.record(
            "course.session_lost",
            booking.case_id,
            course_id=meeting.course_id,
            session_id=meeting.id,
        )
        if meeting.ends_at > ctx.now:
            tell(ctx, booking.case, NoticeKind.SESSION_CANCELLED, meeting.starts_at, meeting.place)
    return instead


def tell(ctx: Context, case: Case, kind: NoticeKind, starts_at: datetime, place: str) -> None:
    """Queue a notice to a citizen about a time, with the kommune's own number to ring."""
    own = ctx.session.get_one(Organisation, case.organisation_id)
    facts = NoticeFacts(
        starts_at=starts_at.astimezone(COPENHAGEN),
        place=place,
        answer_by=None,
        phone=own.phone,
        kommune=own.name,
    )
    notify(ctx, case, kind, facts)


def _hold_instead(ctx: Context, meeting: CourseSession, command: CancelSession) -> CourseSession:
    plan = draft_cancellation(ctx, meeting)
    weigh(ctx, meeting.course_id, plan.conflicts, command.conflict_reason)
    row = CourseSession(course_id=meeting.course_id, replaces_id=meeting.id)
    _write(row, plan.replacement)
    ctx.session.add(row)
    ctx.session.flush()
    return row


def _write(row: CourseSession, planned: PlannedSession) -> None:
    row.starts_at, row.ends_at = planned.starts_at, planned.ends_at
    row.place = planned.place
    row.therapist_id = planned.therapist_id
    row.second_therapist_id = planned.second_therapist_id
    row.content = {kind.value: text for kind, text in planned.content}


def _tell_of_moves(
    ctx: Context, changed: Sequence[ChangedSession], on: Mapping[UUID, Iterable[Booking]]
) -> None:
    """Tell each citizen once, of the first of their sessions that was moved; the plan has all."""
    moved: dict[UUID, list[ChangedSession]] = defaultdict(list)
    cases: dict[UUID, tuple[Case, UUID]] = {}
    for one in changed:
        for booking in on[one.before.id]:
            cases[booking.case_id] = booking.case, booking.course_id
            moved[booking.case_id].extend([one] if one.moved else [])
    for case_id, (case, course_id) in cases.items():
        ids = ";".join(str(one.after.id) for one in moved[case_id])
        if not ids:
            continue
        ctx.record("course.sessions_moved", case_id, course_id=course_id, sessions=ids)
        first = moved[case_id][0].after
        tell(ctx, case, NoticeKind.SESSION_MOVED, first.starts_at, first.place)
