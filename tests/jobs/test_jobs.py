"""Jobs look at dates: late, twice or after a week's silence they end in the same place."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from rehab.clock import COPENHAGEN
from rehab.domain.access import SYSTEM, Role
from rehab.domain.job_plans import Daily, Every
from rehab.jobs.registry import JOBS, Job
from rehab.jobs.runner import run, run_once_today
from rehab.models import AuditEvent, JobRun, OutgoingStatus, Reminder
from rehab.models.engines import job_lock
from rehab.services.unfinished import UnfinishedError
from rehab.web.request_context import context_for
from rehab.worker import scheduler
from tests.conftest import NOW
from tests.support.outbox import a_message

TODAY = NOW.date()


@pytest.fixture
def remind(app, session):
    return lambda: run(context_for(app, SYSTEM), JOBS["paamindelser"])


def test_an_overdue_clock_raises_a_reminder_once(make, session, remind):
    case = make.case(referrals=0, contact_person=make.user(Role.TERAPEUT))
    make.referral(case=case, received_on=TODAY - timedelta(days=6))
    assert [remind(), remind()] == [1, 0]
    reminder = session.scalars(select(Reminder)).one()
    assert (reminder.case_id, reminder.due_on) == (case.id, TODAY - timedelta(days=1))
    assert "kontakt" in reminder.sentence.lower()


def test_a_case_in_time_raises_nothing(make, remind):
    make.case()
    assert remind() == 0


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


def test_every_job_is_on_the_scheduler_and_one_that_makes_good_what_was_missed(app):
    assert {job.id for job in scheduler(app).get_jobs()} == {*JOBS, "indhent"}


def at(hour, minute=0):
    return datetime.combine(TODAY, time(hour, minute), COPENHAGEN)


def counting(answers, when=None):
    """A job that does what the next of the answers says: a number, or what it fails with."""
    left = list(answers)

    def work(_ctx):
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Job("prøve", "Prøver.", when or Daily(5, 10), work, for_all=True)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param(at(5, 9), False, id="not yet"),
        pytest.param(at(5, 10), True, id="on time"),
        pytest.param(at(11), True, id="late"),
        pytest.param(at(20), False, id="too late"),
    ],
)
def test_a_daily_job_is_due_from_its_time_until_it_is_too_late(now, due):
    assert counting([], Daily(5, 10, until_hour=20)).is_due(now) is due


@pytest.fixture
def once(app, session):
    def run_at(job, now=NOW):
        return run_once_today(replace(context_for(app, SYSTEM), now=now), job)

    return run_at


def test_the_second_worker_finds_the_days_work_done(once, session):
    job = counting([3])
    assert [once(job), once(job, NOW + timedelta(hours=5))] == [3, None]
    assert session.scalars(select(JobRun.did)).all() == [3]


@pytest.mark.parametrize(
    ("noted", "fault", "did"),
    [
        pytest.param(timedelta(hours=2), "", 3, id="done, later than now"),
        pytest.param(timedelta(hours=2), "KeyError", 3, id="stopped, later than now"),
        pytest.param(timedelta(minutes=1, seconds=1), "", 3, id="more than clocks differ"),
        pytest.param(timedelta(minutes=1), "", None, id="another worker's clock is ahead"),
        pytest.param(timedelta(), "", None, id="done now"),
        pytest.param(timedelta(hours=-2), "", None, id="done before"),
    ],
)
def test_a_run_noted_as_later_than_now_keeps_no_job_from_its_day(
    once, make, session, noted, fault, did
):
    job = counting([3])
    at_last = NOW + noted
    row = JobRun(name=job.name, for_day=TODAY, finished_at=at_last, did=1, fault=fault)
    session.add(row)
    make.save()
    assert once(job) == did


def test_the_next_day_is_work_again(once):
    job = counting([3, 4])
    assert [once(job), once(job, NOW + timedelta(days=1))] == [3, 4]


def test_what_was_not_finished_is_tried_again_after_a_while(once, session):
    job = counting([UnfinishedError(2, "Mailserveren svarer ikke."), 5])
    tries = [once(job, NOW + timedelta(minutes=each)) for each in (0, 10, 31, 62)]
    assert tries == [2, None, 5, None]
    runs = session.scalars(select(JobRun).order_by(JobRun.finished_at)).all()
    assert [(row.did, row.fault) for row in runs] == [(2, "Mailserveren svarer ikke."), (5, "")]


def test_a_fault_is_noted_and_told_and_keeps_no_other_kommune_from_its_turn(app, make, session):
    homes = {make.organisation(code).id for code in ("999", "998")}
    seen = []

    def work(ctx):
        seen.append(ctx.organisation_id)
        if len(seen) == 1:
            raise ValueError("of one kommune only")
        return 1

    with pytest.raises(ValueError, match="one kommune"):
        run(context_for(app, SYSTEM), Job("prøve", "Prøver.", Daily(5, 10), work))
    assert set(seen) == homes
    [row] = session.scalars(select(JobRun))
    assert (row.did, row.fault) == (1, "ValueError")


def test_a_job_somebody_else_has_is_left_to_them(app, session):
    job = counting([1])
    ctx = context_for(app, SYSTEM)
    with job_lock(session, job.name) as mine:
        assert mine
        assert run(ctx, job) is None
    assert run(ctx, job) == 1


def test_today_is_the_danish_day():
    assert date(2026, 11, 23) == TODAY


@pytest.mark.parametrize(("did", "rows"), [(0, 0), (3, 1)], ids=["nothing", "something"])
def test_a_frequent_job_leaves_a_trace_only_when_it_did_something(app, session, did, rows):
    job = Job("tit", "Prøver.", Every(10), lambda _ctx: did)
    assert run(context_for(app, SYSTEM), job) == did
    assert len(session.scalars(select(JobRun)).all()) == rows
