from datetime import UTC, datetime

from rehab.domain.next_actions import BoardColumn
from rehab.domain.workload import sessions_until, workload

WEIGHTS = {
    BoardColumn.ASSIGNED: 3,
    BoardColumn.CONTACTED: 2,
    BoardColumn.RUNNING: 1,
    BoardColumn.READY: 2,
}


def test_cases_are_counted_by_phase_and_weighed():
    cases = [
        (BoardColumn.ASSIGNED, True, 1),
        (BoardColumn.RUNNING, False, 1),
        (BoardColumn.RUNNING, True, 1),
        (BoardColumn.READY, False, 1),
    ]
    load = workload(cases, WEIGHTS)
    assert load.by_phase == {
        BoardColumn.ASSIGNED: 1,
        BoardColumn.CONTACTED: 0,
        BoardColumn.RUNNING: 2,
        BoardColumn.READY: 1,
    }
    assert (load.open_cases, load.weighted, load.red_clocks) == (4, 7, 2)


def test_nobody_s_cases_weigh_nothing():
    load = workload([], WEIGHTS)
    assert (load.open_cases, load.weighted, load.red_clocks) == (0, 0, 0)


def test_sessions_are_counted_two_weeks_ahead():
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert sessions_until(now) == datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
