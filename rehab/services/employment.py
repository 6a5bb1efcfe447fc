"""What a jobkonsulent writes: the plan for the return to work, and talks with the workplace."""

from dataclasses import dataclass
from datetime import date

from rehab.domain.access import Permission
from rehab.domain.return_to_work import check_plan, check_workplace_contact
from rehab.models import Case, ReturnToWorkPlan, WorkplaceContact
from rehab.queries.cases import scope_of
from rehab.services.context import Context


@dataclass(frozen=True, slots=True)
class WritePlan:
    """A version of the plan: where to, by which steps, and when it is looked at again."""

    goal: str
    steps: str
    expected_on: date | None
    follow_up_on: date


@dataclass(frozen=True, slots=True)
class RecordWorkplaceContact:
    """A talk with the workplace: with whom, and when and how work can be resumed."""

    workplace: str
    person: str
    contacted_on: date
    resume_on: date | None
    conditions: str


def write_plan(ctx: Context, case: Case, command: WritePlan) -> ReturnToWorkPlan:
    """Add a version of the plan for the return to work; the newest counts (3.2, LM-6).

    Raises `PlanRefusedError` when it has no day ahead to be followed up.
    """
    ctx.require(Permission.EMPLOYMENT_WRITE, scope_of(ctx.session, case))
    check_plan(command.follow_up_on, command.expected_on, ctx.today)
    row = ReturnToWorkPlan(
        case_id=case.id,
        goal=command.goal.strip(),
        steps=command.steps.strip(),
        expected_on=command.expected_on,
        follow_up_on=command.follow_up_on,
        written_by=ctx.actor.id,
        written_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("employment.plan_written", case.id, plan_id=row.id)
    return row


def record_workplace_contact(
    ctx: Context, case: Case, command: RecordWorkplaceContact
) -> WorkplaceContact:
    """Record a talk with the citizen's workplace (3.2, TEAM-6).

    Raises `WorkplaceContactRefusedError` when its days contradict each other.
    """
    ctx.require(Permission.EMPLOYMENT_WRITE, scope_of(ctx.session, case))
    check_workplace_contact(command.contacted_on, command.resume_on, ctx.today)
    row = WorkplaceContact(
        case_id=case.id,
        workplace=command.workplace.strip(),
        person=command.person.strip(),
        contacted_on=command.contacted_on,
        resume_on=command.resume_on,
        conditions=command.conditions.strip(),
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.record("employment.workplace_contacted", case.id)
    return row
