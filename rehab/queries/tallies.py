"""The numbers above the lists, each the length of the list it opens (F41).

They are read from the tally that triggers keep, or counted when a filter is too fine for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.worklists import ClockFilter, TeamsAtWork, WorklistFilter, due_days
from rehab.models import CaseStanding, StandingTally, Team
from rehab.queries.list_narrowing import narrowing
from rehab.queries.teams import is_any_case, is_at_work

_READ: Final = Permission.CASE_READ
_NO_TEAMS: Final = TeamsAtWork()
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
    """The numbers of one list, by column, next action and how near the due day is.

    `teams` is of the whole kommune, however the list is narrowed; nothing is known of it where
    there is no case to narrow to.
    """

    parts: tuple[Counted, ...]
    teams: TeamsAtWork = _NO_TEAMS

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
        return _tallied(session, actor, today)
    return _live(session, actor, finer, today)


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
        select(table.code, table.detail, number, *spans, *_teams_at_work(organisation_id))
        .where(table.organisation_id == organisation_id, table.what == "case")
        .group_by(table.code, table.detail)
    )


def _tallied(session: Session, actor: Actor, today: date) -> Counts:
    query = _tallied_query(actor.organisation_id, today)
    return _counts(
        (BoardColumn(code), ActionCode(action) if action else None, int(total), *rest)
        for code, action, total, *rest in session.connection().execute(query)
        if total
    )


@lru_cache(maxsize=512)
def _live_query(actor: Actor, wanted: WorklistFilter, today: date) -> Select[*tuple[Any, ...]]:
    row = cast("Table", CaseStanding.__table__).c
    spans = [
        func.sum(sql_case((row.presses_on.between(*due_days(span, today)), 1), else_=0))
        for span in _SPANS
    ]
    return (
        select(
            row.board_column,
            row.action,
            func.count(),
            *spans,
            *_teams_at_work(actor.organisation_id),
        )
        .where(*narrowing(actor, wanted, today))
        .group_by(row.board_column, row.action)
    )


def _live(session: Session, actor: Actor, wanted: WorklistFilter, today: date) -> Counts:
    return _counts(session.connection().execute(_live_query(actor, wanted, today)))


def _teams_at_work(organisation_id: UUID | None) -> tuple[ColumnElement[Any], ...]:
    """Return what is counted of teams beside the numbers, so that no list asks for it by itself."""
    row = CaseStanding
    number = select(func.count()).select_from(Team)
    number = number.where(Team.organisation_id == organisation_id, is_at_work())
    teamless = is_any_case(row.organisation_id == organisation_id, row.team_id.is_(None))
    return number.scalar_subquery(), teamless


def _counts(rows: Iterable[Sequence[Any]]) -> Counts:
    parts, teams = [], _NO_TEAMS
    for column, action, total, overdue, today, week, number, has_teamless in rows:
        parts.append(Counted(column, action, total, (int(overdue), int(today), int(week))))
        teams = TeamsAtWork(number, bool(has_teamless))
    return Counts(tuple(parts), teams)
