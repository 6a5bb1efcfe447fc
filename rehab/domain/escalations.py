"""Say what somebody must be told about a case, and whom it is lifted to when nothing is done.

The programme sets how long a citizen may wait (4.5) and asks for one person who holds the case
(3.2); it says nothing of who is told, so the days are the installation's own. The answer is a
function of the facts and the day: asked every day or a week late, the open tasks are the same.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from rehab.domain.calendar import danish_date
from rehab.domain.deadlines import ClockReading, ClockState


class TaskKind(StrEnum):
    """What a task that was found by looking at dates is about: the first word of its cause."""

    SOON = "soon"
    OVERDUE = "clock"
    SILENT = "escalation"
    UNHELD = "unheld"
    SICK_LEAVE = "sick_leave"
    FREE_CHOICE = "frit_valg"


FOUND_BY_DATES: Final = frozenset(kind.value for kind in TaskKind)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """After how many days somebody is told.

    `warn_days` before a deadline runs out its holder is told; after `silent_days` over it with
    nothing done, or `unheld_days` without anybody holding the case, the case is lifted.
    """

    warn_days: int
    silent_days: int
    unheld_days: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something a person must act on: its cause as `kind:id`, the sentence, and its day.

    An escalation is for the koordinator and the leader, the rest for whoever holds the case.
    """

    cause: str
    sentence: str
    due_on: date
    is_escalation: bool = False

    @property
    def kind(self) -> str:
        """Return the first word of the cause."""
        return self.cause.partition(":")[0]


@dataclass(frozen=True, slots=True)
class WatchedClock:
    """One clock of one referral, as it reads on the day."""

    referral_id: UUID
    reading: ClockReading


@dataclass(frozen=True, slots=True)
class WatchedCase:
    """What decides the tasks of one open case.

    `unheld_since` is the day from which nobody holds it, None when somebody does; `last_done_on`
    is when a person last did anything in it.
    """

    clocks: tuple[WatchedClock, ...]
    unheld_since: date | None = None
    last_done_on: date | None = None


def tasks_of(case: WatchedCase, limits: FollowUp, today: date) -> tuple[Task, ...]:
    """Return the tasks a case calls for on a day, by its clocks and by who holds it (4.5, 3.2)."""
    tasks = [task for clock in case.clocks for task in _of_clock(case, clock, limits, today)]
    since = case.unheld_since
    if since is not None and today >= (due := since + timedelta(days=limits.unheld_days)):
        sentence = f"Ingen har været kontaktperson i sagen siden {danish_date(since)}. Tildel en."
        tasks.append(Task(f"{TaskKind.UNHELD}:{since}", sentence, due, is_escalation=True))
    return tuple(tasks)


def is_silent(case: WatchedCase, due: date, limits: FollowUp, today: date) -> bool:
    """Tell whether a deadline that ran out must be lifted: nobody holds the case, or acts in it.

    What was done starts the days anew, since somebody is then at work on it.
    """
    if case.unheld_since is not None:
        return True
    quiet_from = max(due, case.last_done_on or due)
    return (today - quiet_from).days >= limits.silent_days


def _of_clock(
    case: WatchedCase, clock: WatchedClock, limits: FollowUp, today: date
) -> tuple[Task, ...]:
    reading = clock.reading
    due, about = reading.due, f"{reading.code}:{clock.referral_id}"
    if due is None or reading.stopped_on is not None:
        return ()
    if reading.state is ClockState.RUNNING and (due - today).days <= limits.warn_days:
        sentence = f"Fristen »{reading.label}« udløber {danish_date(due)}."
        return (Task(f"{TaskKind.SOON}:{about}", sentence, due),)
    if reading.state is not ClockState.OVERDUE:
        return ()
    overdue = Task(f"{TaskKind.OVERDUE}:{about}", f"{reading.label} er overskredet.", due)
    if not is_silent(case, due, limits, today):
        return (overdue,)
    sentence = (
        f"»{reading.label}« udløb {danish_date(due)}, og der sker ikke noget i sagen. "
        "Tal med kontaktpersonen, eller giv sagen til en anden."
    )
    if case.unheld_since is not None:
        sentence = f"»{reading.label}« udløb {danish_date(due)}, og ingen er kontaktperson i sagen."
    return overdue, Task(f"{TaskKind.SILENT}:{about}", sentence, due, is_escalation=True)
