"""Keeping what the citizen's work life is like, and asking for help to hold on to it (3.2)."""

from dataclasses import dataclass
from datetime import date

from rehab.domain.access import Permission
from rehab.domain.employment import WorkStatus
from rehab.domain.return_to_work import WorkStatusRefusedError, check_work_status
from rehab.models import Case, WorkStatusRow
from rehab.queries.cases import scope_of
from rehab.services.context import Context
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class RecordWorkStatus:
    """What a professional was told of the citizen's work."""

    status: WorkStatus
    from_on: date
    sick_since: date | None
    asks_for_effort: bool


def record_work_status(ctx: Context, case: Case, command: RecordWorkStatus) -> WorkStatusRow:
    """Add the citizen's work status from a day on; earlier ones are kept.

    Asking for the employment effort lets the jobkonsulent see that there is a case, and nothing
    else without a consent. Raises `WorkStatusRefusedError` as the rules do, and in a closed case.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    take_turn(ctx, case)
    ctx.session.refresh(case, ["closed_on", "employment_effort", "version"])
    if case.closed_on is not None:
        raise WorkStatusRefusedError("Sagen er afsluttet. Arbejdsstatus kan ikke ændres mere.")
    check_work_status(command.status, command.from_on, command.sick_since, ctx.today)
    row = WorkStatusRow(
        case_id=case.id,
        status=command.status,
        from_on=command.from_on,
        sick_since=command.sick_since,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.record("work_status.recorded", case.id, status=command.status)
    if command.asks_for_effort and not case.employment_effort:
        case.employment_effort = True
        ctx.record("employment.effort_requested", case.id)
    return row
