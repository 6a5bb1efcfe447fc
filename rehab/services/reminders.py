"""Finding what somebody must act on: overdue clocks, and sick leaves without a plan (4.5, 3.2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import Permission
from rehab.domain.deadlines import ClockState
from rehab.domain.employment import sick_leave_warning
from rehab.domain.free_choice import free_choice_due
from rehab.models import Case, Referral, Reminder
from rehab.queries.cases import scope_of
from rehab.queries.clocks import Counted, counted_of, read_counted
from rehab.queries.employment import sick_leave_starts
from rehab.services.contact_persons import return_unaccepted
from rehab.services.context import Context

_BATCH = 200


def raise_reminders(ctx: Context) -> int:
    """Raise a reminder for each cause not yet raised; return how many things were done.

    Cases that nobody said yes to in time are returned to the queue first (F34).

    It looks at dates and never at when it last ran, so late, twice or after a week's outage it
    ends in the same place. Cases are taken in batches, so memory does not grow with their number.
    """
    raised = return_unaccepted(ctx)
    query = (
        select(Case)
        .where(Case.organisation_id == ctx.organisation_id, Case.closed_on.is_(None))
        .options(selectinload(Case.referrals).selectinload(Referral.events))
        .order_by(Case.opened_on, Case.id)
    )
    for batch in ctx.session.scalars(query.execution_options(yield_per=_BATCH)).partitions():
        raised += _of_batch(ctx, list(batch))
    return raised


def raise_once(ctx: Context, case: Case, cause: str, sentence: str, due_on: date) -> bool:
    """Give whoever holds a case something to act on; return whether it was new.

    A cause is `kind:id` and is raised once for a case and a due day, however often it is found.
    """
    found = select(Reminder.id).where(
        Reminder.case_id == case.id, Reminder.cause == cause, Reminder.due_on == due_on
    )
    if ctx.session.scalar(found) is not None:
        return False
    _raise(ctx, case, cause, sentence, due_on)
    return True


def raise_free_choice_tasks(
    ctx: Context, cases: Iterable[Case], counted: Mapping[UUID, Counted]
) -> int:
    """Ask whoever holds a case to offer the free choice, on the fifth day of seven without a time.

    `counted` is what the clocks of the cases' referrals are read from. Once per referral and day it
    came due (sundhedsloven §140, stk. 4; F29). Needs `referrals` loaded.
    """
    raised = 0
    for case in cases:
        for referral in case.referrals:
            one = counted.get(referral.id)
            if one is None or referral.closed_on is not None:
                continue
            said = ctx.programme_for(referral.programme_version).free_choice
            due = free_choice_due(one.rules, one.facts, said, ctx.today, one.closed_days)
            if due is not None:
                sentence = (
                    f"Tilbyd frit valg: dag {said.day} er talt, og ingen tid er tilbudt. "
                    "Skriv brevet fra sagen, eller sæt på pause, hvis borgeren hellere vil vente."
                )
                raised += raise_once(ctx, case, f"frit_valg:{referral.id}", sentence, due)
    return raised


def finish_reminder(ctx: Context, reminder: Reminder) -> None:
    """Mark a reminder as dealt with; one that is done stays as it is."""
    case = ctx.session.get_one(Case, reminder.case_id)
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if reminder.done_at is not None:
        return
    reminder.done_at = ctx.now
    ctx.record("reminder.done", reminder.case_id, reminder_id=reminder.id)


def _of_batch(ctx: Context, cases: list[Case]) -> int:
    known = {
        (row.case_id, row.cause, row.due_on)
        for row in ctx.session.scalars(
            select(Reminder).where(Reminder.case_id.in_([case.id for case in cases]))
        )
    }
    referrals = [referral for case in cases for referral in case.referrals]
    counted = counted_of(ctx.session, ctx.programme_for, ctx.settings, referrals, ctx.today)
    clocks = read_counted(counted, referrals, ctx.today)
    sick = sick_leave_starts(ctx.session, [case.id for case in cases], ctx.today)
    raised = raise_free_choice_tasks(ctx, cases, counted)
    for case in cases:
        causes: list[tuple[str, str, date]] = []
        for referral in case.referrals:
            causes += [
                (f"clock:{reading.code}:{referral.id}", f"{reading.label} er overskredet.", due)
                for reading in clocks[referral.id]
                if reading.state is ClockState.OVERDUE
                and reading.stopped_on is None
                and (due := reading.due) is not None
            ]
        start = sick.get(case.id)
        if start is not None:
            warning = sick_leave_warning(
                start.first_day,
                has_plan=start.has_plan,
                on=ctx.today,
                limits=ctx.programme_for(case.programme_version).sick_leave,
            )
            if warning is not None:
                causes.append((f"sick_leave:{warning.level}", warning.text, start.first_day))
        for cause, sentence, due in causes:
            if (case.id, cause, due) not in known:
                _raise(ctx, case, cause, sentence, due)
                raised += 1
    return raised


def _raise(ctx: Context, case: Case, cause: str, sentence: str, due: date) -> None:
    ctx.session.add(
        Reminder(
            organisation_id=case.organisation_id,
            case_id=case.id,
            cause=cause,
            sentence=sentence,
            due_on=due,
            raised_at=ctx.now,
        )
    )
    ctx.record("reminder.raised", case.id, cause=cause, due_on=due)
