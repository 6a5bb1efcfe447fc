"""Every job: its name, when it runs, and the one use case it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from rehab.clock import COPENHAGEN
from rehab.services.context import Context
from rehab.services.daily_reminders import raise_reminders
from rehab.services.digests import send_digests
from rehab.services.inbox import watch_inbox
from rehab.services.letter_batches import draw_waiting
from rehab.services.notice_sending import send_notices
from rehab.services.onward_referrals import ask_for_feedback
from rehab.services.rolling_seats import pass_seats_on
from rehab.services.seat_offers import check_waiting_list, run_offers
from rehab.services.sending import send_queued
from rehab.services.session_reminders import remind_of_sessions
from rehab.services.standings_upkeep import recheck_all, recheck_due


@dataclass(frozen=True, slots=True)
class Job:
    """Something done without a person asking.

    A frequent job runs for all kommuner at once, and its runs are noted only when they did
    something, or the table would say nothing of those that matter. The others run once a day, for
    one kommune after another unless they are `for_all`; one that was missed is made up for the
    same day, before `until_hour`. All save as they go.
    """

    name: str
    what: str
    trigger: BaseTrigger
    use_case: Callable[[Context], int]
    frequent: bool = False
    for_all: bool = False
    until_hour: int = 24

    def is_due(self, now: datetime) -> bool:
        """Tell whether the job's time of the day has come, and is not gone."""
        here = now.astimezone(COPENHAGEN)
        midnight = datetime.combine(here.date(), time.min, COPENHAGEN)
        planned = self.trigger.get_next_fire_time(None, midnight)
        return planned is not None and planned <= here and here.hour < self.until_hour


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
            "Opretter de påmindelser, fristerne kalder på, og løfter sager, der ligger stille.",
            daily(5, 10),
            raise_reminders,
        ),
        Job(
            "dagens-mail",
            "Sender mail om det, der venter, og gemte visninger til dem, der har valgt det.",
            daily(6, 0),
            send_digests,
            for_all=True,
            until_hour=20,
        ),
        Job(
            "rullende-pladser",
            "Giver pladsen videre, når en borger på et rullende hold har fået alle sine gange.",
            daily(5, 5),
            pass_seats_on,
        ),
        Job(
            "tilbagemeldinger",
            "Finder tilbagemeldinger fra andre leverandører, der ikke er kommet til tiden.",
            daily(5, 20),
            ask_for_feedback,
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
        Job(
            "pladser",
            "Regner det på listerne om, som tiden har ændret: en gang eller en pause er slut.",
            every(20),
            recheck_due,
            frequent=True,
        ),
        Job(
            "alle-pladser",
            "Regner alle sagers plads på listerne igennem, så en ændret indstilling slår igennem.",
            daily(4, 20),
            recheck_all,
            for_all=True,
        ),
        Job(
            "tilbudte-pladser",
            "Lader tilbud om pladser, som ingen har svaret på, gå videre på ventelisten.",
            every(60),
            run_offers,
            frequent=True,
        ),
        Job(
            "venteliste",
            "Finder ledige pladser, som nogen venter på, og som ingen har fået tilbudt.",
            daily(5, 25),
            check_waiting_list,
        ),
        Job(
            "husk",
            "Lægger påmindelser om de næste dages tider i kø til borgerne.",
            daily(8, 5),
            remind_of_sessions,
            until_hour=20,
        ),
        Job(
            "beskeder",
            "Sender de SMS og mails til borgere, der ligger i kø.",
            every(10),
            send_notices,
            frequent=True,
        ),
        Job(
            "breve",
            "Danner de breve til borgere, der venter, som PDF med alle maskinens kerner.",
            every(10),
            draw_waiting,
            frequent=True,
        ),
    )
}
