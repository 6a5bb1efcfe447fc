"""Tell whether a start on some day keeps the deadlines that a start stops.

Whoever books must see it before choosing: the 14 days to the start (4.5) and the seven days of
sundhedsloven §140. A deadline that a telephone call can meet is not about the day of a start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab.domain.clock_rules import ClockRule, EventKind
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
    of_start = {rule.code for rule in rules if rule.stops <= _OF_A_START}
    verdicts = {
        StartVerdict(reading.label, reading.due, max((starts_on - reading.due).days, 0))
        for reading in readings
        if reading.code in of_start and reading.due is not None and reading.stopped_on is None
    }
    return tuple(sorted(verdicts, key=lambda verdict: (verdict.due, verdict.label)))
