"""Reading what citizens were sent on to."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission
from rehab.models import Case, OnwardReferral
from rehab.queries.visibility import visible_cases


def onward_of_case(session: Session, case_id: UUID) -> Sequence[OnwardReferral]:
    """Return what a citizen was sent on to, the earliest first."""
    query = select(OnwardReferral).where(OnwardReferral.case_id == case_id)
    return session.scalars(query.order_by(OnwardReferral.referred_on, OnwardReferral.id)).all()


def find_onward(session: Session, actor: Actor, onward_id: UUID) -> OnwardReferral | None:
    """Return a referral onwards, or None when it is of no case the actor may write in."""
    query = (
        select(OnwardReferral)
        .join(Case, Case.id == OnwardReferral.case_id)
        .where(OnwardReferral.id == onward_id, visible_cases(actor, Permission.CASE_WRITE))
    )
    return session.scalars(query).one_or_none()


def without_feedback(
    session: Session, organisation_id: UUID, today: date, size: int
) -> Iterator[Sequence[tuple[OnwardReferral, Case]]]:
    """Yield what should have been heard of by now in the kommune's open cases, by its day.

    Each batch is read after the one before is done with.
    """
    place = tuple_(OnwardReferral.feedback_due_on, OnwardReferral.id)
    query = (
        select(OnwardReferral, Case)
        .join(Case, Case.id == OnwardReferral.case_id)
        .where(
            Case.organisation_id == organisation_id,
            Case.closed_on.is_(None),
            OnwardReferral.feedback_on.is_(None),
            OnwardReferral.feedback_due_on < today,
        )
        .order_by(OnwardReferral.feedback_due_on, OnwardReferral.id)
        .limit(size)
    )
    batch = [(row, case) for row, case in session.execute(query)]
    while batch:
        last = (batch[-1][0].feedback_due_on, batch[-1][0].id)
        yield batch
        batch = [(row, case) for row, case in session.execute(query.where(place > last))]
