"""Let a kommune set its own deadlines without changing what was judged before.

A setting is a version: it holds for the referrals received while it is in force, and the one it
replaces stays for those before (4.5, chapter 7; F20). The programme says which clocks there are,
where they come from and what may stop them; how many days, which days and what pauses them is the
kommune's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import ClockRule, ClockUnit, EventKind, LegalBasis, Strength
from rehab.domain.errors import DomainError

_MOST_DAYS: Final = 366


class ClockSettingRefusedError(DomainError):
    """A kommune's own rule cannot be as it was typed."""


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """One version of a kommune's rule for one clock of the programme.

    `valid_from` and `valid_until` are days of receipt. `recorded_on` is the day it became known and
    `sequence` tells two of one day apart: of versions that both hold, the last one does.
    `recorded_at` is the moment, for whoever asks what was set before something else of that day.
    """

    code: str
    applies_to: frozenset[LegalBasis]
    days: int
    unit: ClockUnit
    strength: Strength
    enabled: bool
    pausable: frozenset[str]
    stops: frozenset[EventKind]
    valid_from: date
    valid_until: date | None
    recorded_on: date
    sequence: int = 0
    recorded_at: datetime | None = None

    def holds(self, code: str, basis: LegalBasis, received_on: date, known_on: date) -> bool:
        """Tell whether this is, as known on a day, a rule for a referral received on another."""
        in_force = self.valid_from <= received_on and (
            self.valid_until is None or received_on <= self.valid_until
        )
        named = self.code == code and basis in self.applies_to
        return named and in_force and self.recorded_on <= known_on


def rules_on(
    rules: Iterable[ClockRule],
    settings: Iterable[ClockSetting],
    basis: LegalBasis,
    received_on: date,
    known_on: date,
) -> tuple[ClockRule, ...]:
    """Return the rules of a legal basis that judge a referral received on a day.

    Each is the programme's, with the kommune's own version laid over it where one holds. A clock
    the programme does not have cannot come to be here.
    """
    ordered = sorted(settings, key=lambda one: (one.recorded_on, one.sequence))
    found = []
    for rule in rules:
        if basis not in rule.applies_to:
            continue
        own = [s for s in ordered if s.holds(rule.code, basis, received_on, known_on)]
        found.append(with_setting(rule, own[-1]) if own else rule)
    return tuple(found)


def with_setting(rule: ClockRule, setting: ClockSetting) -> ClockRule:
    """Return a rule of the programme as a kommune has set it."""
    return replace(
        rule,
        days=setting.days,
        unit=setting.unit,
        strength=setting.strength,
        enabled=setting.enabled,
        pausable=setting.pausable,
        stops=setting.stops,
    )


def check_setting(rule: ClockRule, setting: ClockSetting) -> None:
    """Refuse a version that is no rule, or that the programme leaves no room for.

    A deadline set by law keeps its strength, its stop and its length or a shorter one: a kommune
    may promise more than the law, never less (sundhedsloven §140). Raises ClockSettingRefusedError.
    """
    if not 1 <= setting.days <= _MOST_DAYS:
        raise ClockSettingRefusedError(f"Fristen skal være mellem 1 og {_MOST_DAYS} dage.")
    if setting.valid_until is not None and setting.valid_until < setting.valid_from:
        raise ClockSettingRefusedError(
            f"Reglen kan ikke slutte {danish_date(setting.valid_until)}, før den begynder "
            f"{danish_date(setting.valid_from)}. Ret en af datoerne."
        )
    if not setting.stops:
        raise ClockSettingRefusedError("Vælg mindst én hændelse, der stopper fristen.")
    if not setting.stops <= stops_to_choose(rule):
        raise ClockSettingRefusedError("Fristen kan ikke stoppes af den hændelse. Vælg en anden.")
    if rule.strength is Strength.LOV:
        _check_law(rule, setting)


def _check_law(rule: ClockRule, setting: ClockSetting) -> None:
    if setting.strength is not Strength.LOV or not setting.enabled:
        raise ClockSettingRefusedError(
            f"»{rule.label}« er sat ved lov ({rule.section}). Den kan ikke slås fra eller gøres "
            "til et mål."
        )
    if setting.unit is not rule.unit or setting.days > rule.days:
        raise ClockSettingRefusedError(
            f"»{rule.label}« er sat ved lov ({rule.section}) til {rule.days} dage. Den kan gøres "
            "kortere, men ikke længere, og dagene regnes på samme måde."
        )


def stops_to_choose(rule: ClockRule) -> frozenset[EventKind]:
    """Return the happenings that may stop a clock: the programme's, and those it leaves open."""
    return rule.stops | rule.stop_choices
