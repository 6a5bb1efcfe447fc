"""What was done and what was read, by whom, when. Rows are added and never changed."""

from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Index, String, Table, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from rehab.ids import new_id
from rehab.models.base import Base
from rehab.models.many_rows import insert_rows


class AuditEvent(Base):
    """One change and who made it. `data` holds ids and codes, never health text or names."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "organisation_id", "at"),
        Index(None, "case_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    organisation_id: Mapped[UUID | None]
    actor_id: Mapped[UUID]
    verb: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[UUID | None]
    data: Mapped[dict[str, str]] = mapped_column(default=dict)


class AccessLog(Base):
    """One opening of something about a citizen. Written by the request that showed it."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "case_id", "at"), Index(None, "organisation_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    organisation_id: Mapped[UUID | None]
    actor_id: Mapped[UUID]
    surface: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[UUID | None]
    referral_id: Mapped[UUID | None]


class UnauditedWriteError(RuntimeError):
    """Something was written in a transaction that says nothing of who did it."""


_LOGS = (AuditEvent, AccessLog)
_EVENTS: Final = "audit events"


def note_event(
    session: Session,
    *,
    at: datetime,
    organisation_id: UUID | None,
    actor_id: UUID,
    verb: str,
    case_id: UUID | None,
    data: dict[str, str],
) -> None:
    """Add an audit event to a session's transaction.

    The events of a transaction are written together, before anything is read in it and before it
    is committed: one at a time they cost more than what they tell of.
    """
    row = {
        "id": new_id(),
        "at": at,
        "organisation_id": organisation_id,
        "actor_id": actor_id,
        "verb": verb,
        "case_id": case_id,
        "data": data,
    }
    session.info.setdefault(_EVENTS, []).append(row)


def _write_events(session: Session) -> None:
    rows = session.info.pop(_EVENTS, None)
    if rows:
        insert_rows(session, cast("Table", AuditEvent.__table__), rows)
        session.info["audited"] = True


def has_unsaved(session: Session) -> bool:
    """Tell whether anything a session's transaction changed still waits to be saved."""
    waiting = (session.new, session.dirty, session.deleted, session.info.get("wrote"))
    return any(waiting) or bool(session.info.get(_EVENTS))


def _note_writes(session: Session, *_: object) -> None:
    if any(isinstance(row, _LOGS) for row in (*session.dirty, *session.deleted)):
        raise UnauditedWriteError("audit events and access logs are append-only")
    modified = [row for row in session.dirty if session.is_modified(row)]
    changed = [*session.new, *session.deleted, *modified]
    if any(not isinstance(row, _LOGS) for row in changed):
        session.info["wrote"] = True
    if any(isinstance(row, AuditEvent) for row in session.new):
        session.info["audited"] = True


def guard_against_unaudited_writes(session_factory: object) -> None:
    """Refuse to commit a change that no audit event in the same transaction explains.

    Reading a case may add an `AccessLog` row alone: it is itself the trace. Neither kind of row
    can be changed or deleted. Bulk `update()` and `delete()` count as writes.
    """
    event.listen(session_factory, "before_flush", _note_writes)

    @event.listens_for(session_factory, "before_commit")
    def _require_audit(session: Session) -> None:
        session.flush()
        _write_events(session)
        wrote, audited = session.info.pop("wrote", False), session.info.pop("audited", False)
        if wrote and not audited:
            raise UnauditedWriteError("a change was about to be saved with no audit event")

    @event.listens_for(session_factory, "after_rollback")
    def _forget(session: Session) -> None:
        for key in ("wrote", "audited", _EVENTS):
            session.info.pop(key, None)

    @event.listens_for(session_factory, "do_orm_execute")
    def _bulk_writes_count(state: ORMExecuteState) -> None:
        _write_events(state.session)
        if state.is_update or state.is_delete or state.is_insert:
            tables = {getattr(state.bind_mapper, "class_", None)}
            if tables & set(_LOGS):
                raise UnauditedWriteError("audit events and access logs are append-only")
            state.session.info["wrote"] = True
