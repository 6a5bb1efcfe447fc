"""Clock rules and facts to read them on; the programme file has the real ones."""

from dataclasses import replace
from datetime import date

from rehab.domain.clock_rules import (
    ClockRule,
    ClockTrigger,
    ClockUnit,
    EventKind,
    LegalBasis,
    Strength,
)
from rehab.domain.deadlines import ClockFacts, PathwayEvent

GOP, PROGRAMME = LegalBasis.SUNDHEDSLOVEN_140, LegalBasis.SUNDHEDSLOVEN_119
CONTACT = ClockRule(
    code="kontakt",
    label="Kontakt",
    days=5,
    unit=ClockUnit.CALENDAR,
    trigger=ClockTrigger.RECEIVED,
    stops=frozenset({EventKind.CONTACT_REACHED}),
    strength=Strength.AFTALE,
    applies_to=frozenset({GOP, PROGRAMME}),
    section="4.5",
    enabled=True,
    valid_from=date(2012, 5, 1),
    valid_until=None,
)
START = replace(
    CONTACT,
    code="start",
    label="Start",
    days=14,
    stops=frozenset({EventKind.FIRST_CONTACT_HELD}),
    strength=Strength.MAAL,
)
GUARANTEE = replace(
    CONTACT,
    code="garanti",
    label="Garanti",
    days=7,
    trigger=ClockTrigger.DISCHARGED,
    stops=frozenset({EventKind.FIRST_CONTACT_OFFERED}),
    strength=Strength.LOV,
    applies_to=frozenset({GOP}),
    section="sundhedsloven §140, stk. 4",
)
WORKING = replace(CONTACT, unit=ClockUnit.WORKING)
RECEIVED = date(2026, 11, 23)


def event(kind, day, recorded=None):
    return PathwayEvent(kind, date(2026, 11, day), recorded)


def facts(*events, **changes):
    return ClockFacts(**{"legal_basis": GOP, "received_on": RECEIVED, "events": events, **changes})


def contact(day):
    return event(EventKind.CONTACT_REACHED, day)
