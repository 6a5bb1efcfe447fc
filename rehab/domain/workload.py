"""Weigh open cases by how far they have come, to see where help is needed (F38).

It is no measure of a person: a newly assigned case takes more than one that runs by itself, and
that is all the weights say. Nothing here ranks, scores or colours anybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rehab.domain.next_actions import BoardColumn

SESSIONS_AHEAD: Final = timedelta(days=14)
WEIGHED: Final = (
    BoardColumn.ASSIGNED,
    BoardColumn.CONTACTED,
    BoardColumn.RUNNING,
    BoardColumn.READY,
)


@dataclass(frozen=True, slots=True)
class Workload:
    """What one person's open cases amount to."""

    by_phase: Mapping[BoardColumn, int]
    weighted: int
    red_clocks: int

    @property
    def open_cases(self) -> int:
        """Return how many open cases there are."""
        return sum(self.by_phase.values())


def workload(
    counted: Iterable[tuple[BoardColumn, bool, int]], weights: Mapping[BoardColumn, int]
) -> Workload:
    """Return the weighted sum of a person's cases, counted by phase and by a red clock or none."""
    found = list(counted)
    count: Counter[BoardColumn] = Counter()
    for column, _, number in found:
        count[column] += number
    return Workload(
        by_phase={column: count[column] for column in WEIGHED},
        weighted=sum(weights[column] * count[column] for column in WEIGHED),
        red_clocks=sum(number for _, red, number in found if red),
    )


def sessions_until(now: datetime) -> datetime:
    """Return until when a person's sessions ahead are counted: two weeks on (F38)."""
    return now + SESSIONS_AHEAD
