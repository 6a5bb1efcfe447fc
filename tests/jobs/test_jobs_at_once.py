"""Workers on several nodes at once, each on connections of its own: the day's work is done once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.domain.access import SYSTEM, Role
from rehab.domain.job_plans import Daily
from rehab.jobs.registry import JOBS, Job
from rehab.jobs.runner import run_once_today
from rehab.models import AuditEvent, JobRun, Reminder
from rehab.services.context import Context
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories
from tests.support.standings import settle

WORKERS, CASES = 4, 12


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, 2 * WORKERS) as made:
        yield made


@pytest.fixture
def worker(app, engine, settings):
    """Do a job as a worker of its own would."""

    def work(job):
        with GuardedSession(engine) as session:
            programme = app.extensions["rehab_programme"]
            return run_once_today(Context(session, SYSTEM, NOW, programme, settings), job)

    return work


@pytest.fixture
def late_cases(app, engine):
    with app.app_context(), GuardedSession(engine) as session:
        make = Factories(session, app.extensions["rehab_programme"], NOW)
        person = make.user(Role.TERAPEUT)
        for _ in range(CASES):
            case = make.case(referrals=0, contact_person=person)
            make.referral(case=case, received_on=NOW.date() - timedelta(days=6))
        settle(session, app)


def count(engine, what, *where):
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(what).where(*where))


def test_workers_started_at_once_do_the_days_work_once(engine, worker, late_cases):
    together = Barrier(WORKERS)

    def start(_number):
        together.wait(timeout=30)
        return worker(JOBS["paamindelser"])

    with ThreadPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(start, range(WORKERS)))
    assert sorted(answer for answer in answers if answer is not None) == [CASES]
    raised = AuditEvent.verb == "reminder.raised"
    found = [count(engine, Reminder), count(engine, AuditEvent, raised), count(engine, JobRun)]
    assert found == [CASES, CASES, 1]


def test_a_lock_ends_with_its_worker_and_the_next_goes_on(worker):
    held, let_go = Event(), Event()

    def slow(_ctx):
        held.set()
        let_go.wait(timeout=30)
        raise SystemExit

    job = Job("prøve", "Prøver.", Daily(5, 10), slow, for_all=True)
    with ThreadPoolExecutor(1) as pool:
        killed = pool.submit(worker, job)
        held.wait(timeout=30)
        other = replace(job, use_case=lambda _ctx: 7)
        assert worker(other) is None, "somebody has it"
        let_go.set()
        with pytest.raises(SystemExit):
            killed.result(timeout=30)
    assert worker(other) == 7
