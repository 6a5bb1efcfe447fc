"""Jobs look at dates: late, twice or after a week's silence they end in the same place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM
from rehab.domain.employment import WorkStatus
from rehab.jobs.registry import JOBS, Job, daily, every
from rehab.jobs.runner import run
from rehab.models import AuditEvent, JobRun, OutgoingStatus, Reminder, WorkStatusRow
from rehab.web.request_context import context_for
from rehab.worker import scheduler
from tests.conftest import NOW
from tests.support.outbox import a_message

TODAY = NOW.date()


@pytest.fixture
def remind(app, session):
    return lambda: run(context_for(app, SYSTEM), JOBS["paamindelser"])


def test_an_overdue_clock_raises_a_reminder_once(make, session, remind):
    case = make.case(referrals=0)
    make.referral(case=case, received_on=TODAY - timedelta(days=6))
    assert [remind(), remind()] == [1, 0]
    reminder = session.scalars(select(Reminder)).one()
    assert (reminder.case_id, reminder.due_on) == (case.id, TODAY - timedelta(days=1))
    assert "kontakt" in reminder.sentence.lower()


def test_a_case_in_time_raises_nothing(make, remind):
    make.case()
    assert remind() == 0


@pytest.mark.parametrize(
    ("days", "raised"),
    [(27, 0), (28, 1), (42, 1), (56, 1)],
    ids=["under 4 weeks", "4 weeks", "6 weeks", "8 weeks"],
)
def test_a_sick_leave_without_a_plan_raises_a_reminder(make, session, remind, days, raised):
    case = make.case()
    first = TODAY - timedelta(days=days)
    make.save(
        WorkStatusRow(
            case_id=case.id,
            status=WorkStatus.FULL_SICK_LEAVE,
            from_on=first,
            sick_since=first,
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )
    assert remind() == raised


def test_each_run_leaves_a_trace(make, session, remind):
    make.case()
    remind()
    assert session.scalars(select(JobRun)).one().for_day == TODAY
    assert session.scalars(select(AuditEvent).where(AuditEvent.verb == "job.ran")).one()


def test_a_message_is_sent_and_only_a_run_that_sent_something_leaves_a_trace(
    app, session, make, tmp_path
):
    folder = tmp_path / "ud"
    folder.mkdir()
    ctx = context_for(app, SYSTEM)
    ctx = replace(ctx, settings=replace(ctx.settings, outbox_folder=folder))
    a_message(make, status=OutgoingStatus.QUEUED, sent_at=None)
    assert [run(ctx, JOBS["send"]), run(ctx, JOBS["send"])] == [1, 0]
    assert session.scalars(select(JobRun)).one().name == "send"


def test_every_job_is_on_the_scheduler(app):
    assert {job.id for job in scheduler(app).get_jobs()} == set(JOBS)


@pytest.mark.parametrize("hour", [2, 3])
def test_no_job_runs_in_the_hours_the_clock_changes(hour):
    with pytest.raises(ValueError, match="clock"):
        daily(hour, 30)


def test_today_is_the_danish_day():
    assert date(2026, 11, 23) == TODAY


@pytest.mark.parametrize(("did", "rows"), [(0, 0), (3, 1)], ids=["nothing", "something"])
def test_a_frequent_job_leaves_a_trace_only_when_it_did_something(app, session, did, rows):
    job = Job("tit", "Prøver.", every(10), lambda _ctx: did, frequent=True)
    assert run(context_for(app, SYSTEM), job) == did
    assert len(session.scalars(select(JobRun)).all()) == rows
