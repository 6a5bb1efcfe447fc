"""How it stands with a job, as truth tables: around its time, at midnight, and by the clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rehab.domain.job_plans import Daily, Every, JobPlan
from rehab.domain.job_runs import (
    JobHistory,
    JobState,
    NotedRun,
    explain_fault,
    in_order,
    report_of,
    worker_signs,
)

DANISH = ZoneInfo("Europe/Copenhagen")
REMINDERS = JobPlan("paamindelser", "Påminder.", Daily(5, 10))
SMS = JobPlan("husk", "Minder borgere.", Daily(8, 5, until_hour=20))
SENDING = JobPlan("send", "Sender.", Every(10))
MAIL_DOWN = "Mailserveren svarer ikke (TimeoutError)."


def at(hour, minute=0, day=23, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=DANISH)


def ran(day, hour=5, minute=10, fault="", month=11):
    instant = at(hour, minute, day, month).astimezone(UTC)
    return NotedRun(date(2026, month, day), instant, fault)


def history(*runs):
    """The history that these runs leave, the newest last."""
    done = [run for run in runs if not run.fault]
    return JobHistory(runs[-1] if runs else None, done[-1] if done else None)


@pytest.mark.parametrize(
    ("runs", "now", "state", "sentence"),
    [
        pytest.param((22,), at(0), "waiting", "Næste gang er i dag kl. 5.10.", id="at midnight"),
        pytest.param((22,), at(5, 9), "waiting", "Næste gang er i dag kl. 5.10.", id="not yet"),
        pytest.param((22,), at(5, 10), "due", "Næste gang er i dag kl. 5.10.", id="its minute"),
        pytest.param((22,), at(5, 24), "due", "Næste gang er i dag kl. 5.10.", id="within grace"),
        pytest.param(
            (22,),
            at(5, 25),
            "late",
            "Har ventet siden i dag kl. 5.10. "
            "Det indhentes, så snart baggrundsprocessen kommer til det.",
            id="a quarter late",
        ),
        pytest.param((22, 23), at(5, 10), "done", "Næste gang er i morgen kl. 5.10.", id="done"),
        pytest.param((23,), at(23, 59), "done", "Næste gang er i morgen kl. 5.10.", id="all day"),
        pytest.param(
            (21,),
            at(0),
            "late",
            "Har ventet siden i går kl. 5.10. Næste gang er i dag kl. 5.10.",
            id="a missed day is still missed at midnight",
        ),
        pytest.param(
            (10,),
            at(5, 12),
            "late",
            "Har ventet siden i går kl. 5.10. "
            "Det indhentes, så snart baggrundsprocessen kommer til det.",
            id="long silent, its time has just come",
        ),
        pytest.param((), at(4), "waiting", "Næste gang er i dag kl. 5.10.", id="new, not yet"),
        pytest.param(
            (),
            at(12),
            "late",
            "Har ventet siden i dag kl. 5.10. "
            "Det indhentes, så snart baggrundsprocessen kommer til det.",
            id="never run, and its time is gone",
        ),
    ],
)
def test_a_daily_job_is_judged_by_the_day_its_work_is_for(runs, now, state, sentence):
    report = report_of(REMINDERS, history(*(ran(day) for day in runs)), now)
    assert (report.state.value, report.sentence) == (state, sentence)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param(at(19, 59), "indhentes, så snart", id="while it can be made up"),
        pytest.param(at(20), "Næste gang er i morgen kl. 8.05.", id="too late"),
        pytest.param(at(7, day=24), "Næste gang er i dag kl. 8.05.", id="after"),
    ],
)
def test_what_is_too_late_to_make_up_says_when_it_comes_again(now, said):
    report = report_of(SMS, history(ran(22, 8, 5)), now)
    assert report.state is JobState.LATE
    assert said in report.sentence


@pytest.mark.parametrize(
    ("month", "day", "in_utc", "state"),
    [
        pytest.param(3, 29, (2, 34), "due", id="hour skipped, in time"),
        pytest.param(3, 29, (2, 35), "late", id="hour skipped, late"),
        pytest.param(10, 25, (2, 35), "waiting", id="hour repeated, summer's time is not it"),
        pytest.param(10, 25, (3, 34), "due", id="hour repeated, in time"),
        pytest.param(10, 25, (3, 35), "late", id="hour repeated, late"),
    ],
)
def test_the_limit_follows_the_danish_clock_when_it_changes(month, day, in_utc, state):
    plan = JobPlan("alle-pladser", "Regner.", Daily(4, 20))
    now = datetime(2026, month, day, *in_utc, tzinfo=UTC).astimezone(DANISH)
    assert report_of(plan, history(ran(day - 1, 4, 20, month=month)), now).state.value == state


def test_a_limit_that_passes_the_skipped_hour_is_a_quarter_all_the_same():
    plan = JobPlan("prøve", "Prøver.", Daily(1, 50))
    states = [
        report_of(plan, history(ran(28, 1, 50, month=3)), now.astimezone(DANISH)).state.value
        for now in (datetime(2026, 3, 29, 1, minute, tzinfo=UTC) for minute in (4, 5))
    ]
    assert states == ["due", "late"]


@pytest.mark.parametrize(
    ("runs", "now", "state", "said"),
    [
        pytest.param(
            (ran(22), ran(23, 8, 5, fault=MAIL_DOWN)),
            at(8, 6),
            "stopped",
            f"{MAIL_DOWN} Det stoppede i dag kl. 8.05 og prøves igen fra kl. 8.35.",
            id="at once",
        ),
        pytest.param(
            (ran(22), ran(23, 19, 40, fault=MAIL_DOWN)),
            at(19, 41),
            "stopped",
            f"{MAIL_DOWN} Det stoppede i dag kl. 19.40 og prøves igen i morgen kl. 8.05.",
            id="too late to try again",
        ),
        pytest.param(
            (ran(21), ran(22, 19, 0, fault=MAIL_DOWN)),
            at(0),
            "stopped",
            f"{MAIL_DOWN} Det stoppede i går kl. 19.00 og prøves igen i dag kl. 8.05.",
            id="yesterday, until its time comes again",
        ),
        pytest.param(
            (ran(23, 8, 5, fault=MAIL_DOWN), ran(23, 8, 40)),
            at(9),
            "done",
            "Næste gang er i morgen kl. 8.05.",
            id="tried again and done",
        ),
        pytest.param(
            (ran(23, 8, 5), ran(23, 9, fault="KeyError")),
            at(10),
            "done",
            "Næste gang er i morgen kl. 8.05.",
            id="done, then run again by hand",
        ),
        pytest.param(
            (ran(22, 8, 5), ran(22, 9, fault="KeyError")),
            at(0),
            "waiting",
            "Næste gang er i dag kl. 8.05.",
            id="yesterday's work was done all the same",
        ),
        pytest.param(
            (ran(21), ran(22, fault="KeyError")),
            at(12),
            "late",
            "Har ventet siden i dag kl. 8.05. "
            "Det indhentes, så snart baggrundsprocessen kommer til det.",
            id="yesterday's fault does not hide today's silence",
        ),
    ],
)
def test_a_fault_is_told_until_the_days_work_is_done(runs, now, state, said):
    report = report_of(SMS, history(*runs), now)
    assert (report.state.value, report.sentence) == (state, said)


SOON = "så snart baggrundsprocessen kommer til det"


@pytest.mark.parametrize(
    ("plan", "stopped", "now", "again"),
    [
        pytest.param(REMINDERS, ran(22), at(5, 9), "i dag kl. 5.10", id="yesterday, not its time"),
        pytest.param(REMINDERS, ran(22), at(5, 10), SOON, id="yesterday, its time has come"),
        pytest.param(REMINDERS, ran(22), at(5, 24), SOON, id="yesterday, within grace"),
        pytest.param(SMS, ran(22, 19, 50), at(8, 5), SOON, id="too late yesterday, due today"),
        pytest.param(REMINDERS, ran(23), at(5, 39), "fra kl. 5.40", id="not tried yet"),
        pytest.param(REMINDERS, ran(23), at(5, 40), SOON, id="to be tried now"),
        pytest.param(REMINDERS, ran(23), at(23, 59), SOON, id="nobody tried all day"),
        pytest.param(REMINDERS, ran(23, 23, 29), at(23, 30), "fra kl. 23.59", id="before midnight"),
        pytest.param(
            REMINDERS, ran(23, 23, 30), at(23, 31), "i morgen kl. 5.10", id="midnight is too late"
        ),
        pytest.param(SMS, ran(23, 19, 20), at(19, 49), "fra kl. 19.50", id="before it is too late"),
        pytest.param(SMS, ran(23, 19, 20), at(19, 59), SOON, id="the last minute"),
        pytest.param(SMS, ran(23, 19, 20), at(20), "i morgen kl. 8.05", id="just too late"),
        pytest.param(SMS, ran(23, 19, 20), at(20, 6), "i morgen kl. 8.05", id="too late"),
        pytest.param(SMS, ran(23, 19, 20), at(21), "i morgen kl. 8.05", id="long too late"),
        pytest.param(SMS, ran(23, 19, 30), at(19, 31), "i morgen kl. 8.05", id="never in time"),
        pytest.param(SMS, ran(23, 7), at(7, 5), "fra kl. 8.05", id="by hand, before its time"),
        pytest.param(SMS, ran(23, 7), at(8, 5), SOON, id="by hand, its time has come"),
        pytest.param(SMS, ran(23, 7, 50), at(8, 6), "fra kl. 8.20", id="by hand, too soon after"),
    ],
)
def test_what_stopped_says_when_it_is_really_tried_again(plan, stopped, now, again):
    fault = replace(stopped, fault=MAIL_DOWN)
    report = report_of(plan, history(ran(21), fault), now)
    assert report.state is JobState.STOPPED
    assert report.sentence.split(" og prøves igen")[1].strip(" ,.") == again


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        pytest.param((), "Har endnu ikke haft noget at gøre.", id="never"),
        pytest.param((ran(2),), "Havde sidst noget at gøre 02.11.2026 kl. 5.10.", id="weeks ago"),
    ],
)
def test_a_frequent_jobs_silence_is_no_fault(runs, sentence):
    report = report_of(SENDING, history(*runs), at(12))
    assert (report.state, report.is_trouble, report.sentence) == (JobState.OFTEN, False, sentence)


def test_what_is_wrong_comes_first_and_then_the_time_of_day():
    early = JobPlan("tidlig", "Prøver.", Daily(4, 20))
    runs = {
        REMINDERS: history(ran(23)),
        SMS: history(ran(22)),
        SENDING: history(),
        early: history(ran(23)),
    }
    broken = JobPlan("brudt", "Prøver.", Daily(6, 0))
    runs[broken] = history(ran(23, fault="KeyError"))
    order = in_order(report_of(plan, runs[plan], at(12)) for plan in runs)
    assert [one.plan.name for one in order] == ["brudt", "husk", "tidlig", "paamindelser", "send"]


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


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("KeyError", "Der er en fejl i programmet (KeyError)."),
        (MAIL_DOWN, MAIL_DOWN),
        (
            "InterfaceError; ValueError",
            "Databasen svarede ikke (InterfaceError). Der er en fejl i programmet (ValueError).",
        ),
        ("", ""),
    ],
)
def test_a_fault_is_told_in_words(fault, said):
    assert explain_fault(fault) == said
