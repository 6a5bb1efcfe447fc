"""Telling from a terminal whether every job has run."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.clock import civil_date, system_clock
from rehab.command_line.application import CommandRefusedError
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


@pytest.mark.parametrize("days", [1, 365], ids=["tomorrow", "next year"])
def test_a_job_is_not_run_for_a_day_to_come_and_nothing_is_noted(run, stored, days):
    run("init", *KOMMUNE)
    done = run("run-job", "paamindelser", "--on", civil_date(system_clock()) + timedelta(days=days))
    assert isinstance(done.exception, CommandRefusedError)
    assert str(done.exception) == (
        "Et job kan ikke køres for en dag, der ikke er kommet. "
        "Vælg i dag eller en tidligere dag med --on."
    )
    with stored() as session:
        assert session.scalars(select(JobRun)).all() == []


@pytest.mark.parametrize("days", [0, 3], ids=["today", "earlier"])
def test_a_job_can_be_run_for_today_and_for_a_day_gone_by(run, stored, days):
    run("init", *KOMMUNE)
    day = civil_date(system_clock()) - timedelta(days=days)
    assert run("run-job", "paamindelser", "--on", day).exit_code == 0
    with stored() as session:
        assert session.scalars(select(JobRun.for_day)).all() == [day]
