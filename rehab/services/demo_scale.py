"""A kommune as large as one wants: made-up citizens with open cases at every stage.

The same number gives the same kommune. Rows are written in bulk, past the use cases, since tens
of thousands of acts one at a time would take an afternoon; the standings are then worked out by
the rules as ever. Every number has a serial that no citizen was given.
"""

from collections.abc import Iterator
from random import Random
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import selectinload

from rehab.models import Case, CaseNumber, Citizen, Organisation, Team, User, UserRole
from rehab.models.engines import gather_statistics
from rehab.services.context import Context
from rehab.services.demo_scale_rows import WRITTEN, add_case, add_untriaged
from rehab.services.demo_scale_town import Rows, Town
from rehab.services.standings_upkeep import recheck_all

CHUNK: Final = 2_000
_PER_PERSON: Final = 400
_UNTRIAGED: Final = 1 / 100
_TEAM_NAMES: Final = ("Team Nord", "Team Syd")


def fill(ctx: Context, organisation: Organisation, cases: int) -> Iterator[int]:
    """Add open cases until there are so many; yield how many there are as it goes.

    Raises `NotEnoughNumbersError` beyond the made-up numbers. Ends by working out every standing.
    """
    have = _open_cases(ctx, organisation)
    if cases <= have:
        return
    with ctx.transaction():
        staff = _staff(ctx, organisation, max(2, cases // _PER_PERSON))
        teams = _teams(ctx, organisation)
    town = Town(
        ctx,
        organisation,
        staff,
        teams,
        Random(f"{organisation.kommunekode}-{have}"),  # noqa: S311 - made-up people, not secrets
        _taken_numbers(ctx, organisation),
        _last_number(ctx, organisation),
    )
    while have < cases:
        size = min(CHUNK, cases - have)
        rows = Rows()
        for _ in range(size):
            add_case(town, rows)
        for _ in range(max(1, round(size * _UNTRIAGED))):
            add_untriaged(town, rows)
        have += size
        with ctx.transaction():
            for model in WRITTEN:
                if values := rows.of.get(model):
                    table = cast("Table", model.__table__)
                    ctx.session.connection().execute(insert(table), values)
            _keep_last_number(ctx, organisation, town.serial)
            ctx.record("demo.filled", cases=size)
        yield have


def work_out_standings(ctx: Context) -> int:
    """Work out where all the cases stand; return how many were looked at."""
    done = recheck_all(ctx)
    with ctx.transaction():
        gather_statistics(ctx.session)
    return done


def _staff(ctx: Context, organisation: Organisation, wanted: int) -> list[UUID]:
    """Return those who hold cases: the demo's own therapist and as many made-up ones as needed.

    They have the demo's password, so that any of them can be tried.
    """
    query = select(User).where(User.organisation_id == organisation.id)
    people = list(ctx.session.scalars(query.options(selectinload(User.roles)).order_by(User.login)))
    tove = next(one for one in people if one.login == "tove")
    known = {one.login: one.id for one in people}
    for place in range(1, wanted):
        login = f"tove{place:03}"
        if login in known:
            continue
        row = User(
            organisation_id=organisation.id,
            login=login,
            name=f"Tove{place:03} Terapeut",
            title="Fysioterapeut",
            phone="99999999",
            password_hash=tove.password_hash,
            roles=[UserRole(role=role.role) for role in tove.roles],
        )
        ctx.session.add(row)
        ctx.session.flush()
        ctx.record("user.created", user_id=row.id, roles="terapeut")
        known[login] = row.id
    names = ["tove", *(f"tove{place:03}" for place in range(1, wanted))]
    return [known[name] for name in names]


def _teams(ctx: Context, organisation: Organisation) -> list[UUID]:
    """Return the teams the cases are parted among: the kommune's own, or two made-up ones."""
    at_work = select(Team).where(Team.organisation_id == organisation.id, Team.retired_at.is_(None))
    teams = list(ctx.session.scalars(at_work.order_by(Team.name)))
    if not teams:
        teams = [Team(organisation_id=organisation.id, name=name) for name in _TEAM_NAMES]
        ctx.session.add_all(teams)
        ctx.session.flush()
        for team in teams:
            ctx.record("team.added", team_id=team.id)
    return [team.id for team in teams]


def _open_cases(ctx: Context, organisation: Organisation) -> int:
    query = select(func.count()).select_from(Case)
    mine = query.where(Case.organisation_id == organisation.id, Case.closed_on.is_(None))
    return ctx.session.scalar(mine) or 0


def _taken_numbers(ctx: Context, organisation: Organisation) -> set[str]:
    query = select(Citizen.identifier).where(Citizen.organisation_id == organisation.id)
    return set(ctx.session.scalars(query))


def _last_number(ctx: Context, organisation: Organisation) -> int:
    query = select(CaseNumber.last).where(
        CaseNumber.organisation_id == organisation.id, CaseNumber.year == ctx.today.year
    )
    return ctx.session.scalar(query) or 0


def _keep_last_number(ctx: Context, organisation: Organisation, last: int) -> None:
    row = ctx.session.get(CaseNumber, (organisation.id, ctx.today.year))
    if row is None:
        row = CaseNumber(organisation_id=organisation.id, year=ctx.today.year)
        ctx.session.add(row)
    row.last = last
