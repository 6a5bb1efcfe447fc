"""Name where a case is, from what has happened in it, and give it its number.

A phase is derived and never stored, so it cannot disagree with the events (F19). The five phases
are the step line of a case: referral, triage, contact, start and end (programme 4.4–4.6).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.clock_rules import EventKind
from rehab.domain.deadlines import PathwayEvent
from rehab.domain.errors import DomainError

_CASE_NUMBER: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<serial>[0-9]{5,})", re.ASCII)


class CasePhase(StrEnum):
    """How far a case has come, in the order a case passes them."""

    HENVIST = "henvist"
    VISITERET = "visiteret"
    KONTAKTET = "kontaktet"
    STARTET = "startet"
    AFSLUTTET = "afsluttet"


PHASE_LABELS: Final = MappingProxyType(
    {
        CasePhase.HENVIST: "Henvist",
        CasePhase.VISITERET: "Visiteret",
        CasePhase.KONTAKTET: "Kontaktet",
        CasePhase.STARTET: "Startet",
        CasePhase.AFSLUTTET: "Afsluttet",
    }
)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides a case's phase: its first receipt, the triage, its events and its end."""

    received_on: date
    accepted_on: date | None = None
    events: tuple[PathwayEvent, ...] = ()
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """One step of the line: its phase, the day it was reached if any, and whether it is now.

    A step may lie behind without a date, as when a citizen starts and nobody noted the call.
    """

    phase: CasePhase
    label: str
    on: date | None
    is_behind: bool
    is_current: bool


class CaseNumberError(DomainError):
    """Something that is no case number was given."""


def phase_dates(facts: CaseFacts) -> dict[CasePhase, date | None]:
    """Return the day each phase was reached, or None where it was not.

    An attempt or an offer is no contact; the first meeting held is, and it is the start as well.
    """
    started = _first(facts, EventKind.FIRST_CONTACT_HELD)
    reached = _first(facts, EventKind.CONTACT_REACHED)
    return {
        CasePhase.HENVIST: facts.received_on,
        CasePhase.VISITERET: facts.accepted_on,
        CasePhase.KONTAKTET: min((d for d in (reached, started) if d is not None), default=None),
        CasePhase.STARTET: started,
        CasePhase.AFSLUTTET: facts.closed_on,
    }


def phase_of(facts: CaseFacts) -> CasePhase:
    """Return the furthest phase the case has reached."""
    return [phase for phase, on in phase_dates(facts).items() if on is not None][-1]


def phase_steps(facts: CaseFacts) -> tuple[PhaseStep, ...]:
    """Return the five steps of the case's line with their dates."""
    dates = phase_dates(facts)
    current = phase_of(facts)
    order = list(CasePhase)
    return tuple(
        PhaseStep(
            phase=phase,
            label=PHASE_LABELS[phase],
            on=dates[phase],
            is_behind=order.index(phase) < order.index(current),
            is_current=phase is current,
        )
        for phase in order
    )


def format_case_number(year: int, serial: int) -> str:
    """Write the number people say on the phone: the year and the case's place in it."""
    return f"{year:04d}-{serial:05d}"


def parse_case_number(text: str) -> tuple[int, int]:
    """Return the year and the place in it, or refuse what is no case number."""
    match = _CASE_NUMBER.fullmatch(text.strip())
    if match is None:
        raise CaseNumberError("Et sagsnummer skrives som 2026-00017. Ret nummeret og søg igen.")
    return int(match["year"]), int(match["serial"])


def _first(facts: CaseFacts, kind: EventKind) -> date | None:
    return min((event.on for event in facts.events if event.kind is kind), default=None)
