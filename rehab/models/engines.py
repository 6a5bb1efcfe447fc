"""What differs between SQLite and PostgreSQL, and nothing else."""

import zlib
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session


class _Cursor(Protocol):
    def execute(self, statement: str, /) -> object: ...
    def close(self) -> None: ...


class _Connection(Protocol):
    def cursor(self) -> _Cursor: ...


def prepare_engine(engine: Engine) -> None:
    """Make an SQLite engine keep foreign keys and wait for its turn; leave others as they are.

    Python's own transaction mode with WAL is deliberate: taking over `BEGIN` made most
    read-then-write transactions fail at once when four processes wrote (ADR 0007).
    """
    if engine.dialect.name != "sqlite":
        return
    if engine.url.database and engine.url.database != ":memory:":
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: _Connection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()


def take_job_lock(session: Session, name: str) -> bool:
    """Take the lock of a job until the transaction ends; False when another process has it.

    SQLite has one writer at a time, so the transaction itself is the lock there.
    """
    if session.get_bind().dialect.name != "postgresql":
        return True
    key = {"key": zlib.crc32(name.encode())}
    return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), key))
