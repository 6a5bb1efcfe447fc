"""Whether the worker seems to live, as truth tables: by what was noted and what has waited."""

from datetime import timedelta

import pytest

from rehab.domain.job_runs import JobState, report_of, worker_signs
from tests.support.job_runs import MAIL_DOWN, REMINDERS, SENDING, SMS, at, history, ran


@pytest.mark.parametrize(
    ("reminders", "sms", "sending", "now", "still"),
    [
        pytest.param((23,), (23,), (), at(12), False, id="all done"),
        pytest.param((22,), (22,), (), at(5, 20), False, id="too soon to tell"),
        pytest.param((22,), (22,), (), at(5, 25), True, id="nothing since its time"),
        pytest.param((22,), (22,), (ran(23, 5, 11),), at(5, 25), False, id="others have run since"),
        pytest.param((23,), (22,), (), at(8, 20), True, id="stopped after the first"),
        pytest.param((22,), (23,), (), at(12), False, id="one hangs, a later one ran"),
        pytest.param((22,), (22,), (), at(0, day=24), True, id="still at midnight"),
        pytest.param((), (), (), at(12), True, id="never started"),
        pytest.param((), (), (), at(4), False, id="new, nothing has been due"),
    ],
)
def test_the_worker_stands_still_when_work_waited_and_nothing_was_noted_since(
    reminders, sms, sending, now, still
):
    reports = [
        report_of(REMINDERS, history(*(ran(day) for day in reminders)), now),
        report_of(SMS, history(*(ran(day, 8, 5) for day in sms)), now),
        report_of(SENDING, history(*sending), now),
    ]
    assert worker_signs(reports, now).stands_still is still


@pytest.mark.parametrize(
    ("now", "still"),
    [
        pytest.param(at(5, 54), False, id="it may still be at it"),
        pytest.param(at(5, 55), True, id="nobody tried again"),
    ],
)
def test_a_job_that_nobody_tries_again_tells_of_the_worker(now, still):
    report = report_of(REMINDERS, history(ran(23, fault=MAIL_DOWN)), now)
    assert (report.state, worker_signs([report], now).stands_still) == (JobState.STOPPED, still)


@pytest.mark.parametrize(
    ("now", "coming"),
    [
        pytest.param(at(4), at(5, 25), id="before the first"),
        pytest.param(at(5, 25), at(8, 20), id="between two"),
        pytest.param(at(12), at(5, 25, day=24), id="after the last"),
    ],
)
def test_it_is_said_when_the_worker_can_next_be_seen(now, coming):
    runs = history(ran(22))
    signs = worker_signs([report_of(plan, runs, now) for plan in (REMINDERS, SMS)], now)
    assert (signs.next_sign, signs.last_sign) == (coming, at(5, 10, day=22))


@pytest.mark.parametrize(
    ("runs", "now", "sign"),
    [
        pytest.param((ran(22, 8, 5),), at(7), at(8, 20), id="before its time"),
        pytest.param((ran(23, 8, 5),), at(9), at(8, 20, day=24), id="done"),
        pytest.param((ran(23, 8, 5, MAIL_DOWN),), at(8, 6), at(8, 50), id="stopped"),
        pytest.param((ran(23, 7, 55, MAIL_DOWN),), at(7, 56), at(8, 40), id="stopped by hand"),
        pytest.param((ran(23, 7, 0, MAIL_DOWN),), at(7, 5), at(8, 20), id="long before its time"),
        pytest.param((ran(23, 19, 20, MAIL_DOWN),), at(19, 25), at(20, 5), id="late, can be tried"),
        pytest.param((ran(23, 19, 25, MAIL_DOWN),), at(19, 26), at(20, 10), id="one round is left"),
        pytest.param(
            (ran(23, 19, 26, MAIL_DOWN),), at(19, 27), at(8, 20, day=24), id="less than a round"
        ),
        pytest.param(
            (ran(23, 19, 40, MAIL_DOWN),), at(19, 41), at(8, 20, day=24), id="too late to try"
        ),
    ],
)
def test_the_worker_stands_still_first_at_the_next_sign_that_was_told(runs, now, sign):
    """Nothing more is noted: minute by minute the same sign is told, and then it stands still."""
    while now < sign:
        signs = worker_signs([report_of(SMS, history(*runs), now)], now)
        assert (now, signs.stands_still, signs.next_sign) == (now, False, sign)
        now += timedelta(minutes=1)
    assert worker_signs([report_of(SMS, history(*runs), sign)], sign).stands_still


def test_a_retry_before_midnight_that_nobody_made_tells_of_the_worker_after_it():
    runs = history(ran(22), ran(23, 23, 20, MAIL_DOWN))
    told = [
        worker_signs([report_of(REMINDERS, runs, now)], now)
        for now in (at(23, 59), at(0, 4, day=24), at(0, 5, day=24), at(5, 20, day=24))
    ]
    assert [signs.stands_still for signs in told] == [False, False, True, True]
    assert [signs.next_sign for signs in told[:2]] == [at(0, 5, day=24)] * 2


def test_what_is_done_early_gives_no_sign_at_its_time():
    reports = [report_of(REMINDERS, history(ran(23, 1)), at(4))]
    assert worker_signs(reports, at(4)).next_sign == at(5, 25) + timedelta(days=1)
