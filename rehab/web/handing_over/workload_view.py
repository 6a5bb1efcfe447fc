"""How the workload is shown: by name, without a score, a rank or a colour for anybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rehab.domain.next_actions import COLUMN_LABELS, BoardColumn
from rehab.domain.workload import WEIGHED
from rehab.queries.workloads import PersonWorkload


@dataclass(frozen=True, slots=True)
class WorkloadLine:
    """What one person has to do, in numbers."""

    name: str
    title: str
    phases: str
    open_cases: int
    weighted: int
    sessions: int
    red_clocks: int
    away_text: str


def workload_lines(rows: Iterable[PersonWorkload]) -> tuple[WorkloadLine, ...]:
    """Return the people in the order given, which is by name."""
    return tuple(
        WorkloadLine(
            name=row.colleague.name,
            title=row.colleague.title,
            phases=_listed(row.load.by_phase) or "Ingen",
            open_cases=row.load.open_cases,
            weighted=row.load.weighted,
            sessions=row.sessions,
            red_clocks=row.load.red_clocks,
            away_text=row.colleague.away.text() if row.colleague.away else "Nej",
        )
        for row in rows
    )


def weights_text(weights: Mapping[BoardColumn, int]) -> str:
    """Say what a case counts in each phase."""
    return _listed(weights)


def _listed(numbers: Mapping[BoardColumn, int]) -> str:
    return "; ".join(f"{COLUMN_LABELS[one]}: {numbers[one]}" for one in WEIGHED if numbers[one])
