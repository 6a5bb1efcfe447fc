"""Measure the daily job over 100,000 open cases: its seconds, and that memory stays level.

The job runs in a process of its own, first with a tenth of the cases and then with all of them.
What it holds at most may not grow with the number: the larger peak is at most 1.15 of the smaller.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Final

from sqlalchemy import delete, func, select

from rehab.app_factory import create_app
from rehab.domain.access import SYSTEM
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run
from rehab.models import CaseStanding, Organisation, Reminder
from rehab.models.schema import migrate
from rehab.services.demo import load_demo
from rehab.services.demo_scale import fill, work_out_standings
from rehab.services.demo_story import tell_story
from rehab.settings import load_settings
from rehab.web.request_context import context_for
from tests.support import databases

GROWTH: Final = 1.15
DAILY: Final = ("paamindelser", "rullende-pladser", "tilbagemeldinger", "venteliste")


@dataclass(frozen=True)
class Measured:
    """One day's work in a process of its own."""

    cases: int
    tasks: int
    seconds: dict[str, float]
    again: float
    peak: float


def app_on(url: str):
    return create_app(replace(load_settings({"REHAB_ENV": "test"}), database_url=url))


def arrange(url: str, cases: int) -> None:
    """Fill the kommune up, with every case where it stands and no task raised.

    It need not wait for the disk, as the job itself does.
    """
    app = app_on(f"{url}&options=-csynchronous_commit%3Doff")
    with app.app_context():
        ctx = context_for(app, SYSTEM)
        home = ctx.session.scalars(select(Organisation).order_by(Organisation.kommunekode)).first()
        if home is None:
            with ctx.transaction():
                home = load_demo(ctx)
            tell_story(ctx, home)
        for _ in fill(ctx, home, cases):
            pass
        work_out_standings(ctx)
        ctx.session.connection().execute(delete(Reminder))
        ctx.session.commit()


def day(url: str) -> Measured:
    """Do a day's work, and then the same again, which finds it done."""
    app = app_on(url)
    with app.app_context():
        ctx = context_for(app, SYSTEM)
        seconds = {}
        for name in (*DAILY, DAILY[0]):
            begun = perf_counter()
            run(ctx, JOBS[name])
            taken = perf_counter() - begun
            if name in seconds:
                break
            seconds[name] = taken
        counts = [
            ctx.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (CaseStanding, Reminder)
        ]
    return Measured(*counts, seconds, taken, peak())


def peak() -> float:
    """The most memory this process has held, in MB.

    Read of the process itself: what `getrusage` says of a child begins with its parent's.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def apart(part: str, url: str, cases: int) -> str:
    """Do a part of the measure in a process of its own, and return what it prints."""
    command = [sys.executable, "-m", "tests.benchmarks.daily_job", part, url, str(cases)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(cases: int = 100_000) -> int:
    found = []
    with databases.postgres_url(durable=True) as url:
        migrate(url)
        for size in (cases // 10, cases):
            begun = perf_counter()
            apart("arrange", url, size)
            arranged = perf_counter() - begun
            measured = Measured(**json.loads(apart("day", url, size).splitlines()[-1]))
            found.append(measured)
            print(f"{measured.cases} open cases (arranged in {arranged:.0f} s):")
            for name, taken in measured.seconds.items():
                print(f"  {name:18}{taken:8.1f} s")
            print(f"  {'the first again':18}{measured.again:8.1f} s")
            print(f"  {measured.tasks} tasks, at most {measured.peak:.1f} MB", flush=True)
    growth = found[1].peak / found[0].peak
    print(f"memory with ten times the cases: {growth:.2f} (at most {GROWTH} is wanted)")
    return 0 if growth <= GROWTH else 1


if __name__ == "__main__":
    part, address, number = sys.argv[1:]
    if part == "arrange":
        arrange(address, int(number))
    else:
        print(json.dumps(day(address).__dict__))
