"""Try a clock on made-up days, as an administrator asks what would be due when.

Whoever checks a rule types the day it is counted from, the pauses and what happened; the answer is
counted by the same arithmetic as every case. What cannot be is refused as on the pages (F20, F27).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from rehab.domain.calendar import danish_date
from rehab.domain.clock_facts import ClockFacts, PathwayEvent
from rehab.domain.clock_rules import ClockRule, ClockUnit, EventKind, LegalBasis
from rehab.domain.day_counting import Pause
from rehab.domain.errors import DomainError
from rehab.domain.pauses import check_overlap


class TrialRefusedError(DomainError):
    """A clock cannot be tried as it was asked."""


def choose_rule(
    rules: Sequence[ClockRule], code: str, basis: LegalBasis | None, unit: ClockUnit | None
) -> tuple[ClockRule, LegalBasis]:
    """Return the rule with a code for a legal basis, or the first there is, and which basis it was.

    With a unit given the rule is tried with those days. A rule that is switched off can be tried
    too. Raises TrialRefusedError naming the codes there are.
    """
    named = [rule for rule in rules if rule.code == code]
    if not named:
        known = ", ".join(dict.fromkeys(rule.code for rule in rules))
        raise TrialRefusedError(f"Fristen »{code}« findes ikke. Vælg en af: {known}.")
    for rule in named:
        if basis is None or basis in rule.applies_to:
            tried = rule if unit is None else replace(rule, unit=unit)
            return tried, basis or min(rule.applies_to)
    raise TrialRefusedError(f"Fristen »{code}« gælder ikke for det lovgrundlag. Vælg et andet.")


def trial_facts(
    basis: LegalBasis, start: date, pauses: Iterable[Pause], events: Iterable[PathwayEvent]
) -> ClockFacts:
    """Return facts that make a clock begin on a day, whatever it is counted from.

    Raises TrialRefusedError for a contact before that day, and PauseRefusedError for a pause over
    another. A day offered may lie anywhere after it.
    """
    let_in: list[Pause] = []
    for pause in pauses:
        check_overlap(pause, let_in)
        let_in.append(pause)
    happened = tuple(events)
    for event in happened:
        if event.on < start:
            raise TrialRefusedError(
                f"{event.kind} {danish_date(event.on)} ligger før {danish_date(start)}, som "
                "fristen regnes fra. Ret en af dagene."
            )
    return ClockFacts(
        legal_basis=basis,
        received_on=start,
        discharged_on=start,
        events=happened,
        pauses=tuple(let_in),
    )


def reading_day(today: date, events: Iterable[PathwayEvent]) -> date:
    """Return the day a trial is read on where none is said.

    What somebody says has happened is part of the question, so a trial of days ahead is read when
    the last of it is known.
    """
    return max((today, *(event.recorded_on for event in events if event.recorded_on)))


def hindrances(rule: ClockRule, start: date) -> tuple[str, ...]:
    """Say what keeps a rule from running for a referral of that day, though it was tried."""
    found = []
    if not rule.enabled:
        found.append("Fristen er slået fra og løber ikke for nogen henvisning.")
    if start < rule.valid_from or (rule.valid_until is not None and start > rule.valid_until):
        found.append(f"Fristen gælder ikke for en henvisning fra {danish_date(start)}.")
    return tuple(found)


def remarks_on(rule: ClockRule, start: date) -> tuple[str, ...]:
    """Say what somebody who tries a rule should know of it besides the account."""
    if EventKind.CONTACT_ATTEMPTED not in rule.stops:
        return hindrances(rule, start)
    attempts = "Et forsøg stopper aldrig en frist, heller ikke denne."
    return (*hindrances(rule, start), attempts)
