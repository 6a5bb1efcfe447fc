"""What a worklist can be narrowed to."""

from datetime import date

import pytest

from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import ClockFilter, Order, WorklistFilter, due_days

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
    ],
)
def test_what_a_list_is_sorted_by(wanted, expected):
    assert wanted.order is expected
