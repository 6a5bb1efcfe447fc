"""The daily job's worker dies in the middle, or two begin at once: the tasks are there once."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rehab.models import AuditEvent, JobRun, Reminder
from tests.robustness.installation import finish, installation

# More than one batch, so that there is a middle to be killed in.
CASES = 700
JOB = ("run-job", "paamindelser")


@pytest.fixture
def house(own_database, tmp_path):
    folder = tmp_path / "medcom" / "ind"
    folder.mkdir(parents=True)
    with installation(own_database, folder) as made:
        made.run("demo", "load", "--scale", CASES)
        yield made


def tasks(house):
    """Every task, without when and under which number it was raised."""
    query = select(Reminder.case_id, Reminder.cause, Reminder.sentence, Reminder.due_on)
    with Session(house.engine) as session:
        return sorted(map(str, session.execute(query)))


def forget(house):
    with Session(house.engine) as session:
        session.execute(delete(Reminder))
        session.commit()


def test_a_worker_killed_in_the_middle_and_two_at_once_end_in_the_same_place(house):
    house.run(*JOB)
    whole = tasks(house)
    assert len(whole) > CASES / 4
    forget(house)
    house.kill_when(house.start(*JOB), lambda: house.count(Reminder) > 0)
    assert 0 < house.count(Reminder) < len(whole)
    assert house.count(JobRun) == 1, "the one that was killed left no trace of being done"
    house.run(*JOB)
    assert tasks(house) == whole
    forget(house)
    before = house.count(AuditEvent, AuditEvent.verb == "reminder.raised")
    for process in [house.start(*JOB) for _ in range(2)]:
        finish(process)
    assert tasks(house) == whole
    raised = house.count(AuditEvent, AuditEvent.verb == "reminder.raised") - before
    assert raised == len(whole)
