"""The board narrowed to one team, or to the cases that have none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update

from rehab.domain.access import Role
from rehab.domain.next_actions import ActionCode, BoardColumn
from rehab.domain.worklists import ClockFilter, Flag, NoTeam, TeamsAtWork, WorklistFilter
from rehab.ids import new_id
from rehab.models import Case, CaseStanding
from rehab.queries.tallies import count_cases
from rehab.queries.teams import list_teams_at_work
from rehab.queries.worklists import first_of_columns, page, stream
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.standings import settle
from tests.support.statements import plans_of

TODAY = NOW.date()
NONE = NoTeam.NO_TEAM
FINER = [
    WorklistFilter(),
    *(WorklistFilter(column=column) for column in BoardColumn),
    *(WorklistFilter(clock=clock) for clock in ClockFilter),
    WorklistFilter(action=ActionCode.ASSIGN),
    WorklistFilter(flag=Flag.RED_FLAG),
    WorklistFilter(on_hold=True),
]


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def south(make):
    return make.team("Team Syd")


@pytest.fixture
def town(app, make, session, south):
    """Five cases in two teams, one of them retired, two without a team, and a neighbour's."""
    tove = make.user(Role.TERAPEUT)
    north = make.team("Team Nord", retired_at=NOW)
    east = make.team("Team Øst", kommunekode=AWAY)
    for team, days, holder in (
        (south, 9, None),
        (south, 1, None),
        (south, 5, tove),
        (north, 9, tove),
        (north, 1, None),
        (None, 9, tove),
        (None, 5, None),
    ):
        citizen = make.citizen()
        case = make.case(
            citizen=citizen,
            referrals=0,
            contact_person=holder,
            team_id=team.id if team else None,
        )
        make.referral(citizen=citizen, case=case, received_on=TODAY - timedelta(days=days))
    make.case(kommunekode=AWAY, team_id=east.id)
    settle(session, app)
    return {"south": south.id, "north": north.id, "none": NONE, "neighbour": east.id}


def lines(ctx, wanted):
    batches = stream(ctx.session, ctx.actor, wanted, TODAY, size=2)
    return [line for batch in batches for line in batch]


@pytest.mark.parametrize(
    ("whose", "teams"),
    [
        ("south", ["Team Syd"] * 3),
        ("north", ["Team Nord"] * 2),
        ("none", ["", ""]),
        ("neighbour", []),
    ],
)
def test_a_list_is_of_the_cases_of_one_team_by_the_days_that_press(ctx, town, whose, teams):
    found = lines(ctx, WorklistFilter(team=town[whose]))
    assert [line.team for line in found] == teams
    assert [line.presses_on for line in found] == sorted(line.presses_on for line in found)


@pytest.mark.parametrize("whose", ["south", "north", "none", "neighbour"])
@pytest.mark.parametrize("wanted", FINER, ids=str)
def test_every_number_is_the_length_of_its_list_in_a_team_too(ctx, town, whose, wanted):
    narrowed = replace(wanted, team=town[whose])
    counts = count_cases(ctx.session, ctx.actor, narrowed, TODAY)
    assert counts.of(narrowed) == len(lines(ctx, narrowed))


def test_the_columns_of_a_team_hold_its_cases_only(ctx, town):
    wanted = WorklistFilter(team=town["south"])
    found = first_of_columns(ctx.session, ctx.actor, wanted, TODAY, 5)
    assert [(line.team, line.column) for line in found] == [
        ("Team Syd", BoardColumn.NOBODY),
        ("Team Syd", BoardColumn.ASSIGNED),
        ("Team Syd", BoardColumn.NOBODY),
    ]
    columns = {row.case_id: row.column for row in lines(ctx, wanted)}
    assert {line.case_id: line.column for line in found} == columns


@pytest.mark.parametrize(
    "wanted", [WorklistFilter(), WorklistFilter(flag=Flag.SICK_LEAVE), WorklistFilter(team=NONE)]
)
def test_the_numbers_come_with_how_many_teams_there_are(ctx, town, make, app, wanted):
    make.team("Team Ny")
    make.team("Team Glemt", retired_at=NOW)
    counts = count_cases(ctx.session, ctx.actor, wanted, TODAY)
    assert counts.teams == (TeamsAtWork(3, True) if counts.parts else TeamsAtWork())


