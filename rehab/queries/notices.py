"""Reading what citizens were told by SMS and e-mail."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.notices import NoticeKind
from rehab.models import Notice


def list_notices_of_case(session: Session, case_id: UUID) -> Sequence[Notice]:
    """Return what the citizen of a case was told, newest first, for who sees the case."""
    query = select(Notice).where(Notice.case_id == case_id)
    return session.scalars(query.order_by(Notice.queued_at.desc(), Notice.id)).all()


def kinds_of_letters(session: Session, letter_ids: Collection[UUID]) -> Mapping[UUID, NoticeKind]:
    """Return what letters are about that stand in for a notice; the others are written by hand."""
    query = select(Notice.letter_id, Notice.kind).where(Notice.letter_id.in_(letter_ids))
    return {row.letter_id: row.kind for row in session.execute(query) if row.letter_id is not None}
