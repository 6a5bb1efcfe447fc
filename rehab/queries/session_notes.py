"""Reading what was noted of a session."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from rehab.models import SessionNote


def list_session_notes(session: Session, session_id: UUID) -> Sequence[SessionNote]:
    """Return the notes of a session with who wrote them, oldest first.

    The session is one that `find_session` returned, so whoever asks keeps its sheet.
    """
    query = select(SessionNote).where(SessionNote.session_id == session_id)
    query = query.options(joinedload(SessionNote.author))
    return session.scalars(query.order_by(SessionNote.written_at, SessionNote.id)).all()


def count_session_notes(session: Session, session_id: UUID) -> int:
    """Return how many notes a session has."""
    query = select(func.count()).where(SessionNote.session_id == session_id)
    return session.scalar(query) or 0
