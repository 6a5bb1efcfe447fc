"""Reminders: raised once for a cause and a day, and dealt with by who works with the case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.escalations import Task
from rehab.models import AuditEvent, Reminder
from rehab.services.accounts import system_actor_in
from rehab.services.reminders import finish_reminder, raise_once, settle_tasks
from tests.conftest import NOW

TODAY = NOW.date()
TASK = Task("soon:contact:1", "Ring.", TODAY)
OTHER = Task("clock:contact:1", "Ring nu.", TODAY)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def job(ctx):
    return replace(ctx, actor=system_actor_in(ctx.organisation_id))


def settle(job, case, *tasks, kinds=("soon", "clock")):
    with job.transaction():
        return settle_tasks(job, [case.id], {case.id: tasks}, kinds)


def causes(job):
    return set(job.session.scalars(select(Reminder.cause)))


def verbs(job):
    query = select(AuditEvent.verb).where(AuditEvent.verb.like("reminder.%"))
    return job.session.scalars(query.order_by(AuditEvent.at, AuditEvent.verb)).all()


def one_reminder(job, make):
    settle(job, make.case(), TASK)
    return job.session.scalars(select(Reminder)).one()


def test_a_cause_is_raised_once_for_each_due_day(job, make):
    case = make.case()
    with job.transaction():
        first = raise_once(job, case, "no_shows:1", "Udeblevet to gange.", job.today)
        again = raise_once(job, case, "no_shows:1", "Udeblevet to gange.", job.today)
        later = raise_once(
            job, case, "no_shows:1", "Udeblevet to gange.", job.today + timedelta(days=1)
        )
    assert (first, again, later) == (True, False, True)


def test_the_open_tasks_become_the_wanted_ones(job, make):
    case = make.case()
    assert [settle(job, case, TASK), settle(job, case, TASK), settle(job, case, OTHER)] == [1, 0, 2]
    assert causes(job) == {OTHER.cause}
    assert sorted(verbs(job)) == ["reminder.raised", "reminder.raised", "reminder.withdrawn"]


def test_what_others_have_raised_is_left_alone(job, make):
    case = make.case()
    with job.transaction():
        raise_once(job, case, "meeting:1", "Ring.", TODAY)
    settle(job, case)
    assert causes(job) == {"meeting:1"}


def test_what_a_person_has_dealt_with_is_neither_raised_again_nor_taken_away(ctx, job, make):
    reminder = one_reminder(job, make)
    with ctx.transaction():
        finish_reminder(ctx, reminder)
    case_id = reminder.case_id
    with job.transaction():
        assert settle_tasks(job, [case_id], {case_id: [TASK]}, ["soon"]) == 0
        assert settle_tasks(job, [case_id], {}, ["soon"]) == 0
    assert causes(job) == {TASK.cause}


def test_a_reminder_is_done_once(ctx, job, make):
    reminder = one_reminder(job, make)
    with ctx.transaction():
        finish_reminder(ctx, reminder)
        finish_reminder(replace(ctx, now=NOW + timedelta(days=1)), reminder)
    assert reminder.done_at == NOW
    assert verbs(ctx).count("reminder.done") == 1


@pytest.mark.parametrize("role", [Role.LEDER, Role.TERAPEUT, Role.JOBKONSULENT])
def test_only_those_who_work_with_the_case_finish_it(ctx_as, job, make, role):
    reminder = one_reminder(job, make)
    with pytest.raises(NotPermittedError):
        finish_reminder(ctx_as(role), reminder)
