"""What the clocks of one referral are counted from, and what of it was known on a day.

Everything here is a fact somebody recorded: days of the referral, happenings, pauses, and the dates
that were put right. Nothing is overwritten, so a clock can be read as it stood on any day (F19).
Sources: programme 4.5, sundhedsloven §140 and DOMAIN chapters 11 and 21.
"""

from dataclasses import dataclass, replace
from datetime import date

from rehab.domain.clock_rules import ClockRule, EventKind, LegalBasis
from rehab.domain.day_counting import Pause


@dataclass(frozen=True, slots=True)
class PathwayEvent:
    """Something that happened in a pathway, on the day that counts.

    An offered first contact is dated with the day offered for it, not the day of the letter
    (SL-9), so it may lie ahead. `recorded_on` is the day it became known; a reading of an earlier
    day does not know it.
    """

    kind: EventKind
    on: date
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What the clocks of a referral were counted by at a moment: rules, pauses and closed days."""

    rules: tuple[ClockRule, ...]
    pauses: tuple[Pause, ...]
    closed_days: frozenset[date]


@dataclass(frozen=True, slots=True)
class DateChange:
    """The dates of a referral as they stood until the day somebody put them right (F26).

    `sequence` tells two corrections of one day apart. `ground` is what was counted by until then,
    so that a rule or a closed day that is set later changes no answer that was given; without it,
    what is counted by now is taken to have held then too.
    """

    recorded_on: date
    received_on: date
    discharged_on: date | None = None
    earliest_start_on: date | None = None
    sequence: int = 0
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the clocks of one referral are counted from.

    `ended_on` is the day the referral was returned or closed. Each referral of a case has its own
    facts, because a GOP and a Ref01 keep their own clocks (4.4, F7).
    """

    legal_basis: LegalBasis
    received_on: date
    discharged_on: date | None = None
    earliest_start_on: date | None = None
    events: tuple[PathwayEvent, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ended_on: date | None = None
    corrections: tuple[DateChange, ...] = ()

    def as_known(self, on: date) -> "ClockFacts":
        """Return the facts without what was recorded after a day, and with the dates of that day.

        Corrections come back in the order they were made.
        """
        changes = sorted(self.corrections, key=lambda one: (one.recorded_on, one.sequence))
        ahead = [change for change in changes if change.recorded_on > on]
        known = replace(
            self,
            events=tuple(e for e in self.events if _is_known(e.recorded_on, on)),
            pauses=self.pauses_known(on),
            ended_on=self.ended_on if self.ended_on is not None and self.ended_on <= on else None,
            corrections=tuple(change for change in changes if change.recorded_on <= on),
        )
        return known.before(ahead[0]) if ahead else known

    def pauses_known(self, on: date) -> tuple[Pause, ...]:
        """Return the pauses without those recorded after a day."""
        return tuple(pause for pause in self.pauses if _is_known(pause.recorded_on, on))

    def before(self, change: DateChange) -> "ClockFacts":
        """Return the facts with the dates as they stood before a correction."""
        return replace(
            self,
            received_on=change.received_on,
            discharged_on=change.discharged_on,
            earliest_start_on=change.earliest_start_on,
        )


def _is_known(recorded_on: date | None, on: date) -> bool:
    return recorded_on is None or recorded_on <= on
