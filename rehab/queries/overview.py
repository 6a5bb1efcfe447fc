"""Reading the leader's figures and the lists behind them: clocks as they are kept.

A figure comes from the tally and its list from the clocks, and both ask the same (F41).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, false, func, or_, select, tuple_
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.indicators import START, period_start
from rehab.domain.standings import ClockOutcome, KeptClock
from rehab.models import (
    Case,
    ClockStanding,
    ContactPerson,
    Referral,
    StandingTally,
    User,
)
from rehab.queries.list_rows import (
    CITIZEN,
    CLOCK,
    PAGE,
    WHO_AND_CLOCK,
    CitizenFacts,
    RowPage,
    citizen_of,
    clock_of,
    page_of,
    written,
)


class ClockList(StrEnum):
    """Which clocks a list is of."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    KEPT = "kept"
    MISSED = "missed"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class FollowedClock:
    """One clock of one referral as a row of a list, with who holds its case."""

    referral_id: UUID
    case_id: UUID | None
    case_number: str | None
    contact_person: str | None
    citizen: CitizenFacts
    received_on: date
    clock: KeptClock


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page of clocks begins or ends."""

    referral_id: UUID
    code: str

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"{self.referral_id}.{self.code}"


@dataclass(frozen=True, slots=True)
class ClockCounts:
    """How long each list is, and when the referral that waits longest for its start came."""

    overdue: int
    waiting: int
    kept: Mapping[str, int]
    missed: Mapping[str, int]
    longest_since: date | None

    def of(self, which: ClockList, code: str) -> int:
        """Return the length of a list; the code is asked for where the list is of one clock."""
        kept, missed = self.kept.get(code, 0), self.missed.get(code, 0)
        match which:
            case ClockList.OVERDUE:
                return self.overdue
            case ClockList.WAITING:
                return self.waiting
            case ClockList.KEPT:
                return kept
            case ClockList.MISSED:
                return missed
            case ClockList.JUDGED:
                return kept + missed


def parse_edge(text: str) -> Edge | None:
    """Return the place an address names, or None for what is none."""
    identifier, _, code = text.partition(".")
    try:
        return Edge(UUID(identifier), code)
    except ValueError:
        return None


def list_clocks(
    session: Session,
    actor: Actor,
    which: ClockList,
    code: str,
    today: date,
    *,
    after: Edge | None = None,
    before: Edge | None = None,
    size: int = PAGE,
) -> RowPage[FollowedClock]:
    """Return a page of a list: the longest overdue first, the others the oldest first."""
    edge = _keys_of(session, actor, _sorted_by(which), before or after)
    backwards = before is not None and edge is not None
    asked = _page_query(actor, which, code, today, edge, size, backwards=backwards)
    found = session.connection().execute(asked).all()
    rows = [_row(row) for row in found]
    return page_of(rows, size, backwards=backwards, has_edge=edge is not None)


def count_clocks(session: Session, actor: Actor, today: date) -> ClockCounts:
    """Return how long every list is, in one query of the tally."""
    overdue = waiting = 0
    kept: dict[str, int] = {}
    missed: dict[str, int] = {}
    found = session.connection().execute(_count_query(actor, today)).all()
    for code, outcome, number, over, is_recent, _longest in found:
        if outcome == ClockOutcome.RUNNING:
            overdue += int(over)
            waiting += int(number) if code == START else 0
            if is_recent:
                missed[code] = missed.get(code, 0) + int(over)
        elif outcome == ClockOutcome.KEPT:
            kept[code] = kept.get(code, 0) + int(number)
        elif outcome == ClockOutcome.MISSED:
            missed[code] = missed.get(code, 0) + int(number)
    return ClockCounts(overdue, waiting, kept, missed, found[0][5] if found else None)


@lru_cache(maxsize=128)
def _count_query(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    table = cast("Table", StandingTally.__table__).c
    late = func.sum(sql_case((table.due_on < today, table["count"]), else_=0))
    recent = table.received_on >= period_start(today)
    longest = (
        select(CLOCK.c.received_on)
        .where(_visible(actor), _only(ClockList.WAITING, START, today))
        .order_by(CLOCK.c.received_on)
        .limit(1)
        .scalar_subquery()
    )
    columns = (table.code, table.detail, func.sum(table["count"]), late, recent, longest)
    return (
        select(*columns)
        .where(
            table.organisation_id == actor.organisation_id if _may(actor) else false(),
            or_(table.what == "running", and_(table.what == "ended", recent)),
        )
        .group_by(table.code, table.detail, recent)
    )


def _may(actor: Actor) -> bool:
    return may(actor, Permission.REFERRAL_READ) and actor.organisation_id is not None


def _visible(actor: Actor) -> ColumnElement[bool]:
    return ClockStanding.organisation_id == actor.organisation_id if _may(actor) else false()


def _only(which: ClockList, code: str, today: date) -> ColumnElement[bool]:
    row = ClockStanding
    runs = row.outcome == ClockOutcome.RUNNING
    late = and_(runs, row.due_on < today)
    mine = and_(row.code == code, row.received_on >= period_start(today))
    match which:
        case ClockList.OVERDUE:
            return late
        case ClockList.WAITING:
            return and_(runs, row.code == START)
        case ClockList.KEPT:
            return and_(mine, row.outcome == ClockOutcome.KEPT)
        case ClockList.MISSED:
            return and_(mine, or_(row.outcome == ClockOutcome.MISSED, late))
        case ClockList.JUDGED:
            ended = row.outcome.in_([ClockOutcome.KEPT, ClockOutcome.MISSED])
            return and_(mine, or_(ended, late))


def _sorted_by(which: ClockList) -> tuple[ColumnElement[Any], ...]:
    row = ClockStanding
    if which is ClockList.OVERDUE:
        return (row.due_on.expression, row.code.expression, row.referral_id.expression)
    return (row.received_on.expression, row.referral_id.expression)


def _keys_of(
    session: Session, actor: Actor, keys: tuple[ColumnElement[Any], ...], edge: Edge | None
) -> tuple[object, ...] | None:
    if edge is None:
        return None
    found = session.execute(
        select(*keys).where(
            _visible(actor),
            ClockStanding.referral_id == edge.referral_id,
            ClockStanding.code == edge.code,
        )
    ).one_or_none()
    return None if found is None else tuple(found)


_REFERRAL: Final = cast("Table", Referral.__table__)
_CASE: Final = cast("Table", Case.__table__)
_HOLDER: Final = cast("Table", ContactPerson.__table__)
_USER: Final = cast("Table", User.__table__)
# Looked up row by row: joined in, they would make the plan longer to find than the page to read.
_NUMBER: Final = select(_CASE.c.number).where(_CASE.c.id == _REFERRAL.c.case_id).scalar_subquery()
_HOLDER_ID: Final = (
    select(_HOLDER.c.user_id)
    .where(_HOLDER.c.case_id == _REFERRAL.c.case_id, _HOLDER.c.until_on.is_(None))
    .scalar_subquery()
    .correlate(_REFERRAL)
)
_HOLDER_NAME: Final = (
    select(_USER.c.name).where(_USER.c.id == _HOLDER_ID).scalar_subquery().correlate(_REFERRAL)
)
_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (
    CLOCK.c.referral_id,
    CLOCK.c.received_on,
    _REFERRAL.c.case_id,
    _NUMBER,
    _HOLDER_NAME,
    *WHO_AND_CLOCK,
)
_ROWS: Final[Select[*tuple[Any, ...]]] = (
    select(*_COLUMNS)
    .select_from(CLOCK)
    .join(_REFERRAL, _REFERRAL.c.id == CLOCK.c.referral_id)
    .join(CITIZEN, CITIZEN.c.id == _REFERRAL.c.citizen_id)
)


@lru_cache(maxsize=256)
def _page_query(
    actor: Actor,
    which: ClockList,
    code: str,
    today: date,
    edge: tuple[object, ...] | None,
    size: int,
    *,
    backwards: bool,
) -> Select[*tuple[Any, ...]]:
    """Return the query of a page; people look at the same list all day, so it is remembered."""
    keys = _sorted_by(which)
    query = _ROWS.where(_visible(actor), _only(which, code, today)).limit(written(size + 1))
    if edge is not None:
        place = tuple_(*edge)
        query = query.where(tuple_(*keys) < place if backwards else tuple_(*keys) > place)
    return query.order_by(*(key.desc() if backwards else key for key in keys))


def _row(row: Sequence[Any]) -> FollowedClock:
    clock = clock_of(row)
    assert clock is not None  # noqa: S101 - the list is of clocks
    return FollowedClock(
        referral_id=row[0],
        received_on=row[1],
        case_id=row[2],
        case_number=row[3],
        contact_person=row[4],
        citizen=citizen_of(row),
        clock=clock,
    )
