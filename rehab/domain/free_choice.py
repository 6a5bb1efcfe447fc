"""See in time that a citizen must be told of the free choice, or cannot be reached at all.

A kommune that cannot offer a start within the guarantee lets the citizen choose a private provider
(sundhedsloven §140, stk. 4), so somebody must act before the days have run (F29). A citizen nobody
reaches is written to; the attempts still stop no deadline (F22).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rehab.domain.clock_facts import ClockFacts
from rehab.domain.clock_rules import ClockRule, EventKind
from rehab.domain.deadlines import read_clock

_ANSWERS = frozenset({EventKind.CONTACT_REACHED, EventKind.FIRST_CONTACT_HELD})


@dataclass(frozen=True, slots=True)
class FreeChoice:
    """Say on which counted day of which clock somebody must offer the free choice."""

    clock: str
    day: int
    section: str


@dataclass(frozen=True, slots=True)
class SilentCitizen:
    """Say after how many attempts in vain a citizen who was never reached is written to."""

    attempts: int
    section: str


def free_choice_due(
    rules: Iterable[ClockRule],
    facts: ClockFacts,
    free_choice: FreeChoice,
    today: date,
    closed_days: frozenset[date] = frozenset(),
) -> date | None:
    """Return the day the task came due, once it has; None while there is nothing to do.

    It is the fifth counted day of seven: pauses and days not counted move it as they move the
    guarantee. There is none when a time within the guarantee was offered, the citizen has begun,
    the referral has ended, or waiting is the citizen's own wish today. Run a week late it gives
    the same day.
    """
    for rule in rules:
        if rule.code == free_choice.clock and rule.applies(facts.legal_basis, facts.received_on):
            break
    else:
        return None
    known = facts.as_known(today)
    if any(p.counts and rule.is_paused_by(p.code) and p.covers(today) for p in known.pauses):
        return None
    if known.ended_on is not None or _has_begun(known, today):
        return None
    guarantee = read_clock(rule, known, today, closed_days)
    if guarantee.due is None or (guarantee.stopped_on or date.max) <= guarantee.due:
        return None
    fifth = replace(rule, days=min(free_choice.day, rule.days))
    due = read_clock(fifth, known, today, closed_days).due
    return due if due is not None and due <= today else None


def _has_begun(facts: ClockFacts, today: date) -> bool:
    held = EventKind.FIRST_CONTACT_HELD
    return any(event.kind is held and event.on <= today for event in facts.events)


def attempts_in_vain(facts: ClockFacts, today: date) -> int:
    """Return how often the citizen was tried without ever having been reached."""
    kinds = [event.kind for event in facts.as_known(today).events]
    return 0 if _ANSWERS & set(kinds) else kinds.count(EventKind.CONTACT_ATTEMPTED)


def is_written_to(facts: ClockFacts, silent: SilentCitizen, today: date) -> bool:
    """Tell whether the citizen nobody reaches should have the letter now (F22)."""
    return attempts_in_vain(facts, today) >= silent.attempts
