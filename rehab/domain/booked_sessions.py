"""Tell which sessions of a series are a citizen's own, and which of them count (F52, 4.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SessionSlot:
    """One session as it stands in its series; a cancelled one is shown and never counted."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class BookedSpan:
    """What a booking says of its part of a series.

    `sessions_each` is how many sessions each citizen gets on a hold with rolling intake, and None
    where everyone has the whole series.
    """

    booked_at: datetime
    cancelled_at: datetime | None = None
    sessions_each: int | None = None


def sessions_of_booking(slots: Iterable[SessionSlot], span: BookedSpan) -> tuple[SessionSlot, ...]:
    """Return which sessions of a series belong to one booking, in order, the cancelled among them.

    Booked before the session ended, and not given back before it began: what was over by then was
    neither offered nor missed, also on the day itself, and a later cancellation removes nobody from
    what has been held. With rolling intake a citizen joins at the next session and gets so many
    held ones (F52), so a cancelled session is made up for.
    """
    ordered = sorted(slots, key=lambda slot: (utc(slot.starts_at), slot.id))
    mine: list[SessionSlot] = []
    held = 0
    for slot in ordered:
        if span.sessions_each is not None and held >= span.sessions_each:
            break
        if utc(slot.ends_at) <= utc(span.booked_at):
            continue
        held += not slot.cancelled
        if span.cancelled_at is None or utc(span.cancelled_at) >= utc(slot.starts_at):
            mine.append(slot)
    return tuple(mine)


def counted_sessions(slots: Iterable[SessionSlot]) -> tuple[SessionSlot, ...]:
    """Return the sessions that count: a cancelled one was neither offered nor missed (4.6)."""
    return tuple(slot for slot in slots if not slot.cancelled)


def has_had_all(slots: Iterable[SessionSlot], span: BookedSpan, now: datetime) -> bool:
    """Tell whether a citizen on a hold with rolling intake has had all their sessions (F52).

    The seat is then another's. Nobody is done before the last of them has ended.
    """
    if span.sessions_each is None:
        return False
    mine = counted_sessions(sessions_of_booking(slots, span))
    return len(mine) >= span.sessions_each and all(utc(one.ends_at) <= utc(now) for one in mine)


def utc(instant: datetime) -> datetime:
    """Return an instant in one zone for all.

    Times of one zone are compared by their wall clock, which is wrong in the hour set back.
    """
    return instant.astimezone(UTC)
