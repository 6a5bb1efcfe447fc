"""What a worklist can be narrowed to."""

from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import ClockFilter, Field, Order, WorklistFilter, due_days, with_field

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
