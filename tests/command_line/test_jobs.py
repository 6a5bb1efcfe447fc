"""Telling from a terminal whether every job has run."""

from datetime import timedelta

import pytest

from rehab.clock import civil_date, system_clock
from rehab.jobs.registry import JOBS
from rehab.models import JobRun
from tests.command_line.conftest import KOMMUNE


@pytest.fixture
def checked(run, stored):
    """What the check says when every job ran so many days ago, the named one with a fault."""

    def check(days=0, stopped=None):
        run("init", *KOMMUNE)
        now = system_clock()
        with stored() as session:
            for name in JOBS:
                session.add(
                    JobRun(
                        name=name,
                        for_day=civil_date(now) - timedelta(days=days),
                        finished_at=now - timedelta(days=days),
                        did=1,
                        fault="KeyError" if name == stopped else "",
                    )
                )
            session.commit()
        return run("jobs", "check")

    return check


def test_when_all_has_run_the_answer_is_0(checked):
    result = checked()
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == len(JOBS)


def test_a_job_that_stopped_comes_first_and_the_answer_is_1(checked):
    result = checked(stopped="paamindelser")
    assert result.exit_code == 1
    assert result.output.startswith("stoppede          paamindelser")
    assert "Der er en fejl i programmet (KeyError)." in result.output


def test_a_worker_that_stands_still_is_told_of_before_the_jobs(checked):
    result = checked(days=3)
    assert result.exit_code == 1
    assert result.output.startswith("Jobprocessen ser ud til at stå stille.")
