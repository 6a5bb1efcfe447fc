"""A filter that was kept as words is read back as what it was."""

from uuid import UUID

import pytest

from rehab.domain.access import Actor, Role
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.kept_filters import filter_in, may_open, wanted_on
from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import ClockFilter, Field, Flag, ListPage, NoTeam, Order, WorklistFilter

TOVE, KAREN = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        pytest.param("", WorklistFilter(), id="nothing"),
        pytest.param(
            "kolonne=uden_kontaktperson&frist=i-dag",
            WorklistFilter(column=BoardColumn.NOBODY, clock=ClockFilter.TODAY),
            id="column and clock",
        ),
        pytest.param(
            f"kontaktperson={KAREN}&lov=140",
            WorklistFilter(holder_id=KAREN, basis=LegalBasis.SUNDHEDSLOVEN_140),
            id="holder and law",
        ),
        pytest.param(
            "kendetegn=sygemeldt&pause=ja",
            WorklistFilter(flag=Flag.SICK_LEAVE, on_hold=True),
            id="flag and hold",
        ),
        pytest.param(
            "sorter=sagsnummer&felter=postnummer.trin.hjerte",
            WorklistFilter(sort=Order.NUMBER, fields=(Field.STEP, Field.POSTCODE)),
            id="order and columns",
        ),
        pytest.param("felter=ingen", WorklistFilter(fields=()), id="no column more"),
        pytest.param(
            f"team={KAREN}&kolonne=i_gang",
            WorklistFilter(team=KAREN, column=BoardColumn.RUNNING),
            id="team",
        ),
        pytest.param("team=uden", WorklistFilter(team=NoTeam.NO_TEAM), id="no team"),
        pytest.param(
            "frist=i-overmorgen&kontaktperson=x&lov=7&team=syd&sorter=pause&felter=hjerte",
            WorklistFilter(),
            id="no such words",
        ),
    ],
)
def test_words_narrow_by_what_they_name(query, wanted):
    assert filter_in(query) == wanted


@pytest.mark.parametrize(
    ("page", "holder"), [(ListPage.MINE, TOVE), (ListPage.BOARD, KAREN)], ids=["mine", "board"]
)
def test_a_persons_own_list_is_always_of_that_person(page, holder):
    actor = Actor(TOVE, UUID(int=3), frozenset({Role.TERAPEUT}))
    assert wanted_on(page, WorklistFilter(holder_id=KAREN), actor).holder_id == holder


@pytest.mark.parametrize(
    ("page", "team"), [(ListPage.MINE, None), (ListPage.BOARD, KAREN)], ids=["mine", "board"]
)
def test_a_persons_own_list_is_of_no_team(page, team):
    actor = Actor(TOVE, UUID(int=3), frozenset({Role.TERAPEUT}))
    assert wanted_on(page, WorklistFilter(team=KAREN), actor).team == team


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.TERAPEUT, {ListPage.MINE}),
        (Role.LEDER, {ListPage.BOARD}),
        (Role.KOORDINATOR, {ListPage.BOARD, ListPage.MINE}),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_a_person_has_the_lists_of_the_work(role, opens):
    actor = Actor(TOVE, UUID(int=3), frozenset({role}))
    assert {page for page in ListPage if may_open(actor, page)} == opens
