"""The made-up kommune a scale of demo is drawn from, and the rows of it to be written."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from rehab.clock import COPENHAGEN
from rehab.models import (
    Base,
    Organisation,
)
from rehab.services.context import Context


class NotEnoughNumbersError(RuntimeError):
    """More citizens were asked for than there are made-up numbers."""


@dataclass(slots=True)
class Rows:
    """The rows of one chunk by table, in the order in which they must be written."""

    of: dict[type[Base], list[dict[str, object]]] = field(default_factory=dict)

    def add(self, table: type[Base], **values: object) -> None:
        """Add a row of a table."""
        self.of.setdefault(table, []).append(values)


@dataclass(slots=True)
class FilledCourse:
    """A course that is being filled, with the end of each of its sessions."""

    id: UUID
    therapist_id: UUID
    sessions: list[tuple[UUID, datetime]] = field(default_factory=list)
    seats: int = 0


@dataclass(slots=True)
class Town:
    """What the made-up kommune is drawn from, so that the same number gives the same one."""

    ctx: Context
    organisation: Organisation
    staff: list[UUID]
    teams: list[UUID]
    draw: Random
    taken: set[str]
    serial: int
    place: int = 0
    courses: dict[int, FilledCourse] = field(default_factory=dict)

    def id(self) -> UUID:
        """Return the next identifier."""
        return UUID(int=self.draw.getrandbits(128), version=4)

    def team(self) -> UUID | None:
        """Return the next case's team; one in twenty has none, since no rule could place it."""
        return None if self.serial % 20 == 0 else self.teams[self.serial % len(self.teams)]

    def happens(self, of_a_hundred: int) -> bool:
        """Tell whether something that befalls so many of a hundred befalls this one."""
        return self.draw.randrange(100) < of_a_hundred

    def day(self, days_ago: int) -> date:
        """Return a day so many days ago."""
        return self.ctx.today - timedelta(days=days_ago)

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        """Return an hour of a day in Denmark, so many days ago."""
        return datetime.combine(self.day(days_ago), time(hour), COPENHAGEN)
