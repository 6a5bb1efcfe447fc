"""Who is told what about a case on which day: a table of days, and what puts a task off."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from rehab.domain.clock_rules import Strength
from rehab.domain.deadlines import ClockReading, ClockState
from rehab.domain.escalations import (
    FOUND_BY_DATES,
    FollowUp,
    WatchedCase,
    WatchedClock,
    tasks_of,
)

DUE = date(2026, 11, 23)
LIMITS = FollowUp(warn_days=2, silent_days=3, unheld_days=2)
REFERRAL = UUID(int=7)


def clock(today, due=DUE, state=None, stopped_on=None):
    state = state or (ClockState.OVERDUE if due and today > due else ClockState.RUNNING)
    reading = ClockReading(
        code="contact",
        label="Kontakt",
        due=due,
        state=state,
        stopped_on=stopped_on,
        why=(),
        days_left=None,
        strength=Strength.AFTALE,
        section="4.5",
        counted_from=None,
    )
    return WatchedClock(REFERRAL, reading)


def causes(today, **facts):
    case = WatchedCase(clocks=(clock(today),), **facts)
    return {task.cause.partition(":")[0] for task in tasks_of(case, LIMITS, today)}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(-3, set(), id="three days before"),
        pytest.param(-2, {"soon"}, id="two days before"),
        pytest.param(0, {"soon"}, id="on the day"),
        pytest.param(1, {"clock"}, id="a day over"),
        pytest.param(2, {"clock"}, id="two days over"),
        pytest.param(3, {"clock", "escalation"}, id="three days over and nothing done"),
        pytest.param(30, {"clock", "escalation"}, id="a month over"),
    ],
)
def test_a_held_case_day_by_day(days, found):
    assert causes(DUE + timedelta(days=days)) == found


@pytest.mark.parametrize(
    ("done", "found"),
    [
        pytest.param(-1, {"clock", "escalation"}, id="before the day it ran out"),
        pytest.param(1, {"clock", "escalation"}, id="three days ago"),
        pytest.param(2, {"clock"}, id="two days ago"),
        pytest.param(4, {"clock"}, id="today"),
    ],
)
def test_what_is_done_in_a_case_puts_the_escalation_off(done, found):
    today = DUE + timedelta(days=4)
    assert causes(today, last_done_on=DUE + timedelta(days=done)) == found


def test_an_overdue_case_that_nobody_holds_is_lifted_at_once():
    today = DUE + timedelta(days=1)
    assert causes(today, unheld_since=today) == {"clock", "escalation"}


@pytest.mark.parametrize(("days", "lifted"), [(1, False), (2, True), (9, True)])
def test_a_case_nobody_holds_is_lifted(days, lifted):
    case = WatchedCase(clocks=(), unheld_since=DUE)
    found = tasks_of(case, LIMITS, DUE + timedelta(days=days))
    assert [(task.due_on, task.is_escalation) for task in found] == (
        [(DUE + timedelta(days=2), True)] if lifted else []
    )


@pytest.mark.parametrize(
    ("state", "due"),
    [
        pytest.param(ClockState.PAUSED, DUE, id="on pause"),
        pytest.param(ClockState.MET, DUE, id="kept"),
        pytest.param(ClockState.RUNNING, None, id="without a day"),
    ],
)
def test_a_clock_that_presses_nobody_calls_for_nothing(state, due):
    case = WatchedCase(clocks=(clock(DUE, due, state),))
    assert tasks_of(case, LIMITS, DUE) == ()


def test_a_clock_that_stopped_late_calls_for_nothing():
    today = DUE + timedelta(days=5)
    case = WatchedCase(clocks=(clock(today, stopped_on=today),))
    assert tasks_of(case, LIMITS, today) == ()


def test_the_days_are_the_installations_own():
    wide = replace(LIMITS, warn_days=10)
    case = WatchedCase(clocks=(clock(DUE - timedelta(days=10)),))
    [task] = tasks_of(case, wide, DUE - timedelta(days=10))
    assert (task.kind, task.due_on) == ("soon", DUE)
    assert task.sentence == "Fristen »Kontakt« udløber 23.11.2026."


def test_every_task_is_of_a_kind_the_job_keeps():
    today = DUE + timedelta(days=9)
    case = WatchedCase((clock(today),), unheld_since=DUE)
    assert {task.kind for task in tasks_of(case, LIMITS, today)} <= FOUND_BY_DATES
