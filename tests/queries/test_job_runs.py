"""How the jobs have run."""

from datetime import timedelta

import pytest

from rehab.domain.job_plans import Daily, Every, JobPlan
from rehab.domain.job_runs import JobHistory
from rehab.models import JobRun
from rehab.queries.job_runs import histories_of
from tests.conftest import NOW
from tests.support.statements import statements_of

NIGHTLY = JobPlan("nat", "Prøver.", Daily(5, 10))
OFTEN = JobPlan("tit", "Prøver.", Every(10))


@pytest.fixture
def ran(make, session):
    def add(name, hours, fault=""):
        instant = NOW + timedelta(hours=hours)
        run = JobRun(name=name, for_day=instant.date(), finished_at=instant, did=7, fault=fault)
        session.add(run)
        make.save()
        return instant

    return add


def test_the_last_run_and_the_last_that_nothing_stopped_are_read(session, ran):
    ran("nat", -48)
    done = ran("nat", -24)
    ran("nat", -2, "KeyError")
    last = ran("nat", -1, "OSError")
    [found] = histories_of(session, [NIGHTLY], NOW).values()
    assert (found.last.finished_at, found.last.fault) == (last, "OSError")
    assert (found.done.finished_at, found.done.fault) == (done, "")


def test_a_job_that_never_ran_is_there_all_the_same(session, ran):
    ran("nat", -1)
    assert histories_of(session, [NIGHTLY, OFTEN], NOW)["tit"] == JobHistory()
    assert histories_of(session, [], NOW) == {}


def test_a_run_by_hand_for_a_day_to_come_is_not_looked_at_yet(session, ran):
    ran("nat", 24)
    assert histories_of(session, [NIGHTLY], NOW)["nat"] == JobHistory()


@pytest.mark.parametrize(
    ("seconds", "is_seen"),
    [
        pytest.param(0, True, id="now"),
        pytest.param(60, True, id="another machine's clock is ahead"),
        pytest.param(61, False, id="more than clocks differ"),
    ],
)
def test_a_run_counts_on_the_page_as_it_does_for_the_worker(session, ran, seconds, is_seen):
    ran("nat", seconds / 3600)
    assert (histories_of(session, [NIGHTLY], NOW)["nat"].last is not None) is is_seen


def test_however_many_have_run_it_is_one_statement(session, ran):
    for hour in range(-30, 0):
        ran("nat", hour)
        ran("tit", hour)
    session.flush()
    with statements_of(session) as statements:
        histories_of(session, [NIGHTLY, OFTEN], NOW)
    assert len(statements) == 1
