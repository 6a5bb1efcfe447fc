"""Decide when a referral may wait, for which reason and for how long, so that none is forgotten.

KL accepts five reasons for a plan without activity (DOMAIN SL-10), and a kommune has its own; each
says whether it counts, and each clock says which of them move it (F25). A pause has an end, may
come again, never lies over another of the same referral, and can be ended early by a row of its own
(F27). Nothing is overwritten, so every day can be read as it was known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import ClockRule
from rehab.domain.day_counting import Pause, PauseOrderError, plural
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_day

_ONE_DAY = timedelta(days=1)


class PauseRefusedError(DomainError):
    """A pause cannot be set, or ended, as it was typed."""


@dataclass(frozen=True, slots=True)
class PauseReason:
    """A reason a referral may wait for.

    `counts` says whether it may move a deadline at all; `one_click` that it is what a citizen is
    asked when the guarantee runs out, and so stands first (F29).
    """

    code: str
    label: str
    counts: bool
    one_click: bool
    section: str


@dataclass(frozen=True, slots=True)
class PauseEnd:
    """The last day of a pause that was ended early, and the day that became known."""

    until_on: date
    recorded_on: date


@dataclass(frozen=True, slots=True)
class PauseRecord:
    """A pause as it was set, with the times it was ended early."""

    code: str
    reason: str
    counts: bool
    from_on: date
    until_on: date
    recorded_on: date
    ends: tuple[PauseEnd, ...] = ()

    def last_day(self, known_on: date | None = None) -> date:
        """Return the last day of the pause, as it was known on a day when one is given.

        The earliest end holds, so that the order they were entered in changes nothing.
        """
        ends = (end.until_on for end in self.ends if end.recorded_on <= (known_on or date.max))
        return min((self.until_on, *ends))

    def as_pause(self, known_on: date | None = None) -> Pause | None:
        """Return what clocks count, or None for a pause not set yet or taken back before it began.

        With a day given, what was recorded after it is left out.
        """
        last = self.last_day(known_on)
        if self.recorded_on > (known_on or date.max) or last < self.from_on:
            return None
        return Pause(self.reason, self.from_on, last, self.counts, self.code, self.recorded_on)


def check_pause(
    pause: PauseRecord, others: Iterable[Pause], begins_on: date, today: date, most_days: int
) -> None:
    """Refuse a pause that cannot be, with PauseRefusedError or ImplausibleDayError.

    One that ends before it begins is a PauseOrderError. `others` are the pauses the referral has,
    `begins_on` the day its first clock begins. A pause of whole months is a decision nobody looked
    at again, so its length has a limit.
    """
    if pause.until_on < pause.from_on:
        raise PauseOrderError(pause.from_on, pause.until_on)
    check_day(pause.from_on, "Pausens første dag", today)
    check_day(pause.until_on, "Pausens sidste dag", today)
    if pause.from_on < begins_on:
        raise PauseRefusedError(
            f"Pausen kan ikke begynde før {danish_date(begins_on)}, da fristerne begyndte at løbe. "
            "Ret den første dag."
        )
    length = (pause.until_on - pause.from_on).days + 1
    if length > most_days:
        raise PauseRefusedError(
            f"Pausen er på {length} dage og må højst være på {plural(most_days, 'dag', 'dage')}. "
            "Vælg en tidligere sidste dag; pausen kan sættes igen, når den slutter."
        )
    check_overlap(pause, others)


def check_overlap(pause: Pause | PauseRecord, others: Iterable[Pause]) -> None:
    """Refuse a pause over another of the same referral, and say which (F27)."""
    for other in others:
        if pause.from_on <= other.until_on and other.from_on <= pause.until_on:
            raise PauseRefusedError(
                f"Henvisningen er allerede på pause: {other.reason} "
                f"{danish_date(other.from_on)}–{danish_date(other.until_on)}. Vælg andre dage, "
                "eller afslut den pause først."
            )


def check_end(pause: Pause, until_on: date) -> None:
    """Refuse an end that does not shorten the pause, with PauseRefusedError.

    The day before the pause began takes it back altogether, as when it was set by mistake.
    """
    if until_on >= pause.until_on:
        raise PauseRefusedError(
            f"Pausen slutter allerede {danish_date(pause.until_on)}. Vælg en tidligere dag; skal "
            "den vare længere, så sæt en ny pause bagefter."
        )
    if until_on < pause.from_on - _ONE_DAY:
        raise PauseRefusedError(
            f"Pausen begyndte {danish_date(pause.from_on)}. Vælg den dag eller en senere, eller "
            f"{danish_date(pause.from_on - _ONE_DAY)} for at tage hele pausen tilbage."
        )


def clocks_paused_by(reason: PauseReason, rules: Iterable[ClockRule]) -> tuple[str, ...]:
    """Return the names of the clocks a reason moves, each once; none when it does not count."""
    if not reason.counts:
        return ()
    return tuple(dict.fromkeys(rule.label for rule in rules if rule.is_paused_by(reason.code)))
