"""The lists people work from, read from the standings by index, a page at a time.

A page is found by where the one before it ended, so the hundredth costs what the first does.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    FromClause,
    Select,
    Table,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from rehab.domain.access import Actor
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.standings import KeptClock
from rehab.domain.worklists import Order, WorklistFilter
from rehab.models import Case, CaseStanding, Team, User
from rehab.queries.list_narrowing import narrowing
from rehab.queries.list_places import Place, at, place_of, sorted_by
from rehab.queries.list_rows import (
    CITIZEN,
    CLOCK,
    PAGE,
    WHO_AND_CLOCK,
    CitizenFacts,
    citizen_of,
    clock_of,
    page_of,
    written,
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a worklist shows it: who, what presses, what is next, and who holds it."""

    case_id: UUID
    number: str
    citizen: CitizenFacts
    clock: KeptClock | None
    column: BoardColumn
    priority: int
    presses_on: date
    action: ActionCode | None
    action_reason: str
    next_session_at: datetime | None
    holder_id: UUID | None
    contact_person: str
    team: str
    has_red_flag: bool
    sick_since: date | None
    hold_until: date | None


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Some of the cases of a list, and whether there are more before and after them."""

    lines: Sequence[CaseLine]
    first: Place | None
    last: Place | None
    has_before: bool
    has_after: bool


def page(
    session: Session,
    actor: Actor,
    wanted: WorklistFilter,
    today: date,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE,
) -> WorklistPage:
    """Return a page of the open cases a filter leaves: from the start, after a place or before it.

    Sorted as the filter says, with the case number as the tie-breaker.
    """
    connection = session.connection()  # past the session, which has nothing to keep of a list
    found = connection.execute(_page_query(actor, wanted, today, after, before, size)).all()
    backwards, has_edge = before is not None, after is not None
    shown = page_of([_line(row) for row in found], size, backwards=backwards, has_edge=has_edge)
    places = [_place(wanted.order, line) for line in (*shown.rows[:1], *shown.rows[-1:])]
    first, last = places or (None, None)
    return WorklistPage(shown.rows, first, last, shown.has_before, shown.has_after)


def first_of_columns(
    session: Session, actor: Actor, wanted: WorklistFilter, today: date, size: int
) -> Sequence[CaseLine]:
    """Return the first cases of every column of the board in one query, each column in order."""
    found = session.connection().execute(_tops_query(actor, wanted, today, size))
    lines = [_line(row) for row in found]
    return sorted(lines, key=lambda line: (line.priority, line.presses_on, line.number))


def stream(
    session: Session, actor: Actor, wanted: WorklistFilter, today: date, size: int = 500
) -> Iterator[Sequence[CaseLine]]:
    """Yield every case a filter leaves, a batch at a time, in the order of the list."""
    after = None
    while True:
        found = page(session, actor, wanted, today, after=after, size=size)
        if found.lines:
            yield found.lines
        if not found.has_after:
            return
        after = found.last


def lines_of(
    session: Session, actor: Actor, case_ids: Collection[UUID], today: date, order: Order
) -> Sequence[CaseLine]:
    """Return those of some open cases the actor may see, as the list they were ticked on stands."""
    query = _narrowed(_LINES, actor, WorklistFilter(), today)
    query = query.where(CaseStanding.case_id.in_(case_ids)).order_by(*sorted_by(order))
    return [_line(row) for row in session.connection().execute(query)]


def has_red_flag(case: Case) -> bool:
    """Tell whether triage ticked a red flag. Needs the referrals' `triage_decisions` loaded."""
    return any(record.red_flags for row in case.referrals for record in row.triage_decisions)


_CASE: Final = cast("Table", CaseStanding.__table__)
_USER: Final = cast("Table", User.__table__)
_TEAM: Final = cast("Table", Team.__table__)
_OF_CASE: Final = (
    "case_id",
    "number",
    "board_column",
    "priority",
    "presses_on",
    "action",
    "action_reason",
    "next_session_at",
    "holder_id",
    "has_red_flag",
    "sick_since",
    "hold_until",
)
_JOINED_BY: Final = ("citizen_id", "team_id", "clock_referral_id", "clock_code")


def _lines(case: FromClause) -> Select[*tuple[Any, ...]]:
    """Return the query of what a row shows of each case.

    The holder and the team are looked up row by row: joined in, a plan would take longer to find.
    """
    holder = select(_USER.c.name).where(_USER.c.id == case.c.holder_id).scalar_subquery()
    team = select(_TEAM.c.name).where(_TEAM.c.id == case.c.team_id).scalar_subquery()
    return (
        select(
            *(case.c[name] for name in _OF_CASE),
            holder,
            team,
            CITIZEN.c.postcode,
            CITIZEN.c.language,
            *WHO_AND_CLOCK,
        )
        .select_from(case)
        .join(CITIZEN, CITIZEN.c.id == case.c.citizen_id)
        .outerjoin(
            CLOCK,
            (CLOCK.c.referral_id == case.c.clock_referral_id) & (CLOCK.c.code == case.c.clock_code),
        )
    )


_LINES: Final = _lines(_CASE)


def _narrowed(
    query: Select[*tuple[Any, ...]], actor: Actor, wanted: WorklistFilter, today: date
) -> Select[*tuple[Any, ...]]:
    return query.where(*narrowing(actor, wanted, today))


@lru_cache(maxsize=512)
def _page_query(
    actor: Actor,
    wanted: WorklistFilter,
    today: date,
    after: Place | None,
    before: Place | None,
    size: int,
) -> Select[*tuple[Any, ...]]:
    """Return the query of a page; people look at the same lists all day, so it is remembered."""
    keys = sorted_by(wanted.order)
    query = _narrowed(_LINES, actor, wanted, today).limit(written(size + 1))
    if before is not None:
        query = query.where(tuple_(*keys) < at(wanted.order, before))
        return query.order_by(*(key.desc() for key in keys))
    if after is not None:
        query = query.where(tuple_(*keys) > at(wanted.order, after))
    return query.order_by(*keys)


@lru_cache(maxsize=128)
def _tops_query(
    actor: Actor, wanted: WorklistFilter, today: date, size: int
) -> Select[*tuple[Any, ...]]:
    keys = sorted_by(Order.PRIORITY)
    shown = [_CASE.c[name] for name in (*_OF_CASE, *_JOINED_BY)]
    tops = []
    for column in BoardColumn:
        top = _narrowed(select(*shown), actor, wanted, today)
        is_here = _CASE.c.board_column == literal(
            column, _CASE.c.board_column.type, literal_execute=True
        )
        top = top.where(is_here).order_by(*keys).limit(written(size))
        tops.append(select(top.subquery()))
    return _lines(union_all(*tops).subquery())


def _line(row: Sequence[Any]) -> CaseLine:
    return CaseLine(
        case_id=row[0],
        number=row[1],
        column=row[2],
        priority=row[3],
        presses_on=row[4],
        action=row[5],
        action_reason=row[6],
        next_session_at=row[7],
        holder_id=row[8],
        has_red_flag=row[9],
        sick_since=row[10],
        hold_until=row[11],
        contact_person=row[12] or "",
        team=row[13] or "",
        citizen=citizen_of(row, row[14], row[15]),
        clock=clock_of(row),
    )


def _place(order: Order, line: CaseLine) -> Place:
    return place_of(order, line.priority, line.presses_on, line.hold_until, line.number)
