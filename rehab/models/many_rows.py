"""Writing many rows at once, past the session's objects."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows that are new, each with every key of the first."""
    if rows:
        _write(session, table, tuple(rows[0]), rows)


def put_rows(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows by their primary key, over those that are there."""
    if rows:
        _write(session, table, tuple(rows[0]), rows, over=True)


def _write(
    session: Session,
    table: Table,
    names: tuple[str, ...],
    rows: Sequence[Mapping[str, object]],
    *,
    over: bool = False,
) -> None:
    """Write some rows, in PostgreSQL as one value.

    A statement for each row costs a multiple there, and has the triggers count each alone.
    """
    if session.get_bind().dialect.name == "postgresql":
        written = json.dumps(rows, default=_as_json)
        session.connection().execute(_of_one_value(table, names, over=over), {"rows": written})
        return
    statement = sqlite.insert(table)
    if over:
        keys, rest = _over(table, names, statement)
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    session.connection().execute(statement, rows)


@cache
def _of_one_value(table: Table, names: tuple[str, ...], *, over: bool) -> postgresql.Insert:
    read = func.json_to_recordset(cast(bindparam("rows", type_=Text()), JSON())).table_valued(
        *(column(name, table.columns[name].type) for name in names), name="written"
    )
    rows = select(*read.render_derived(with_types=True).columns)
    statement = postgresql.insert(table).from_select(names, rows, include_defaults=False)
    if over:
        keys, rest = _over(table, names, statement)
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    return statement


def _over(
    table: Table, names: Sequence[str], statement: postgresql.Insert | sqlite.Insert
) -> tuple[list[str], dict[str, ColumnElement[object]]]:
    keys = [each.name for each in table.primary_key]
    return keys, {name: statement.excluded[name] for name in names if name not in keys}


def _as_json(value: object) -> str:
    match value:
        case datetime() if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be written as one of many rows")
