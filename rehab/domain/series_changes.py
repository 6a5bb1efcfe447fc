"""Change one session of a series, that and the following, or all that are still ahead (F49).

What has been held never changes: the sheet of a day tells what happened on it. A session keeps its
identity when it is moved, so bookings and marks follow it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab.domain.calendar import holiday_name
from rehab.domain.conflicts import Conflict, ConflictKind
from rehab.domain.errors import DomainError
from rehab.domain.series import SeriesError

_ONE_DAY: Final = timedelta(days=1)
_A_YEAR: Final = 366


class Reach(StrEnum):
    """How far into the series a change goes."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class ContentKind(StrEnum):
    """What a session of a rygskole holds: knowledge, training, ergonomics, and what to do at home.

    The standard programme is training with ergonomics and patient education (3.2, Boks 8).
    """

    INFORMATION = "information"
    EXERCISE = "exercise"
    ERGONOMICS = "ergonomics"
    HOME_PROGRAMME = "home_programme"


CONTENT_LABELS: Final[Mapping[ContentKind, str]] = MappingProxyType(
    {
        ContentKind.INFORMATION: "Information",
        ContentKind.EXERCISE: "Øvelser",
        ContentKind.ERGONOMICS: "Ergonomi",
        ContentKind.HOME_PROGRAMME: "Hjemmeprogram",
    }
)


class SeriesChangeError(DomainError):
    """A series cannot be changed as asked."""


