"""Every job: its name, when it runs, and the one use case it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from rehab.clock import COPENHAGEN
from rehab.services.context import Context
from rehab.services.inbox import watch_inbox
from rehab.services.reminders import raise_reminders
from rehab.services.sending import send_queued


@dataclass(frozen=True, slots=True)
class Job:
    """Something done without a person asking.

    A frequent job runs every few seconds for all kommuner at once and saves as it goes; its runs
    are noted only when they did something, or the table would say nothing of those that matter.
    """

    name: str
    what: str
    trigger: BaseTrigger
    use_case: Callable[[Context], int]
    frequent: bool = False


def daily(hour: int, minute: int) -> CronTrigger:
    """Return a daily trigger in Danish time, outside the hours that can be skipped or repeated.

    Raises ValueError between 02 and 04: on the last Sunday of October 02.30 comes twice, and on
    the last of March it does not come.
    """
    if hour in {2, 3}:
        raise ValueError("between 02 and 04 the clock can be skipped or repeated")
    return CronTrigger(hour=hour, minute=minute, timezone=COPENHAGEN)


def every(seconds: int) -> IntervalTrigger:
    """Return a trigger that fires again and again, this many seconds apart."""
    return IntervalTrigger(seconds=seconds, timezone=COPENHAGEN)


JOBS: Final = {
    job.name: job
    for job in (
        Job(
            "paamindelser",
            "Finder overskredne frister og sygemeldinger uden plan og opretter påmindelser.",
            daily(5, 10),
            raise_reminders,
        ),
        Job(
            "send",
            "Lægger meddelelser, der venter, i den mappe, VANS-leverandøren henter fra.",
            every(10),
            send_queued,
            frequent=True,
        ),
        Job(
            "receive",
            "Henter meddelelser i `inbox_folder` og læser det, der blev gemt uden at blive læst.",
            every(10),
            watch_inbox,
            frequent=True,
        ),
    )
}
