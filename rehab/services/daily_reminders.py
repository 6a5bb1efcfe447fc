"""Finding what somebody must act on, in every open case, by looking at dates.

Overdue clocks and those that soon are, cases nobody holds or acts in (4.5, 3.2), sick leaves
without a plan (3.2), and citizens to be told of the free choice (sundhedsloven §140, stk. 4).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from rehab.domain.employment import sick_leave_warning
from rehab.domain.escalations import FOUND_BY_DATES, FollowUp, Task, TaskKind, tasks_of
from rehab.domain.free_choice import free_choice_due
from rehab.models.engines import begin_writing
from rehab.queries.clocks import counted_of
from rehab.queries.follow_up import Watched, awaiting_an_offer, batches_of_open_cases, watch
from rehab.services.contact_person_answers import return_unaccepted
from rehab.services.context import Context
from rehab.services.reminders import settle_tasks


def raise_reminders(ctx: Context, batch: int = 500) -> int:
    """Make the open tasks of the kommune what the day calls for; return how many were changed.

    Cases that nobody said yes to in time are returned to the queue first (F34). A task that is no
    longer called for is taken away, and one that a person has dealt with stays dealt with. So late,
    twice or after a week's outage it ends in the same place. Each batch is saved by itself: who is
    stopped in the middle is followed by another, and memory does not grow with the cases.
    """
    changed = return_unaccepted(ctx)
    for case_ids in batches_of_open_cases(ctx.session, ctx.organisation_id, batch):
        with ctx.transaction():
            begin_writing(ctx.session)
            changed += settle_tasks(ctx, case_ids, tasks_on(ctx, case_ids), FOUND_BY_DATES)
    return changed


def tasks_on(ctx: Context, case_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Task]]:
    """Return the tasks that the facts of these cases call for today."""
    given = ctx.settings
    limits = FollowUp(given.warn_days, given.silent_days, given.unheld_days)
    tasks: defaultdict[UUID, list[Task]] = defaultdict(list)
    for case in watch(ctx.session, case_ids, limits, ctx.today):
        tasks[case.case_id] += tasks_of(case.facts, limits, ctx.today)
        tasks[case.case_id] += _sick_leave(ctx, case)
    for case_id, task in _free_choices(ctx, case_ids):
        tasks[case_id].append(task)
    return tasks


def _sick_leave(ctx: Context, case: Watched) -> list[Task]:
    warning = sick_leave_warning(
        case.sick_since,
        has_plan=case.has_plan,
        on=ctx.today,
        limits=ctx.programme_for(case.programme_version).sick_leave,
    )
    if warning is None or case.sick_since is None:
        return []
    return [Task(f"{TaskKind.SICK_LEAVE}:{warning.level}", warning.text, case.sick_since)]


def _free_choices(ctx: Context, case_ids: Sequence[UUID]) -> list[tuple[UUID, Task]]:
    """Return a task for each referral whose fifth day came without a time in time (F29)."""
    programmes = (ctx.programme, *ctx.programmes.values())
    codes = sorted({programme.free_choice.clock for programme in programmes})
    referrals = awaiting_an_offer(ctx.session, case_ids, codes)
    counted = counted_of(ctx.session, ctx.programme_for, ctx.settings, referrals, ctx.today)
    found = []
    for referral in referrals:
        one = counted.get(referral.id)
        if one is None or referral.closed_on is not None or referral.case_id is None:
            continue
        said = ctx.programme_for(referral.programme_version).free_choice
        due = free_choice_due(one.rules, one.facts, said, ctx.today, one.closed_days)
        if due is not None:
            sentence = (
                f"Tilbyd frit valg: dag {said.day} er talt, og ingen tid inden fristen er tilbudt. "
                "Skriv brevet fra sagen, eller sæt på pause, hvis borgeren hellere vil vente."
            )
            task = Task(f"{TaskKind.FREE_CHOICE}:{referral.id}", sentence, due)
            found.append((referral.case_id, task))
    return found
