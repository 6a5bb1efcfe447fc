"""What the work status page shows of the history."""

from collections.abc import Iterable
from dataclasses import dataclass

from rehab.domain.employment import WORK_STATUS_LABELS
from rehab.models import WorkStatusRow
from rehab.web.filters import danish_date


@dataclass(frozen=True, slots=True)
class WorkStatusLine:
    """A work status as the history shows it."""

    from_text: str
    text: str


def work_status_lines(rows: Iterable[WorkStatusRow]) -> tuple[WorkStatusLine, ...]:
    """Return the history as it is shown, in the order given."""
    return tuple(
        WorkStatusLine(
            from_text=danish_date(row.from_on),
            text=WORK_STATUS_LABELS[row.status]
            + (f", første sygedag {danish_date(row.sick_since)}" if row.sick_since else ""),
        )
        for row in rows
    )