class ChangedMeanwhileError(SeriesChangeError):
    """What somebody changes is no longer what their page showed: two must not undo each other."""

    def __init__(self, what: str) -> None:
        """Say that another was there, and how to go on; `what` is the session or the course."""
        super().__init__(
            f"En anden har ændret {what}, siden du åbnede siden. Åbn siden igen, og ret det, der "
            "nu gælder. Det, du skrev, er ikke gemt, men står stadig i felterne."
        )


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session as it is planned. Its times are in the zone of the kommune.

    `marked` says that somebody's attendance stands on its sheet: it was held.
    """

    id: UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    therapist_id: UUID
    second_therapist_id: UUID | None = None
    content: tuple[tuple[ContentKind, str], ...] = ()
    cancelled: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What is to be otherwise; None leaves it as it is.

    `on` is the new day of the chosen session, and moves the others by as many days. `second` says
    who the second therapist is to be when `sets_second` is true, and nobody when it is None.
    """

    on: date | None = None
    at: time | None = None
    minutes: int | None = None
    place: str | None = None
    therapist_id: UUID | None = None
    sets_second: bool = False
    second: UUID | None = None
    content: tuple[tuple[ContentKind, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class ChangedSession:
    """One session before and after; `number` is its place in the series."""

    number: int
    before: PlannedSession
    after: PlannedSession

    @property
    def moved(self) -> bool:
        """Tell whether the citizens must be told: the time or the place is another."""
        return (self.before.starts_at, self.before.ends_at, self.before.place) != (
            self.after.starts_at,
            self.after.ends_at,
            self.after.place,
        )


def change_sessions(
    series: Sequence[PlannedSession],
    chosen: UUID,
    reach: Reach,
    change: SessionChange,
    now: datetime,
) -> tuple[ChangedSession, ...]:
    """Return what a change makes of a series: only what becomes otherwise, in order.

    Sessions that have begun, that are marked and cancelled ones are left alone. Raises
    SeriesChangeError when the chosen one is such, when nothing becomes otherwise, when a session
    would lie in the past or two would overlap.
    """
    ordered = sorted(series, key=lambda session: _utc(session.starts_at))
    numbers = {session.id: number for number, session in enumerate(ordered, start=1)}
    start = next((session for session in ordered if session.id == chosen), None)
    if start is None or start.cancelled or not _is_ahead(start, now):
        raise SeriesChangeError(
            "Gangen er holdt eller aflyst og kan ikke ændres. Vælg en kommende gang."
        )
    if start.marked:
        raise SeriesChangeError(
            "Der er ført fremmøde på gangen, så den er holdt og kan ikke ændres. "
            "Ret fremmødet på listen, eller vælg en kommende gang."
        )
    shift = change.on - start.starts_at.date() if change.on else timedelta()
    touched = [s for s in ordered if _is_touched(s, start, reach, now)]
    changed = [
        ChangedSession(numbers[session.id], session, after)
        for session in touched
        if (after := _after(session, change, shift)) != session
    ]
    if not changed:
        raise SeriesChangeError("Der er ikke ændret noget. Ret mindst ét felt.")
    _check(ordered, changed, now)
    return tuple(changed)


def closed_day_conflicts(
    sessions: Iterable[PlannedSession], closed: frozenset[date]
) -> tuple[Conflict, ...]:
    """Return the sessions that fall on a public holiday or a day the kommune is closed."""
    return tuple(
        Conflict(ConflictKind.CLOSED_DAY, name, session.starts_at, "")
        for session in sessions
        if (name := _closed_name(session.starts_at.date(), closed)) is not None
    )


def replacement_start(
    series: Sequence[PlannedSession], cancelled: PlannedSession, closed: frozenset[date]
) -> datetime:
    """Return when the session held instead of a cancelled one begins: after the last one.

    It is on the next of the series' weekdays that is open, at the time of that weekday, so whoever
    keeps Mondays free for the course can come. Raises SeriesError when a year has no such day.
    """
    last = max(series, key=lambda session: _utc(session.starts_at)).starts_at
    times = {session.starts_at.weekday(): session.starts_at.time() for session in series}
    times.setdefault(cancelled.starts_at.weekday(), cancelled.starts_at.time())
    for days in range(1, _A_YEAR):
        day = last.date() + days * _ONE_DAY
        if day.weekday() in times and _closed_name(day, closed) is None:
            return datetime.combine(day, times[day.weekday()], tzinfo=last.tzinfo)
    raise SeriesError("Der er ingen åben dag til en erstatningsgang det næste år.")


def content_lines(content: Mapping[str, str]) -> tuple[tuple[ContentKind, str], ...]:
    """Return what is written of a session's content, in its fixed order and without the empty."""
    return tuple(
        (kind, text) for kind in ContentKind if (text := content.get(kind.value, "").strip())
    )


def _is_touched(
    session: PlannedSession, start: PlannedSession, reach: Reach, now: datetime
) -> bool:
    if session.cancelled or session.marked or not _is_ahead(session, now):
        return False
    if reach is Reach.ONE:
        return session.id == start.id
    return reach is Reach.ALL or _utc(session.starts_at) >= _utc(start.starts_at)


def _after(session: PlannedSession, change: SessionChange, shift: timedelta) -> PlannedSession:
    length = session.ends_at - session.starts_at
    if change.minutes is not None:
        length = timedelta(minutes=change.minutes)
    begins = datetime.combine(
        session.starts_at.date() + shift,
        session.starts_at.time() if change.at is None else change.at,
        tzinfo=session.starts_at.tzinfo,
    )
    # Kept apart when unchanged: in the hour set back, a time of day is two instants.
    begins = session.starts_at if begins == session.starts_at else begins
    return replace(
        session,
        starts_at=begins,
        ends_at=begins + length,
        place=session.place if change.place is None else change.place,
        therapist_id=change.therapist_id or session.therapist_id,
        second_therapist_id=change.second if change.sets_second else session.second_therapist_id,
        content=session.content if change.content is None else change.content,
    )


def _check(
    ordered: Sequence[PlannedSession], changed: Sequence[ChangedSession], now: datetime
) -> None:
    for one in changed:
        if one.after.therapist_id == one.after.second_therapist_id:
            raise SeriesChangeError("De to terapeuter er den samme. Vælg to, eller kun én.")
        if not _is_ahead(one.after, now):
            raise SeriesChangeError(
                f"Gang {one.number} ville ligge i fortiden. Vælg en senere dag."
            )
    after = {one.after.id: one.after for one in changed}
    standing = [after.get(s.id, s) for s in ordered if not s.cancelled]
    standing.sort(key=lambda session: _utc(session.starts_at))
    for first, second in pairwise(standing):
        if _utc(second.starts_at) < _utc(first.ends_at):
            raise SeriesChangeError(
                f"To gange ville ligge oven i hinanden {second.starts_at:%d.%m.%Y}. "
                "Vælg en anden dag eller tid."
            )


def _closed_name(day: date, closed: frozenset[date]) -> str | None:
    return holiday_name(day) or ("lokal lukkedag" if day in closed else None)


def _is_ahead(session: PlannedSession, now: datetime) -> bool:
    return _utc(session.starts_at) > _utc(now)


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
