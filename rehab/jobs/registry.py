"""Every job: its name, when it runs, and the one use case it calls.

What may be shown of a job is its `plan`, a value of the domain: the factory hands the plans to the
pages, since the web and the jobs know nothing of each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from rehab.clock import COPENHAGEN
from rehab.domain.job_plans import Daily, Every, JobPlan
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
    same day. All save as they go.
    """

    name: str
    what: str
    when: Daily | Every
    use_case: Callable[[Context], int]
    for_all: bool = False

    @property
    def frequent(self) -> bool:
        """Tell whether it runs again and again."""
        return isinstance(self.when, Every)

    @property
    def plan(self) -> JobPlan:
        """Return what may be told of it where no job can be run, as on a page."""
        return JobPlan(self.name, self.what, self.when)

    @property
    def trigger(self) -> BaseTrigger:
        """Return what makes the scheduler run it."""
        return trigger_of(self.when)

    def is_due(self, now: datetime) -> bool:
        """Tell whether the job's time of the day has come, and is not gone."""
        return isinstance(self.when, Every) or self.when.is_due(now.astimezone(COPENHAGEN))


def trigger_of(when: Daily | Every) -> BaseTrigger:
    """Return a trigger that fires once a day, or again and again, in Danish time."""
    if isinstance(when, Every):
        return IntervalTrigger(seconds=when.seconds, timezone=COPENHAGEN)
    return CronTrigger(hour=when.hour, minute=when.minute, timezone=COPENHAGEN)


JOBS: Final = {
    job.name: job
    for job in (
        Job(
            "paamindelser",
            "Opretter de påmindelser, fristerne kalder på, og løfter sager, der ligger stille.",
            Daily(5, 10),
            raise_reminders,
        ),
        Job(
            "dagens-mail",
            "Sender mail om det, der venter, og gemte visninger til dem, der har valgt det.",
            Daily(6, 0, until_hour=20),
            send_digests,
            for_all=True,
        ),
        Job(
            "rullende-pladser",
            "Giver pladsen videre, når en borger på et rullende hold har fået alle sine gange.",
            Daily(5, 5),
            pass_seats_on,
        ),
        Job(
            "tilbagemeldinger",
            "Finder tilbagemeldinger fra andre leverandører, der ikke er kommet til tiden.",
            Daily(5, 20),
            ask_for_feedback,
        ),
        Job(
            "send",
            "Lægger meddelelser, der venter, i den mappe, VANS-leverandøren henter fra.",
            Every(10),
            send_queued,
        ),
        Job(
            "receive",
            "Henter meddelelser, VANS-leverandøren har lagt, og læser det, der endnu ikke er læst.",
            Every(10),
            watch_inbox,
        ),
        Job(
            "pladser",
            "Regner det på listerne om, som tiden har ændret: en gang eller en pause er slut.",
            Every(20),
            recheck_due,
        ),
        Job(
            "alle-pladser",
            "Regner alle sagers plads på listerne igennem, så en ændret indstilling slår igennem.",
            Daily(4, 20),
            recheck_all,
            for_all=True,
        ),
        Job(
            "tilbudte-pladser",
            "Lader tilbud om pladser, som ingen har svaret på, gå videre på ventelisten.",
            Every(60),
            run_offers,
        ),
        Job(
            "venteliste",
            "Finder ledige pladser, som nogen venter på, og som ingen har fået tilbudt.",
            Daily(5, 25),
            check_waiting_list,
        ),
        Job(
            "husk",
            "Lægger påmindelser om de næste dages tider i kø til borgerne.",
            Daily(8, 5, until_hour=20),
            remind_of_sessions,
        ),
        Job(
            "beskeder",
            "Sender de SMS og mails til borgere, der ligger i kø.",
            Every(10),
            send_notices,
        ),
        Job(
            "breve",
            "Danner de breve til borgere, der venter, som PDF med alle maskinens kerner.",
            Every(10),
            draw_waiting,
        ),
    )
}
