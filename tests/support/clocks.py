"""Clock rules and facts to read them on; the programme file has the real ones."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from rehab.domain.clock_facts import ClockFacts, DateChange, PathwayEvent
from rehab.domain.clock_rules import (
    ClockRule,
    ClockTrigger,
    ClockUnit,
    EventKind,
    LegalBasis,
    Strength,
)
from rehab.domain.day_counting import Pause

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


@st.composite
def any_facts(draw):
    """Facts of any referral, each recorded some day or never told when, and a day to read on."""
    received = draw(st.dates(min_value=date(2020, 1, 1), max_value=date(2032, 1, 1)))
    near = st.integers(-5, 40).map(lambda n: received + timedelta(days=n))
    known = st.none() | near
    events = st.builds(PathwayEvent, st.sampled_from(EventKind), near, known)
    pauses = st.tuples(
        st.sampled_from("ab"), near, st.integers(0, 9), st.booleans(), st.sampled_from("xy"), known
    ).map(lambda p: Pause(p[0], p[1], p[1] + timedelta(days=p[2]), p[3], p[4], p[5]))
    changes = st.tuples(near, near, known, known)
    read = ClockFacts(
        legal_basis=GOP,
        received_on=received,
        discharged_on=draw(known),
        earliest_start_on=draw(known),
        events=tuple(draw(st.lists(events, max_size=6))),
        pauses=tuple(draw(st.lists(pauses, max_size=3))),
        ended_on=draw(known),
        corrections=tuple(
            DateChange(*change, sequence=place)
            for place, change in enumerate(draw(st.lists(changes, max_size=3)))
        ),
    )
    return read, draw(near)


any_rule = st.sampled_from(
    [
        CONTACT,
        START,
        GUARANTEE,
        WORKING,
        replace(START, pausable=frozenset("x")),
        replace(GUARANTEE, pausable=frozenset(), unit=ClockUnit.WORKING),
    ]
)
