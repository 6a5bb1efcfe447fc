"""Running a job: in one place at a time, for every organisation, as the system."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from rehab.clock import civil_date
from rehab.domain.job_plans import TRIED_AGAIN_AFTER, counts_until
from rehab.ids import new_id
from rehab.jobs.registry import Job
from rehab.models import JobRun, Organisation
from rehab.models.engines import job_lock
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context
from rehab.services.unfinished import UnfinishedError

log = logging.getLogger(__name__)


def run(ctx: Context, job: Job) -> int | None:
    """Run a job for the context's day, whoever asks. Return how much it did, or None.

    None says that another process has it. A frequent job settles by row who does what; the others
    hold a lock while they save as they go, and a kommune that fails keeps no other from its turn.
    Raises what stopped it, after noting that.
    """
    if job.frequent:
        return _run_frequent(ctx, job)
    with job_lock(ctx.session, job.name) as mine:
        if mine:
            return _run_alone(ctx, job)
    log.info("job %s is running elsewhere", job.name)
    return None


def run_once_today(ctx: Context, job: Job) -> int | None:
    """Run a job unless its day's work is done, as the scheduler of every worker does.

    The question is asked when the lock is held, so of two workers at once the second finds the
    work done. One that was stopped in the middle left no trace of being done, and is run again.
    """
    if job.frequent:
        return _run_frequent(ctx, job)
    with job_lock(ctx.session, job.name) as mine:
        if not mine:
            log.info("job %s is running elsewhere", job.name)
        elif _is_wanted(ctx, job):
            return _run_alone(ctx, job)
    return None


def _is_wanted(ctx: Context, job: Job) -> bool:
    """Tell whether a job's time has come today, and it is neither done nor has just failed.

    A run noted as ended later than now was by hand for a day to come, and has not done the day's
    work.
    """
    if not job.is_due(ctx.now):
        return False
    runs = select(JobRun).where(JobRun.name == job.name, JobRun.for_day == ctx.today)
    runs = runs.where(JobRun.finished_at <= counts_until(ctx.now)).order_by(JobRun.finished_at)
    for row in ctx.session.scalars(runs):
        if not row.fault or row.finished_at > ctx.now - TRIED_AGAIN_AFTER:
            return False
    return True


def _run_alone(ctx: Context, job: Job) -> int:
    done = 0
    stops: list[Exception] = []
    for own in list(_turns(ctx, job)):
        try:
            with own.transaction():
                done += job.use_case(own)
        except UnfinishedError as stop:
            done += stop.did
            stops.append(stop)
        except Exception as stop:  # noqa: BLE001 - the other kommuner come first; it is raised below
            log.warning("job %s stopped: %s", job.name, type(stop).__name__)
            stops.append(stop)
    with ctx.transaction():
        _note_run(ctx, job, done, "; ".join(dict.fromkeys(map(_told, stops))))
    log.info("job %s did %d", job.name, done)
    failed = [stop for stop in stops if not isinstance(stop, UnfinishedError)]
    if failed:
        raise failed[0]
    return done


def _turns(ctx: Context, job: Job) -> Iterator[Context]:
    """Yield a context for each kommune, or the system's own for a job that is for all at once."""
    if job.for_all:
        yield ctx
        return
    for organisation_id in ctx.session.scalars(select(Organisation.id).order_by(Organisation.id)):
        yield replace(ctx, actor=system_actor_in(organisation_id))


def _run_frequent(ctx: Context, job: Job) -> int:
    done = job.use_case(ctx)
    if done:
        with ctx.transaction():
            _note_run(ctx, job, done)
        log.info("job %s did %d", job.name, done)
    return done


def _told(stop: Exception) -> str:
    return str(stop) if isinstance(stop, UnfinishedError) else type(stop).__name__


def _note_run(ctx: Context, job: Job, done: int, fault: str = "") -> None:
    ctx.session.add(
        JobRun(
            id=new_id(),
            name=job.name,
            for_day=civil_date(ctx.now),
            finished_at=ctx.now,
            did=done,
            fault=fault[:200],
        )
    )
    ctx.record("job.ran", name=job.name, did=done)
