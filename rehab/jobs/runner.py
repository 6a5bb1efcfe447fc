"""Running a job: once at a time, for every organisation, as the system."""

import logging
from dataclasses import replace

from sqlalchemy import select

from rehab.clock import civil_date
from rehab.ids import new_id
from rehab.jobs.registry import Job
from rehab.models import JobRun, Organisation
from rehab.models.engines import take_job_lock
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context

log = logging.getLogger(__name__)


def run(ctx: Context, job: Job) -> int | None:
    """Run a job for the context's day. Return how much it did, or None when another has it.

    All organisations in one transaction, so that the lock holds until the last is done. A
    frequent job keeps its own transactions, and settles by row who does what.
    """
    if job.frequent:
        return _run_frequent(ctx, job)
    done = 0
    with ctx.transaction():
        if not take_job_lock(ctx.session, job.name):
            log.info("job %s is running elsewhere", job.name)
            return None
        for organisation_id in list(ctx.session.scalars(select(Organisation.id))):
            done += job.use_case(replace(ctx, actor=system_actor_in(organisation_id)))
        _note_run(ctx, job, done)
    log.info("job %s did %d", job.name, done)
    return done


def _run_frequent(ctx: Context, job: Job) -> int:
    done = job.use_case(ctx)
    if done:
        with ctx.transaction():
            _note_run(ctx, job, done)
        log.info("job %s did %d", job.name, done)
    return done


def _note_run(ctx: Context, job: Job, done: int) -> None:
    ctx.session.add(
        JobRun(
            id=new_id(),
            name=job.name,
            for_day=civil_date(ctx.now),
            finished_at=ctx.now,
            did=done,
        )
    )
    ctx.record("job.ran", name=job.name, did=done)
