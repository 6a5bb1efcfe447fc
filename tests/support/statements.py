"""Counting what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


@contextmanager
def statements_of(session: Session) -> Iterator[list[str]]:
    """The statements a session sends while the block runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE")):
            seen.append(statement)

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(bind, "before_cursor_execute", note)


@contextmanager
def plans_of(session: Session) -> Iterator[list[str]]:
    """How the engine goes about each SELECT a session sends while the block runs."""
    plans: list[str] = []
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(bind, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if bind.dialect.name == "sqlite" else "EXPLAIN"
    for statement, values in asked:
        rows = session.connection().exec_driver_sql(f"{explain} {statement}", values)
        plans.append("\n".join(str(row[-1]) for row in rows))
