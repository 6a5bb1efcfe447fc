"""How it stands with a job, as truth tables: around its time, at midnight, and by the clock."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rehab.domain.job_plans import Daily, JobPlan
from rehab.domain.job_runs import (
    JobState,
    explain_fault,
    in_order,
    report_of,
)
from tests.support.job_runs import DANISH, MAIL_DOWN, REMINDERS, SENDING, SMS, at, history, ran


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
