"""Reading what citizens were told by SMS and e-mail."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.models import Notice


def list_notices_of_case(session: Session, case_id: UUID) -> Sequence[Notice]:
    """Return what the citizen of a case was told, newest first, for who sees the case."""
    query = select(Notice).where(Notice.case_id == case_id)
    return session.scalars(query.order_by(Notice.queued_at.desc(), Notice.id)).all()
