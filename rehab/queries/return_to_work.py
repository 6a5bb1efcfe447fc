"""Reading the plan for the return to work, the talks with the workplace, and the work status."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from rehab.models import ReturnToWorkPlan, WorkplaceContact, WorkStatusRow


def list_plans(session: Session, case_id: UUID) -> tuple[ReturnToWorkPlan, ...]:
    """Return every version of the plan for the return to work, newest first."""
    query = select(ReturnToWorkPlan).where(ReturnToWorkPlan.case_id == case_id)
    return tuple(
        session.scalars(
            query.order_by(ReturnToWorkPlan.written_at.desc(), ReturnToWorkPlan.id.desc())
        )
    )


_PLANS: Final = (
    select(ReturnToWorkPlan)
    .where(ReturnToWorkPlan.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(ReturnToWorkPlan.written_at, ReturnToWorkPlan.id)
)


def newest_plans(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, ReturnToWorkPlan]:
    """Return the plan that counts for each case that has one: the newest."""
    return {plan.case_id: plan for plan in session.scalars(_PLANS, {"ids": list(case_ids)})}


def list_workplace_contacts(session: Session, case_id: UUID) -> tuple[WorkplaceContact, ...]:
    """Return the talks with the workplace, newest first."""
    query = select(WorkplaceContact).where(WorkplaceContact.case_id == case_id)
    newest_first = (
        WorkplaceContact.contacted_on.desc(),
        WorkplaceContact.recorded_at.desc(),
        WorkplaceContact.id,
    )
    return tuple(session.scalars(query.order_by(*newest_first)))


def list_work_statuses(session: Session, case_id: UUID) -> tuple[WorkStatusRow, ...]:
    """Return the citizen's work statuses, newest first; for the health side."""
    query = select(WorkStatusRow).where(WorkStatusRow.case_id == case_id)
    return tuple(
        session.scalars(
            query.order_by(WorkStatusRow.from_on.desc(), WorkStatusRow.recorded_at.desc())
        )
    )
