"""The worker: `python -m rehab.worker`. One process, apart from the web."""

import gc
import logging
from typing import cast

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from rehab.app_factory import create_app
from rehab.clock import COPENHAGEN, Clock
from rehab.domain.access import SYSTEM
from rehab.domain.job_plans import TAKEN_UP_EVERY, Every
from rehab.jobs.registry import JOBS, Job, trigger_of
from rehab.jobs.runner import run_once_today
from rehab.settings import load_settings
from rehab.web.request_context import context_for

log = logging.getLogger(__name__)


def run_in_app(app: Flask, job: Job) -> int | None:
    """Run a job unless its day's work is done, in an application context of its own."""
    with app.app_context():
        return run_once_today(context_for(app, SYSTEM), job)


def make_good(app: Flask) -> None:
    """Run the daily jobs whose time has passed without anybody finishing them.

    The worker was down, or another had the job and died: within minutes somebody takes it up. A job
    that fails is logged and keeps no other from its turn.
    """
    for job in JOBS.values():
        if not job.frequent:
            try:
                run_in_app(app, job)
            except Exception:
                log.exception("job %s failed", job.name)


def scheduler(app: Flask) -> BlockingScheduler:
    """Return a scheduler with every job on it, and one that makes good what was missed.

    Every worker has one of its own, in memory: who runs a job is settled by a lock when it runs.
    """
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 6 * 3600}
    blocking = BlockingScheduler(timezone=COPENHAGEN, job_defaults=defaults)
    for job in JOBS.values():
        blocking.add_job(run_in_app, job.trigger, args=(app, job), id=job.name)
    now = cast("Clock", app.extensions["rehab_clock"])()
    often = trigger_of(Every(int(TAKEN_UP_EVERY.total_seconds())))
    blocking.add_job(make_good, often, args=(app,), id="indhent", next_run_time=now)
    return blocking


def settle() -> None:
    """Leave what is loaded at the start out of each later search for garbage.

    It is never garbage, and going through it took a tenth of the time of a large import.
    """
    gc.collect()
    gc.freeze()


def main() -> None:
    """Serve jobs until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    app = create_app(load_settings())
    settle()
    scheduler(app).start()


if __name__ == "__main__":
    main()
