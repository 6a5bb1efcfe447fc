"""What comes first among cases, and until when an answer holds."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from rehab.domain.clock_rules import Strength
from rehab.domain.day_counting import Pause
from rehab.domain.deadlines import ClockReading, ClockState
from rehab.domain.next_actions import BoardColumn
from rehab.domain.standings import (
    DATE_MISSING,
    NOTHING_RUNS,
    ClockOutcome,
    KeptClock,
    Priority,
    PriorityFacts,
    board_place,
    first_after,
    outcome_of,
    pause_ahead,
    presses_on,
    pressing,
    priority_of,
    reading_on,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def reading(due=TODAY, *, strength=Strength.AFTALE, stopped_on=None, state=ClockState.RUNNING):
    return ClockReading(
        code="start",
        label="Start",
        due=due,
        state=state,
        stopped_on=stopped_on,
        why=(),
        days_left=None if due is None or stopped_on else (due - TODAY).days,
        strength=strength,
        section="4.5",
        counted_from=None,
    )


BY_LAW = reading(strength=Strength.LOV)
MET_BY_LAW = reading(strength=Strength.LOV, stopped_on=TODAY, state=ClockState.MET)


@pytest.mark.parametrize(
    ("flag", "clock", "at_risk", "expected"),
    [
        pytest.param(True, BY_LAW, True, Priority.RED_FLAG, id="a red flag before all"),
        pytest.param(True, reading(), False, Priority.RED_FLAG, id="a red flag alone"),
        pytest.param(False, BY_LAW, True, Priority.BY_LAW, id="the law before the job"),
        pytest.param(False, MET_BY_LAW, False, Priority.USUAL, id="the law is kept already"),
        pytest.param(False, MET_BY_LAW, True, Priority.JOB_AT_RISK, id="then the job"),
        pytest.param(False, reading(), True, Priority.JOB_AT_RISK, id="the job"),
        pytest.param(False, reading(), False, Priority.USUAL, id="nothing of it"),
    ],
)
def test_the_first_that_fits_is_the_priority(flag, clock, at_risk, expected):
    assert priority_of(PriorityFacts(flag, (clock,), at_risk)) is expected


def test_nobody_s_case_first_then_priority_then_due_day_then_number():
    early, late = TODAY, TODAY + timedelta(days=1)
    places = [
        board_place(BoardColumn.NOBODY, Priority.USUAL, late, "2026-00009"),
        board_place(BoardColumn.ASSIGNED, Priority.RED_FLAG, late, "2026-00008"),
        board_place(BoardColumn.ASSIGNED, Priority.BY_LAW, early, "2026-00007"),
        board_place(BoardColumn.ASSIGNED, Priority.BY_LAW, late, "2026-00001"),
        board_place(BoardColumn.ASSIGNED, Priority.BY_LAW, late, "2026-00002"),
        board_place(BoardColumn.ASSIGNED, Priority.USUAL, NOTHING_RUNS, "2026-00003"),
        board_place(BoardColumn.READY, Priority.RED_FLAG, early, "2026-00004"),
    ]
    assert all(one < next_one for one, next_one in pairwise(places))


def test_a_known_due_day_sorts_before_a_missing_one_and_that_before_nothing():
    assert presses_on(reading()) < presses_on(reading(None)) < presses_on(None)
    assert (presses_on(reading(None)), presses_on(None)) == (DATE_MISSING, NOTHING_RUNS)


def test_the_overdue_presses_before_the_due_and_a_stopped_one_not_at_all():
    overdue = reading(TODAY - timedelta(days=1), state=ClockState.OVERDUE)
    assert pressing([reading(), MET_BY_LAW, overdue]) is overdue
    assert pressing([MET_BY_LAW]) is None


@pytest.mark.parametrize(
    ("clock", "is_open", "expected"),
    [
        pytest.param(reading(), True, ClockOutcome.RUNNING, id="runs"),
        pytest.param(reading(), False, ClockOutcome.ENDED, id="its referral is not open"),
        pytest.param(MET_BY_LAW, True, ClockOutcome.KEPT, id="kept"),
        pytest.param(
            reading(stopped_on=TODAY, state=ClockState.OVERDUE),
            True,
            ClockOutcome.MISSED,
            id="stopped too late",
        ),
        pytest.param(
            reading(stopped_on=TODAY, state=ClockState.STOPPED),
            True,
            ClockOutcome.ENDED,
            id="the referral ended",
        ),
    ],
)
def test_how_a_clock_ended_does_not_depend_on_the_day(clock, is_open, expected):
    assert outcome_of(clock, is_open=is_open) is expected


def test_the_pause_that_lasts_comes_before_the_one_to_come():
    def pause(first, last):
        return Pause(
            "ferie", TODAY + timedelta(days=first), TODAY + timedelta(days=last), counts=True
        )

    over, lasts, later = pause(-5, -1), pause(-1, 0), pause(3, 4)
    assert pause_ahead([later, lasts, over], TODAY) is lasts
    assert pause_ahead([later, over], TODAY) is later
    assert pause_ahead([over], TODAY) is None


def test_only_an_instant_that_lies_ahead_changes_the_answer():
    later = NOW + timedelta(hours=1)
    assert first_after([NOW, None, later, later + timedelta(days=1)], NOW) == later
    assert first_after([NOW, None], NOW) is None


@pytest.mark.parametrize(
    ("days_later", "state", "days_left"),
    [
        pytest.param(-3, ClockState.RUNNING, 3, id="before the pause"),
        pytest.param(-2, ClockState.PAUSED, 2, id="in the pause"),
        pytest.param(0, ClockState.PAUSED, 0, id="the due day itself"),
        pytest.param(1, ClockState.OVERDUE, -1, id="the day after"),
    ],
)
def test_a_kept_clock_is_read_anew_each_day(days_later, state, days_left):
    kept = KeptClock(
        code="start",
        label="Start",
        due=TODAY,
        outcome=ClockOutcome.RUNNING,
        stopped_on=None,
        paused_from=TODAY - timedelta(days=2),
        paused_until=TODAY + timedelta(days=1),
        strength=Strength.AFTALE,
        section="4.5",
    )
    found = reading_on(kept, TODAY + timedelta(days=days_later))
    assert (found.state, found.days_left) == (state, days_left)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (ClockOutcome.KEPT, ClockState.MET),
        (ClockOutcome.MISSED, ClockState.OVERDUE),
        (ClockOutcome.ENDED, ClockState.STOPPED),
    ],
)
def test_a_clock_that_has_ended_ticks_no_more(outcome, state):
    kept = KeptClock("start", "Start", TODAY, outcome, TODAY, None, None, Strength.AFTALE, "4.5")
    found = reading_on(kept, TODAY + timedelta(days=99))
    assert (found.state, found.days_left, found.stopped_on) == (state, None, TODAY)
