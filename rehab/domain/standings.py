"""Say where an open case stands among the others: what comes first, and until when that is true.

The team starts its work by professional priority and then by the shortest wait (programme 3.2).
Nothing here ticks: a standing names days, and what is left of them is counted when it is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final, assert_never

from rehab.domain.clock_rules import Strength
from rehab.domain.deadlines import ClockReading, ClockState, Pause, urgency
from rehab.domain.next_actions import BoardColumn

DATE_MISSING: Final = date(9999, 12, 30)
NOTHING_RUNS: Final = date(9999, 12, 31)


class Priority(IntEnum):
    """The professional priority of a case; the lowest number comes first.

    The programme asks for one and scores nobody (Boks 4 has no weights), so it is made of what
    the text itself gives precedence: a red flag at triage (3.3), a deadline set by law that still
    runs (sundhedsloven §140), and a job at risk, which the programme always counts as a risk of a
    long course (3.2). A case has the first that fits; two do not add up.
    """

    RED_FLAG = 0
    BY_LAW = 1
    JOB_AT_RISK = 2
    USUAL = 3


PRIORITY_TEXT: Final = (
    "rødt flag fra visitationen, så frist efter loven, der løber, så sygemeldt eller truet på "
    "arbejdet, så resten"
)


class ClockOutcome(StrEnum):
    """How a clock has ended, if it has; which day it is does not change the answer."""

    RUNNING = "running"
    KEPT = "kept"
    MISSED = "missed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    """What decides the professional priority of a case."""

    has_red_flag: bool
    readings: tuple[ClockReading, ...]
    job_at_risk: bool


def priority_of(facts: PriorityFacts) -> Priority:
    """Return the professional priority of a case (3.2, 3.3; sundhedsloven §140)."""
    if facts.has_red_flag:
        return Priority.RED_FLAG
    if any(row.strength is Strength.LOV and row.stopped_on is None for row in facts.readings):
        return Priority.BY_LAW
    return Priority.JOB_AT_RISK if facts.job_at_risk else Priority.USUAL


def board_place(
    column: BoardColumn, priority: Priority, presses_on: date, number: str
) -> tuple[int, int, date, str]:
    """Return the key that sorts the team's cases: nobody's first, then priority, then due day.

    The column is the pathway's own order, so a case that nobody owns stands before all others
    (3.2). The case number breaks a tie, so that two looks at a list show the same order.
    """
    return (list(BoardColumn).index(column), priority, presses_on, number)


def pressing(readings: Sequence[ClockReading]) -> ClockReading | None:
    """Return the clock that presses most among those that run, or None when nothing runs."""
    running = [reading for reading in readings if reading.stopped_on is None]
    return min(running, key=lambda reading: urgency([reading]), default=None)


def presses_on(reading: ClockReading | None) -> date:
    """Return the day that sorts a case: its due day, or a day after all others without one.

    Overdue first and then the fewest days left is the order of the due days, whatever day it is;
    so the order of a list can be kept, and only its colours change at midnight.
    """
    if reading is None:
        return NOTHING_RUNS
    return reading.due or DATE_MISSING


def outcome_of(reading: ClockReading, *, is_open: bool) -> ClockOutcome:
    """Return how a clock has ended; one of a referral that is not open no longer runs."""
    if reading.stopped_on is None:
        return ClockOutcome.RUNNING if is_open else ClockOutcome.ENDED
    match reading.state:
        case ClockState.MET:
            return ClockOutcome.KEPT
        case ClockState.OVERDUE:
            return ClockOutcome.MISSED
        case _:
            return ClockOutcome.ENDED


def pause_ahead(pauses: Iterable[Pause], today: date) -> Pause | None:
    """Return the pause that lasts or else the next to come."""
    ahead = [pause for pause in pauses if pause.until_on >= today]
    return min(ahead, key=lambda pause: (pause.from_on, pause.until_on), default=None)


def first_after(instants: Iterable[datetime | None], now: datetime) -> datetime | None:
    """Return the first of some instants that lies ahead: then the answer must be found anew."""
    return min((at for at in instants if at is not None and at > now), default=None)


@dataclass(frozen=True, slots=True)
class KeptClock:
    """A clock as it is kept: what of its reading stays true while nothing is written."""

    code: str
    label: str
    due: date | None
    outcome: ClockOutcome
    stopped_on: date | None
    paused_from: date | None
    paused_until: date | None
    strength: Strength
    section: str
    why: tuple[str, ...] = ()
    counted_from: date | None = None


def reading_on(clock: KeptClock, today: date) -> ClockReading:
    """Return how a kept clock stands on a day: what ticks is counted here, when it is shown."""
    runs = clock.stopped_on is None and clock.outcome is ClockOutcome.RUNNING
    return ClockReading(
        code=clock.code,
        label=clock.label,
        due=clock.due,
        state=_state_on(clock, today),
        stopped_on=clock.stopped_on,
        why=clock.why,
        days_left=(clock.due - today).days if clock.due is not None and runs else None,
        strength=clock.strength,
        section=clock.section,
        counted_from=clock.counted_from,
    )


def _state_on(clock: KeptClock, today: date) -> ClockState:
    match clock.outcome:
        case ClockOutcome.KEPT:
            return ClockState.MET
        case ClockOutcome.MISSED:
            return ClockState.OVERDUE
        case ClockOutcome.ENDED:
            return ClockState.STOPPED
        case ClockOutcome.RUNNING:
            if clock.due is not None and today > clock.due:
                return ClockState.OVERDUE
            first, last = clock.paused_from, clock.paused_until
            if first is not None and last is not None and first <= today <= last:
                return ClockState.PAUSED
            return ClockState.RUNNING
        case _:  # pragma: no cover
            assert_never(clock.outcome)
