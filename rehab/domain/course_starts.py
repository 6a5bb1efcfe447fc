"""Tell whether a start on some day keeps the deadlines that a start stops.

Whoever books must see it before choosing: the 14 days to the start (4.5) and the seven days of
sundhedsloven §140. A deadline that a telephone call can meet is not about the day of a start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import ClockRule, EventKind
from rehab.domain.day_counting import plural
from rehab.domain.deadlines import ClockReading

_OF_A_START: Final = frozenset({EventKind.FIRST_CONTACT_OFFERED, EventKind.FIRST_CONTACT_HELD})


@dataclass(frozen=True, slots=True)
class StartVerdict:
    """What a start on a day means for one deadline; `days_late` is 0 when it is kept."""

    label: str
    due: date
    days_late: int

    @property
    def kept(self) -> bool:
        """Tell whether the start is in time; the due day itself is."""
        return self.days_late == 0


def start_verdicts(
    rules: Iterable[ClockRule], readings: Iterable[ClockReading], starts_on: date
) -> tuple[StartVerdict, ...]:
    """Return the verdict for each deadline still running that only a start can meet.

    The earliest due day comes first; a deadline whose due day is unknown says nothing.
    """
    verdicts = {
        StartVerdict(reading.label, reading.due, max((starts_on - reading.due).days, 0))
        for reading in running_of_start(rules, readings)
        if reading.due is not None
    }
    return tuple(sorted(verdicts, key=lambda verdict: (verdict.due, verdict.label)))


def running_of_start(
    rules: Iterable[ClockRule], readings: Iterable[ClockReading]
) -> tuple[ClockReading, ...]:
    """Return the deadlines that still run and that only a start can meet, with a known due day."""
    of_start = start_codes(rules)
    return tuple(
        reading
        for reading in readings
        if reading.code in of_start and reading.due is not None and reading.stopped_on is None
    )


def start_codes(rules: Iterable[ClockRule]) -> frozenset[str]:
    """Return the codes of the deadlines that only a start can meet."""
    return frozenset(rule.code for rule in rules if rule.stops <= _OF_A_START)


@dataclass(frozen=True, slots=True)
class PossibleStart:
    """One course a citizen could begin on, with what the start means for each deadline."""

    course: UUID
    starts_at: datetime
    verdicts: tuple[StartVerdict, ...]
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The course proposed, and the reason in words."""

    course: UUID
    reason: str


def propose(possible: Iterable[PossibleStart]) -> Proposal | None:
    """Return the earliest start that keeps every deadline, or else the one least too late.

    A start that clashes with something else the citizen attends is only proposed when there is no
    other. Where no deadline waits for a start, nothing is proposed: a person chooses (4.4).
    """
    waiting = [start for start in possible if start.verdicts]
    if not waiting:
        return None
    chosen = min(
        waiting,
        key=lambda start: (
            start.clashes,
            max(verdict.days_late for verdict in start.verdicts),
            start.starts_at.astimezone(UTC),
            start.course,
        ),
    )
    late = [verdict for verdict in chosen.verdicts if not verdict.kept]
    if not late:
        many = len(chosen.verdicts) > 1
        kept = "alle frister" if many else f"fristen {danish_date(chosen.verdicts[0].due)}"
        return Proposal(chosen.course, f"Tidligste start, der holder {kept}")
    worst = max(late, key=lambda verdict: verdict.days_late)
    days = plural(worst.days_late, "dag", "dage")
    return Proposal(chosen.course, f"Ingen start når fristen; denne er mindst forsinket: {days}")
