"""Count how many of a kommune's deadlines were kept: the figures of a Monday morning.

The programme wants its course to be followed by indicators (chapter 5), and its waiting times are
the first of them (4.5). A figure is a share of readings that can be judged, so it can be opened
and counted by hand; nothing here knows who did the work, and no person is ranked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import ClockRule, ClockTrigger, ClockUnit
from rehab.domain.day_counting import plural
from rehab.domain.deadlines import ClockReading, ClockState

PERIOD_DAYS: Final = 84
START: Final = "start"
_SOURCE: Final = "programmet, kapitel 5"
_UNITS: Final = {ClockUnit.CALENDAR: "kalenderdage", ClockUnit.WORKING: "arbejdsdage"}
_TRIGGERS: Final = {
    ClockTrigger.RECEIVED: "modtagelsen af henvisningen",
    ClockTrigger.DISCHARGED: "udskrivningen",
}


class Judgement(StrEnum):
    """What a reading says of its deadline; open ones are in no share yet."""

    KEPT = "kept"
    MISSED = "missed"
    OPEN = "open"

    @property
    def counts(self) -> bool:
        """Tell whether the reading is part of a share."""
        return self is not Judgement.OPEN


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that is followed: the clock it is read from, and what it means in words."""

    code: str
    label: str
    definition: str
    section: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    numerator: int
    denominator: int

    @property
    def percent_text(self) -> str:
        """Return the share as whole per cent, halves rounded up; without cases there is none."""
        if not self.denominator:
            return "–"
        return f"{(200 * self.numerator + self.denominator) // (2 * self.denominator)} %"


def period_start(today: date) -> date:
    """Return the first day of receipt that counts: twelve weeks back, so that all have an end."""
    return today - timedelta(days=PERIOD_DAYS)


def judge(reading: ClockReading) -> Judgement:
    """Tell whether the deadline was kept or missed, or cannot be judged (4.5).

    One still in time is not judged, nor one whose referral ended before its due day. One that has
    run out is missed whether or not the thing has happened since.
    """
    if reading.state is ClockState.MET:
        return Judgement.KEPT
    return Judgement.MISSED if reading.state is ClockState.OVERDUE else Judgement.OPEN


def share_of(readings: Iterable[ClockReading]) -> Share:
    """Return how many of the readings that can be judged kept their deadline."""
    judged = [judge(reading) for reading in readings]
    kept = judged.count(Judgement.KEPT)
    return Share(kept, kept + judged.count(Judgement.MISSED))


def is_waiting(readings: Iterable[ClockReading]) -> bool:
    """Tell whether a referral still waits for its offer to start: its start clock has no stop.

    The start is the last of the programme's waiting times (4.5), so who has not started waits.
    """
    return any(reading.code == START and reading.stopped_on is None for reading in readings)


def is_overdue(reading: ClockReading) -> bool:
    """Tell whether a deadline has run out and the thing has still not happened (4.5)."""
    return reading.state is ClockState.OVERDUE and reading.stopped_on is None


def indicators_of(rules: Iterable[ClockRule], today: date) -> tuple[Indicator, ...]:
    """Return one indicator for each clock the programme has switched on, in its order."""
    by_code: dict[str, ClockRule] = {}
    for rule in rules:
        if rule.enabled and (rule.valid_until is None or rule.valid_until >= today):
            by_code.setdefault(rule.code, rule)
    return tuple(_indicator(rule, today) for rule in by_code.values())


def _indicator(rule: ClockRule, today: date) -> Indicator:
    days = plural(rule.days, "dag", "dage")
    return Indicator(
        code=rule.code,
        label=f"{rule.label} inden {days}",
        definition=(
            f"Andelen af henvisninger modtaget siden {danish_date(period_start(today))}, hvor "
            f"fristen på {days} blev overholdt. Den regnes i {_UNITS[rule.unit]} fra "
            f"{_TRIGGERS[rule.trigger]}. Frister, der stadig løber, tæller ikke med; det gør "
            "henvisninger, der blev afsluttet før fristen, heller ikke."
        ),
        section=f"{rule.section}; {_SOURCE}",
    )
