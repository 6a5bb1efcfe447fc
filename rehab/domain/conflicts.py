"""Find what cannot be in two places at once: a room, a therapist, a thing, a citizen (F50).

A series is judged as a whole, since the seventh session is as easily double-booked as the first. A
clash is shown with who or what and when; only a person who says why saves it all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab.domain.calendar import danish_day
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words

_NAMED: Final = 3


class ConflictKind(StrEnum):
    """What two sessions both need, or the closed day that one falls on."""

    ROOM = "room"
    THERAPIST = "therapist"
    EQUIPMENT = "equipment"
    CITIZEN = "citizen"
    CLOSED_DAY = "closed_day"


_ORDER: Final = MappingProxyType({kind: number for number, kind in enumerate(ConflictKind)})


class ConflictError(DomainError):
    """Sessions clash, and nobody has said why they are to be saved all the same."""

    def __init__(self, conflicts: "Sequence[Conflict]") -> None:
        """Name the first clashes, and what to do."""
        named = " ".join(f"{clash.text}." for clash in conflicts[:_NAMED])
        rest = len(conflicts) - _NAMED
        more = f" Og {rest} til." if rest > 0 else ""
        super().__init__(
            f"{named}{more} Vælg en anden tid, eller skriv, hvorfor det gemmes alligevel."
        )
        self.conflicts = tuple(conflicts)


@dataclass(frozen=True, slots=True)
class Occupied:
    """One session as what it takes up: a room, people and things, from one instant to another.

    People are ids, since two may have the same name. `citizens` are cases.
    """

    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    therapists: frozenset[UUID] = frozenset()
    equipment: frozenset[str] = frozenset()
    citizens: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class People:
    """What the people of a clash are called: therapists by name, citizens by case number."""

    names: Mapping[UUID, str] = field(default_factory=lambda: MappingProxyType({}))

    def name(self, who: UUID) -> str:
        """Return what somebody is called, or that it is somebody."""
        return self.names.get(who, "en anden")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One clash: what, when, and with what; `text` is the sentence for the page and the record."""

    kind: ConflictKind
    what: str
    starts_at: datetime
    with_title: str

    @property
    def text(self) -> str:
        """Say it: Lokale Sal 1 er optaget torsdag 18.03.2027 kl. 10.30 af Rygskole, hold 2."""
        day = danish_day(self.starts_at.date())
        when = f"{day} kl. {self.starts_at.hour}.{self.starts_at.minute:02}"
        match self.kind:
            case ConflictKind.ROOM:
                return f"Lokalet {self.what} er optaget {when} af {self.with_title}"
            case ConflictKind.THERAPIST:
                return f"{self.what} er optaget {when} af {self.with_title}"
            case ConflictKind.EQUIPMENT:
                return f"Udstyret {self.what} er optaget {when} af {self.with_title}"
            case ConflictKind.CITIZEN:
                return f"Borgeren i sag {self.what} er optaget {when} af {self.with_title}"
            case ConflictKind.CLOSED_DAY:
                return f"{when[0].upper()}{when[1:]} er en lukket dag ({self.what})"


def find_conflicts(
    wanted: Iterable[Occupied], held: Iterable[Occupied], people: People
) -> tuple[Conflict, ...]:
    """Return every clash between sessions to be saved and those that stand, in order of time.

    Back to back is no clash. Rooms and things are the same when they are spelt the same, whatever
    the capitals and spaces. Each of both lists is gone through once, sorted by time.
    """
    found: set[Conflict] = set()
    standing = sorted(held, key=lambda session: _utc(session.starts_at))
    begin = 0
    longest = max((session.ends_at - session.starts_at for session in standing), default=None)
    for session in sorted(wanted, key=lambda one: _utc(one.starts_at)):
        if longest is None:
            break
        while begin < len(standing) and (
            _utc(standing[begin].starts_at) + longest <= _utc(session.starts_at)
        ):
            begin += 1
        for other in standing[begin:]:
            if _utc(other.starts_at) >= _utc(session.ends_at):
                break
            if _utc(other.ends_at) > _utc(session.starts_at):
                found.update(_between(session, other, people))
    return in_order(found)


def in_order(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return clashes by time, and at one time rooms before people."""
    return tuple(
        sorted(
            conflicts,
            key=lambda clash: (
                _utc(clash.starts_at),
                _ORDER[clash.kind],
                clash.what,
                clash.with_title,
            ),
        )
    )


def require_no_conflicts(conflicts: Sequence[Conflict], reason: str) -> None:
    """Refuse sessions that clash, unless a reason is given (F50); raises ConflictError."""
    if conflicts and not has_words(reason):
        raise ConflictError(conflicts)


def same_thing(name: str) -> str:
    """Return how the name of a room or a thing is compared."""
    return " ".join(name.split()).casefold()


def _between(session: Occupied, other: Occupied, people: People) -> Iterable[Conflict]:
    def clash(kind: ConflictKind, what: str) -> Conflict:
        return Conflict(kind, what, session.starts_at, other.title)

    place = same_thing(session.place)
    if place and place == same_thing(other.place):
        yield clash(ConflictKind.ROOM, session.place)
    for who in session.therapists & other.therapists:
        yield clash(ConflictKind.THERAPIST, people.name(who))
    theirs = {same_thing(thing) for thing in other.equipment}
    for thing in session.equipment:
        if same_thing(thing) in theirs:
            yield clash(ConflictKind.EQUIPMENT, thing)
    for who in session.citizens & other.citizens:
        yield clash(ConflictKind.CITIZEN, people.name(who))


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
