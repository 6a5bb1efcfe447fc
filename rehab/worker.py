"""The worker: `python -m rehab.worker`. One process, apart from the web."""

import gc
import logging

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from rehab.app_factory import create_app
from rehab.clock import COPENHAGEN
from rehab.domain.access import SYSTEM
from rehab.jobs.registry import JOBS, Job
from rehab.jobs.runner import run
from rehab.settings import load_settings
from rehab.web.request_context import context_for


def run_in_app(app: Flask, job: Job) -> int | None:
    """Run a job now, in an application context of its own."""
    with app.app_context():
        return run(context_for(app, SYSTEM), job)


def scheduler(app: Flask) -> BlockingScheduler:
    """Return a scheduler with every job on it; a job that was missed runs once when it can."""
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 6 * 3600}
    blocking = BlockingScheduler(timezone=COPENHAGEN, job_defaults=defaults)
    for job in JOBS.values():
        blocking.add_job(run_in_app, job.trigger, args=(app, job), id=job.name)
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