def test_a_kommune_whose_cases_all_have_a_team_has_none_without(ctx, make, app, session, south):
    make.case(team_id=south.id)
    settle(session, app)
    counts = count_cases(ctx.session, ctx.actor, WorklistFilter(), TODAY)
    assert counts.teams == TeamsAtWork(1, False)


def test_a_retired_team_can_be_chosen_while_it_has_open_cases(ctx, town, make, session, app):
    gone = make.team("Team Glemt", retired_at=NOW)

    def names(chosen=None):
        return [team.name for team in list_teams_at_work(session, ctx.actor, chosen)]

    assert names() == ["Team Nord", "Team Syd"]
    assert names(gone.id) == ["Team Glemt", "Team Nord", "Team Syd"]
    assert names(town["neighbour"]) == ["Team Nord", "Team Syd"]
    for case in session.scalars(select(Case).where(Case.team_id == town["north"])):
        case.closed_on = TODAY
        make.save(case)
    settle(session, app)
    assert names() == ["Team Syd"]


@pytest.fixture
def many(ctx, make, session, app, south):
    """Enough cases for an engine to care how it reads them; one in twenty is of the team."""
    first = make.case(team_id=make.team("Team Nord").id)
    settle(session, app)
    table, cases = CaseStanding.__table__, Case.__table__
    connection = session.connection()
    row, case = (
        dict(connection.execute(select(each).where(key == first.id)).mappings().one())
        for each, key in ((table, table.c.case_id), (cases, cases.c.id))
    )
    columns = list(BoardColumn)
    standings = [
        row
        | {
            "case_id": new_id(),
            "number": f"2025-{number:05}",
            "board_column": columns[number % 5],
            "priority": number % 4,
            "presses_on": TODAY + timedelta(days=number % 90),
            "team_id": {0: south.id, 1: None}.get(number // 5 % 20, row["team_id"]),
        }
        for number in range(2000)
    ]
    connection.execute(
        insert(cases),
        [
            case | {"id": one["case_id"], "number": one["number"], "closed_on": TODAY}
            for one in standings
        ],
    )
    connection.execute(insert(table), standings)
    if session.get_bind().dialect.name == "postgresql":
        connection.execute(text("ANALYZE case_standing"))


@pytest.mark.parametrize(
    ("is_team", "index"),
    [(True, "ix_case_standing_team"), (False, "ix_case_standing_teamless")],
    ids=["a team", "no team"],
)
def test_the_first_page_of_a_team_is_read_by_its_index_in_order(ctx, many, south, is_team, index):
    wanted = WorklistFilter(team=south.id if is_team else NONE)
    column = replace(wanted, column=BoardColumn.RUNNING)
    with plans_of(ctx.session) as plans:
        board = first_of_columns(ctx.session, ctx.actor, wanted, TODAY, 5)
        first = page(ctx.session, ctx.actor, column, TODAY).lines
    assert (len(board), len(first)) == (25, 20)
    of_board, of_column = plans
    for plan, times in ((of_board, 5), (of_column, 1)):
        assert plan.count(f"{index} ") == times, plan
        assert "B-TREE FOR ORDER" not in plan, plan
        assert "Sort" not in plan, plan
        assert "Seq Scan on case_standing" not in plan, plan


def test_what_is_counted_of_teams_is_not_read_from_end_to_end(ctx, many, session):
    """Where no case has a team the first look finds one, and any way of looking seems cheap."""
    connection = session.connection()
    connection.execute(update(CaseStanding.__table__).values(team_id=None))
    if session.get_bind().dialect.name == "postgresql":
        connection.execute(text("ANALYZE case_standing"))
    with plans_of(session) as plans:
        counts = count_cases(session, ctx.actor, WorklistFilter(), TODAY)
    assert counts.teams == TeamsAtWork(2, True)
    [plan] = plans
    assert plan.count("ix_case_standing_team ") == plan.count("ix_case_standing_teamless ") == 1
    assert "Seq Scan on case_standing" not in plan, plan
    assert "SCAN case_standing" not in plan, plan
