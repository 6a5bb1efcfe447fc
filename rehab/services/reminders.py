"""Tasks for whoever holds a case: raised once for each cause, taken away when they are moot."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, select

from rehab.domain.access import Permission
from rehab.domain.escalations import Task
from rehab.ids import new_id
from rehab.models import Case, Reminder
from rehab.models.engines import add_rows
from rehab.queries.cases import scope_of
from rehab.services.context import Context


def raise_once(ctx: Context, case: Case, cause: str, sentence: str, due_on: date) -> bool:
    """Give whoever holds a case something to act on; return whether it was new.

    A cause is `kind:id` and is raised once for a case and a due day, however often it is found,
    and when two find it at once.
    """
    found = select(Reminder.id).where(
        Reminder.case_id == case.id, Reminder.cause == cause, Reminder.due_on == due_on
    )
    if ctx.session.scalar(found) is not None:
        return False
    row = _row(ctx, case.organisation_id, case.id, Task(cause, sentence, due_on))
    add_rows(ctx.session, cast("Table", Reminder.__table__), [row])
    if ctx.session.scalar(found) != row["id"]:
        return False
    ctx.record("reminder.raised", case.id, cause=cause, due_on=due_on)
    return True


def settle_tasks(
    ctx: Context,
    case_ids: Sequence[UUID],
    wanted: Mapping[UUID, Sequence[Task]],
    kinds: Collection[str],
) -> int:
    """Make the open tasks of these kinds in these cases the wanted ones; return what was changed.

    What a person has marked as done stays as it is and is not raised again for the same day. The
    rows are written together, over nothing that somebody else has written meanwhile.
    """
    stored = ctx.session.execute(
        select(
            Reminder.id, Reminder.case_id, Reminder.cause, Reminder.due_on, Reminder.done_at
        ).where(Reminder.case_id.in_(case_ids))
    ).all()
    known = {(row.case_id, row.cause, row.due_on) for row in stored}
    keys = {
        (case_id, task.cause, task.due_on) for case_id, tasks in wanted.items() for task in tasks
    }
    moot = [
        row
        for row in stored
        if row.done_at is None
        and row.cause.partition(":")[0] in kinds
        and (row.case_id, row.cause, row.due_on) not in keys
    ]
    new = [
        (case_id, task)
        for case_id, tasks in wanted.items()
        for task in tasks
        if (case_id, task.cause, task.due_on) not in known
    ]
    if moot:
        ctx.session.execute(
            delete(Reminder)
            .where(Reminder.id.in_([row.id for row in moot]), Reminder.done_at.is_(None))
            .execution_options(synchronize_session=False)
        )
    for row in moot:
        ctx.record("reminder.withdrawn", row.case_id, cause=row.cause, due_on=row.due_on)
    add_rows(
        ctx.session,
        cast("Table", Reminder.__table__),
        [_row(ctx, ctx.organisation_id, case_id, task) for case_id, task in new],
    )
    for case_id, task in new:
        ctx.record("reminder.raised", case_id, cause=task.cause, due_on=task.due_on)
    return len(moot) + len(new)


def finish_reminder(ctx: Context, reminder: Reminder) -> None:
    """Mark a reminder as dealt with; one that is done stays as it is."""
    case = ctx.session.get_one(Case, reminder.case_id)
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if reminder.done_at is not None:
        return
    reminder.done_at = ctx.now
    ctx.record("reminder.done", reminder.case_id, reminder_id=reminder.id)


def _row(ctx: Context, organisation_id: UUID, case_id: UUID, task: Task) -> dict[str, object]:
    return {
        "id": new_id(),
        "organisation_id": organisation_id,
        "case_id": case_id,
        "cause": task.cause,
        "sentence": task.sentence,
        "due_on": task.due_on,
        "raised_at": ctx.now,
        "is_escalation": task.is_escalation,
    }
