"""The numbers above the lists, each the length of the list it opens (F41).

They are read from the tally that triggers keep, or counted when a filter is too fine for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Select, Table, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.worklists import ClockFilter, WorklistFilter, due_days
from rehab.models import CaseStanding, StandingTally
from rehab.queries.worklists import narrowing

_READ: Final = Permission.CASE_READ
_SPANS: Final = (ClockFilter.OVERDUE, ClockFilter.TODAY, ClockFilter.WEEK)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases there are in one column with one next action, and of those how near due."""

    column: BoardColumn
    action: ActionCode | None
    total: int
    by_clock: tuple[int, int, int]

    def within(self, clock: ClockFilter | None) -> int:
        """Return how many of them a filter of clocks lets through."""
        return self.total if clock is None else self.by_clock[_SPANS.index(clock)]


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one list, by column, next action and how near the due day is."""

    parts: tuple[Counted, ...]

    def of(self, wanted: WorklistFilter) -> int:
        """Return how long the list of a filter is; its finer parts are those already counted by."""
        return sum(
            part.within(wanted.clock)
            for part in self.parts
            if wanted.column in {None, part.column} and wanted.action in {None, part.action}
        )


def count_cases(session: Session, actor: Actor, wanted: WorklistFilter, today: date) -> Counts:
    """Return the numbers of a list, however its columns, actions and clocks are chosen within it.

    The whole kommune is read from the tally; a kontaktperson's own and what is marked out is
    counted, by index.
    """
    finer = replace(wanted.cases, column=None, action=None, clock=None)
    if finer == WorklistFilter() and actor.sees_whole_kommune and may(actor, _READ):
        return Counts(tuple(_tallied(session, actor, today)))
    return Counts(tuple(_live(session, actor, finer, today)))


def open_cases_by_holder(session: Session, actor: Actor) -> Mapping[UUID, int]:
    """Return how many open cases each person of the kommune holds."""
    query = (
        select(StandingTally.code, func.sum(StandingTally.count))
        .where(
            StandingTally.organisation_id == actor.organisation_id,
            StandingTally.what == "holder",
            StandingTally.code != "",
        )
        .group_by(StandingTally.code)
    )
    return {UUID(code): count for code, count in session.execute(query) if count}


@lru_cache(maxsize=128)
def _tallied_query(organisation_id: UUID | None, today: date) -> Select[*tuple[Any, ...]]:
    table = cast("Table", StandingTally.__table__).c
    number = func.coalesce(func.sum(table["count"]), 0)
    spans = [
        func.coalesce(
            func.sum(
                sql_case((table.due_on.between(*due_days(span, today)), table["count"]), else_=0)
            ),
            0,
        )
        for span in _SPANS
    ]
    return (
        select(table.code, table.detail, number, *spans)
        .where(table.organisation_id == organisation_id, table.what == "case")
        .group_by(table.code, table.detail)
    )


def _tallied(session: Session, actor: Actor, today: date) -> list[Counted]:
    query = _tallied_query(actor.organisation_id, today)
    return [
        Counted(BoardColumn(code), ActionCode(action) if action else None, int(total), _three(rest))
        for code, action, total, *rest in session.connection().execute(query)
        if total
    ]


@lru_cache(maxsize=512)
def _live_query(actor: Actor, wanted: WorklistFilter, today: date) -> Select[*tuple[Any, ...]]:
    row = cast("Table", CaseStanding.__table__).c
    spans = [
        func.sum(sql_case((row.presses_on.between(*due_days(span, today)), 1), else_=0))
        for span in _SPANS
    ]
    return (
        select(row.board_column, row.action, func.count(), *spans)
        .where(*narrowing(actor, wanted, today))
        .group_by(row.board_column, row.action)
    )


def _live(session: Session, actor: Actor, wanted: WorklistFilter, today: date) -> list[Counted]:
    query = _live_query(actor, wanted, today)
    return [
        Counted(column, action, total, _three(rest))
        for column, action, total, *rest in session.connection().execute(query)
    ]


def _three(numbers: list[int]) -> tuple[int, int, int]:
    overdue, today, week = (int(number) for number in numbers)
    return (overdue, today, week)
