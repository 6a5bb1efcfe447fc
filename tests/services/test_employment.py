"""The plan for the return to work, and talks with the workplace."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.return_to_work import PlanRefusedError, WorkplaceContactRefusedError
from rehab.models import AuditEvent, ReturnToWorkPlan, WorkplaceContact
from rehab.queries.return_to_work import list_plans, newest_plans
from rehab.services.employment import (
    RecordWorkplaceContact,
    WritePlan,
    record_workplace_contact,
    write_plan,
)
from tests.conftest import NOW

PLAN = WritePlan(
    goal=" Samme job ",
    steps="Uge 49: 3 dage\nUge 51: fuld tid",
    expected_on=date(2026, 12, 14),
    follow_up_on=date(2026, 12, 1),
)
TALK = RecordWorkplaceContact(
    workplace="Testby Lager",
    person="Mester Testsen",
    contacted_on=date(2026, 11, 20),
    resume_on=date(2026, 12, 1),
    conditions="Ingen tunge løft",
)


@pytest.fixture
def case(make):
    return make.case(employment_effort=True)


def test_the_newest_plan_counts_and_earlier_ones_are_kept(ctx_as, case, session):
    for goal, days in (("Første", 0), ("Anden", 1)):
        ctx = ctx_as(Role.JOBKONSULENT, now=NOW + timedelta(days=days))
        with ctx.transaction():
            write_plan(ctx, case, replace(PLAN, goal=goal))
    assert newest_plans(session, [case.id])[case.id].goal == "Anden"
    assert [plan.goal for plan in list_plans(session, case.id)] == ["Anden", "Første"]


def test_a_plan_is_in_the_trail_without_its_words(ctx_as, case, session):
    ctx = ctx_as(Role.JOBKONSULENT)
    with ctx.transaction():
        plan = write_plan(ctx, case, PLAN)
    event = session.scalars(select(AuditEvent).where(AuditEvent.case_id == case.id)).one()
    assert (event.verb, event.data) == ("employment.plan_written", {"plan_id": str(plan.id)})
    assert (plan.goal, plan.written_by) == ("Samme job", ctx.actor.id)


def test_a_plan_without_a_day_ahead_is_refused(ctx_as, case, session):
    ctx = ctx_as(Role.JOBKONSULENT)
    with pytest.raises(PlanRefusedError), ctx.transaction():
        write_plan(ctx, case, replace(PLAN, follow_up_on=date(2026, 11, 22)))
    assert session.scalars(select(ReturnToWorkPlan)).all() == []


def test_a_talk_is_kept_with_who_when_and_how(ctx_as, case, session):
    ctx = ctx_as(Role.JOBKONSULENT)
    with ctx.transaction():
        record_workplace_contact(ctx, case, TALK)
    row = session.scalars(select(WorkplaceContact)).one()
    assert (row.workplace, row.person) == ("Testby Lager", "Mester Testsen")
    assert (row.contacted_on, row.resume_on) == (TALK.contacted_on, TALK.resume_on)
    assert row.conditions == "Ingen tunge løft"
    event = session.scalars(select(AuditEvent).where(AuditEvent.case_id == case.id)).one()
    assert event.verb == "employment.workplace_contacted"


def test_a_talk_that_has_not_been_held_is_refused(ctx_as, case):
    with pytest.raises(WorkplaceContactRefusedError):
        record_workplace_contact(
            ctx_as(Role.JOBKONSULENT), case, replace(TALK, contacted_on=date(2026, 11, 24))
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.JOBKONSULENT])
def test_the_health_side_writes_nothing_here(ctx_as, case, role):
    with pytest.raises(NotPermittedError):
        write_plan(ctx_as(role), case, PLAN)
    with pytest.raises(NotPermittedError):
        record_workplace_contact(ctx_as(role), case, TALK)


def test_nothing_is_written_where_no_effort_was_asked_for(ctx_as, make):
    with pytest.raises(NotPermittedError):
        write_plan(ctx_as(Role.JOBKONSULENT), make.case(), PLAN)


def test_nothing_is_written_in_another_kommune(ctx_as, make):
    away = make.case(kommunekode="998", employment_effort=True)
    with pytest.raises(NotPermittedError):
        write_plan(ctx_as(Role.JOBKONSULENT), away, PLAN)
