"""What a worklist can be narrowed to."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import (
    ClockFilter,
    Field,
    ListPage,
    Order,
    TeamsAtWork,
    WorklistFilter,
    due_days,
    order_on,
    with_field,
)

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("wanted", "today", "expected"),
    [
        pytest.param(ClockFilter.OVERDUE, MONDAY, (date.min, date(2026, 11, 22)), id="overdue"),
        pytest.param(ClockFilter.TODAY, MONDAY, (MONDAY, MONDAY), id="today"),
        pytest.param(ClockFilter.WEEK, MONDAY, (MONDAY, SUNDAY), id="a whole week"),
        pytest.param(ClockFilter.WEEK, SUNDAY, (SUNDAY, SUNDAY), id="the week's last day"),
    ],
)
def test_which_due_days_a_filter_lets_through(wanted, today, expected):
    assert due_days(wanted, today) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(WorklistFilter(), Order.DUE, id="by due day"),
        pytest.param(WorklistFilter(column=BoardColumn.READY), Order.PRIORITY, id="a column"),
        pytest.param(WorklistFilter(on_hold=True), Order.HOLD, id="what is on hold"),
        pytest.param(
            WorklistFilter(on_hold=True, column=BoardColumn.READY, sort=Order.NUMBER),
            Order.NUMBER,
            id="what was chosen",
        ),
        pytest.param(WorklistFilter(team=UUID(int=1)), Order.DUE, id="a team"),
    ],
)
def test_what_a_list_is_sorted_by(wanted, expected):
    assert wanted.order is expected


def test_how_a_list_is_shown_leaves_no_case_out():
    shown = WorklistFilter(sort=Order.NUMBER, fields=(Field.STEP,))
    assert not shown.narrows
    late = replace(shown, clock=ClockFilter.OVERDUE)
    assert late.narrows
    assert late.cases == WorklistFilter(clock=ClockFilter.OVERDUE)


def test_columns_keep_one_sequence_and_the_usual_ones_are_nobodys_choice():
    usual = WorklistFilter()
    assert usual.shown_fields == (Field.HOLDER,)
    more = with_field(with_field(usual, Field.POSTCODE), Field.STEP)
    assert more.fields == (Field.HOLDER, Field.STEP, Field.POSTCODE)
    assert with_field(with_field(usual, Field.STEP), Field.POSTCODE) == more
    assert with_field(usual, Field.HOLDER).fields == ()
    assert with_field(with_field(more, Field.STEP), Field.POSTCODE) == usual


@pytest.mark.parametrize(
    ("number", "has_teamless", "chosen", "named"),
    [
        pytest.param(0, False, False, False, id="nothing is known"),
        pytest.param(0, True, False, False, id="no teams"),
        pytest.param(1, False, False, False, id="all cases have the one team"),
        pytest.param(1, True, True, False, id="some cases have the one team"),
        pytest.param(2, False, True, True, id="two teams"),
    ],
)
def test_teams_are_told_apart_from_two_on_and_one_from_none(number, has_teamless, chosen, named):
    teams = TeamsAtWork(number, has_teamless)
    assert (teams.can_be_chosen, teams.tell_apart) == (chosen, named)


@pytest.mark.parametrize(
    ("page", "wanted", "expected"),
    [
        pytest.param(ListPage.BOARD, WorklistFilter(sort=Order.DUE), Order.PRIORITY, id="board"),
        pytest.param(
            ListPage.BOARD,
            WorklistFilter(column=BoardColumn.READY, sort=Order.DUE),
            Order.DUE,
            id="a column of the board",
        ),
        pytest.param(ListPage.MINE, WorklistFilter(), Order.DUE, id="my cases"),
        pytest.param(ListPage.MINE, WorklistFilter(on_hold=True), Order.HOLD, id="my pauses"),
    ],
)
def test_the_whole_board_stands_by_priority_whatever_was_chosen_for_a_column(
    page, wanted, expected
):
    assert order_on(page, wanted) is expected
