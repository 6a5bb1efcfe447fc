"""Receiving the taps of a tablet, at once or when the connection is back (F56, F61)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.attendance import AttendanceMark, MarkOutcome
from rehab.domain.taps import (
    TapRefusedError,
    check_late_minutes,
    settle_tap,
    tap_instant,
)
from rehab.models import Attendance, AttendanceTap, CourseSession
from rehab.queries.attendance import marks_of, participants_of
from rehab.services.attendance import open_sheet
from rehab.services.context import Context
from rehab.services.encounters import NewMark
from rehab.services.marks import write_marks


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap as the tablet tells of it; `made_ms` and `written_at` are its own and paper's time.

    `shown` is what the row showed under the thumb. `fills_empty` is "alle til stede".
    """

    id: UUID
    booking_id: UUID
    shown: AttendanceMark | None
    mark: AttendanceMark
    late_minutes: int | None
    made_ms: int
    fills_empty: bool = False
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TapsReceived:
    """Which taps the tablet may forget, which rows were another's, and which left the list."""

    done: frozenset[UUID]
    kept: frozenset[UUID]
    left: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Standing:
    mark: AttendanceMark | None
    minutes: int | None
    at: datetime | None
    by_another: bool


def record_taps(
    ctx: Context, session: CourseSession, taps: Sequence[Tap], sent_ms: int
) -> TapsReceived:
    """Store each tap once, and let the last of each row stand. Needs `session.course`.

    A tap that came before is answered as it was then. One for a citizen who has left the list
    meanwhile is dropped and told of. A name somebody else used is refused: `TapRefusedError`.
    """
    open_sheet(ctx, session)
    known = {
        row.id: row
        for row in ctx.session.scalars(
            select(AttendanceTap).where(AttendanceTap.id.in_([tap.id for tap in taps]))
        )
    }
    _check_ours(ctx, session, known)
    stored = marks_of(ctx.session, session)
    people = {row.booking_id: row for row in participants_of(ctx.session, session, stored)}
    standing = {key: _standing(ctx, stored.get(key)) for key in people}
    midnight = datetime.combine(civil_date(session.starts_at), time(), tzinfo=COPENHAGEN)
    new: dict[UUID, NewMark] = {}
    left: set[UUID] = set()
    fresh = 0
    kept = {row.booking_id for row in known.values() if row.outcome is MarkOutcome.KEPT}
    # Made in this order; two in the same millisecond as they were sent.
    for tap in sorted({tap.id: tap for tap in taps}.values(), key=lambda tap: tap.made_ms):
        if tap.id in known:
            continue
        person = people.get(tap.booking_id)
        if person is None:
            left.add(tap.booking_id)
            continue
        fresh += 1
        made_at = tap.written_at or tap_instant(
            tap.made_ms, sent_ms, received_at=ctx.now, earliest=midnight
        )
        made_at = min(max(made_at, midnight), ctx.now)
        minutes = check_late_minutes(tap.mark, tap.late_minutes)
        outcome = _settled(tap, standing[tap.booking_id], made_at, minutes)
        if outcome is MarkOutcome.SAVED:
            new[tap.booking_id] = NewMark(
                tap.booking_id, person.case_id, tap.mark, minutes, made_at
            )
            standing[tap.booking_id] = _Standing(tap.mark, minutes, made_at, by_another=False)
        elif outcome is MarkOutcome.KEPT:
            kept.add(tap.booking_id)
        ctx.session.add(
            AttendanceTap(
                id=tap.id,
                session_id=session.id,
                booking_id=tap.booking_id,
                mark=tap.mark,
                late_minutes=minutes,
                outcome=outcome,
                happened_at=made_at,
                recorded_by=ctx.actor.id,
                recorded_at=ctx.now,
            )
        )
    if fresh:
        ctx.record("attendance.taps_received", session_id=session.id, taps=fresh)
    write_marks(ctx, session, list(new.values()), stored)
    return TapsReceived(frozenset(tap.id for tap in taps), frozenset(kept), frozenset(left))


def _settled(tap: Tap, standing: _Standing, made_at: datetime, minutes: int | None) -> MarkOutcome:
    outcome = settle_tap(
        shown=tap.shown,
        wanted=tap.mark,
        stored=standing.mark,
        made_at=made_at,
        stored_at=standing.at,
        by_another=standing.by_another,
        fills_empty=tap.fills_empty,
    )
    retimed = minutes is not None and minutes != standing.minutes
    if outcome is MarkOutcome.UNTOUCHED and retimed and tap.mark is standing.mark:
        return MarkOutcome.SAVED
    return outcome


def _standing(ctx: Context, row: Attendance | None) -> _Standing:
    if row is None:
        return _Standing(None, None, None, by_another=False)
    return _Standing(
        row.mark,
        row.late_minutes,
        row.happened_at or row.recorded_at,
        by_another=row.recorded_by != ctx.actor.id,
    )


def _check_ours(ctx: Context, session: CourseSession, known: dict[UUID, AttendanceTap]) -> None:
    for row in known.values():
        if row.session_id != session.id or row.recorded_by != ctx.actor.id:
            raise TapRefusedError("En registrering er sendt af en anden. Genindlæs siden.")
