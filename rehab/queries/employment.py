"""Reading the employment side: work status, plans, consents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.employment import WorkStatusFrom, first_sick_day
from rehab.models import ReturnToWorkPlan, WorkStatusRow


@dataclass(frozen=True, slots=True)
class SickLeaveStart:
    """A sick leave that lasts: its first day, and whether there is a plan for its end."""

    first_day: date
    has_plan: bool


def sick_leave_starts(
    session: Session, case_ids: Sequence[UUID], on: date
) -> Mapping[UUID, SickLeaveStart]:
    """Return the sick leave of each case whose citizen is on one that day.

    A first sick day typed in is believed over the day the status was recorded from.
    """
    histories: dict[UUID, list[WorkStatusRow]] = {}
    query = select(WorkStatusRow).where(WorkStatusRow.case_id.in_(case_ids))
    for row in session.scalars(query.order_by(WorkStatusRow.from_on, WorkStatusRow.recorded_at)):
        histories.setdefault(row.case_id, []).append(row)
    planned = set(
        session.scalars(
            select(ReturnToWorkPlan.case_id).where(ReturnToWorkPlan.case_id.in_(case_ids))
        )
    )
    starts = {}
    for case_id, rows in histories.items():
        first = first_sick_day(
            [WorkStatusFrom(row.status, row.sick_since or row.from_on) for row in rows], on
        )
        if first is not None:
            starts[case_id] = SickLeaveStart(first, has_plan=case_id in planned)
    return starts
