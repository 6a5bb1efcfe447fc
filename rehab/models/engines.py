"""What differs between SQLite and PostgreSQL, and nothing else."""

import fcntl
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol, TypeVar

from sqlalchemy import Engine, Select, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

Row = TypeVar("Row")
_DOUBLE_IN_SQLITE: Final = frozenset(
    {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
)
_DOUBLE_IN_POSTGRESQL: Final = "23505"


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
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()


def take_job_lock(session: Session, name: str) -> bool:
    """Take the lock of a job until the transaction ends; False when another process has it.

    SQLite has one writer at a time, so the transaction itself is the lock there.
    """
    if session.get_bind().dialect.name != "postgresql":
        return True
    key = {"key": zlib.crc32(name.encode())}
    return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), key))


@contextmanager
def job_lock(session: Session, name: str) -> Iterator[bool]:
    """Hold a job among all processes and machines while the block runs; False when it is taken.

    It outlasts the job's own transactions and ends with its process, however that ends: on
    PostgreSQL with a connection of its own, on SQLite with a locked file beside the database.
    """
    engine = session.get_bind().engine
    if engine.dialect.name == "postgresql":
        key = {"key": zlib.crc32(f"job {name}".encode())}
        apart = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with apart as connection:
            mine = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key))
            try:
                yield mine
            finally:
                if mine:
                    connection.scalar(text("SELECT pg_advisory_unlock(:key)"), key)
        return
    where = engine.url.database
    if not where or where == ":memory:":
        yield True
        return
    with Path(f"{where}.{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def take_first(session: Session, query: Select[Row]) -> Row | None:
    """Return the first row of a query that nobody else is at work on, held until the commit.

    PostgreSQL steps over rows that are locked. SQLite has one writer, so the turn to write is
    taken before the row is read, and whoever comes next finds it changed.
    """
    fresh = query.limit(1).execution_options(populate_existing=True)
    if session.get_bind().dialect.name == "postgresql":
        return session.scalars(fresh.with_for_update(skip_locked=True)).first()
    begin_writing(session)
    return session.scalars(fresh).first()


def begin_writing(session: Session) -> None:
    """Take the turn to write before what is to be written is read; SQLite has one writer."""
    if session.get_bind().dialect.name != "sqlite":
        return
    connection = session.connection()
    driver = connection.connection.driver_connection
    if driver is not None and not driver.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def add_rows(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows together, and leave out each that somebody else has written meanwhile."""
    if not rows:
        return
    engine = session.get_bind().dialect.name
    insert = postgresql.insert(table) if engine == "postgresql" else sqlite.insert(table)
    session.connection().execute(insert.on_conflict_do_nothing(), list(rows))


def is_double(error: IntegrityError) -> bool:
    """Tell whether a row was refused because there is one with its key, and for nothing else."""
    refusal = error.orig
    if isinstance(refusal, sqlite3.Error):
        return refusal.sqlite_errorcode in _DOUBLE_IN_SQLITE
    return getattr(refusal, "sqlstate", None) == _DOUBLE_IN_POSTGRESQL


def gather_statistics(session: Session) -> None:
    """Let the engine learn what its tables hold now; PostgreSQL would in its own time."""
    session.connection().exec_driver_sql("ANALYZE")
