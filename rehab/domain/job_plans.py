"""Say what is done without a person asking, and when: once a day, or again and again.

Kept apart from the jobs themselves, so that a page can tell of them without being able to run one.
All hours are Danish; instants are taken in Danish time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

# The worker looks so often for a daily job of today that nobody has finished.
TAKEN_UP_EVERY: Final = timedelta(minutes=5)
# A job that failed is not tried again for so long: a mail server that is away stays away a while.
TRIED_AGAIN_AFTER: Final = timedelta(minutes=30)
# Two machines that follow the same time do not agree to the second. A run noted as ended later than
# this from now was run by hand for a day to come, and is no run yet.
CLOCKS_DIFFER_BY: Final = timedelta(minutes=1)
_CLOCK_CHANGES: Final = frozenset({2, 3})
_MIDNIGHT: Final = 24


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a Danish time of day, made up for on the same day before `until_hour`.

    Raises ValueError between 02 and 04: on the last Sunday of October 02.30 comes twice, and on
    the last of March it does not come.
    """

    hour: int
    minute: int
    until_hour: int = _MIDNIGHT

    def __post_init__(self) -> None:
        """Refuse the hours that can be skipped or repeated."""
        if self.hour in _CLOCK_CHANGES:
            raise ValueError("between 02 and 04 the clock can be skipped or repeated")

    def planned_on(self, day: date, now: datetime) -> datetime:
        """Return the instant it is planned for on a day, in the time zone of `now`."""
        return datetime.combine(day, time(self.hour, self.minute), now.tzinfo)

    def ends_on(self, day: date, now: datetime) -> datetime:
        """Return the instant from which a day's work is not made up for, in the zone of `now`."""
        midnight = datetime.combine(day, time(), now.tzinfo)
        return midnight + timedelta(hours=self.until_hour)

    def is_due(self, now: datetime) -> bool:
        """Tell whether the time of the day has come, and is not gone."""
        planned = self.planned_on(now.date(), now)
        return planned.astimezone(UTC) <= now.astimezone(UTC) and now.hour < self.until_hour

    def __str__(self) -> str:
        """Say when, as in `hver dag kl. 5.10`."""
        return f"hver dag kl. {clock_time(time(self.hour, self.minute))}"


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, so many seconds apart, for all kommuner at once."""

    seconds: int

    def __str__(self) -> str:
        """Say how often, as in `hvert 10. sekund`."""
        return f"hvert {self.seconds}. sekund"


@dataclass(frozen=True, slots=True)
class JobPlan:
    """What a job is called, what it does as a sentence, and when."""

    name: str
    what: str
    when: Daily | Every


def counts_until(now: datetime) -> datetime:
    """Return the latest end a noted run can have and count at an instant.

    The worker and the page of jobs ask the same, so that what the page calls missing is done.
    """
    return now + CLOCKS_DIFFER_BY


def clock_time(moment: time) -> str:
    """Write a time of day as it stands in a sentence: `5.10`."""
    return f"{moment.hour}.{moment.minute:02}"
