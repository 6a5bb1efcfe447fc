from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.clock_rules import EventKind
from rehab.domain.deadlines import PathwayEvent
from rehab.domain.phases import (
    PHASE_LABELS,
    CaseFacts,
    CaseNumberError,
    CasePhase,
    format_case_number,
    parse_case_number,
    phase_dates,
    phase_of,
    phase_steps,
)

RECEIVED = date(2026, 11, 3)
ACCEPTED = date(2026, 11, 4)
ATTEMPTED = PathwayEvent(EventKind.CONTACT_ATTEMPTED, date(2026, 11, 5))
REACHED = PathwayEvent(EventKind.CONTACT_REACHED, date(2026, 11, 6))
OFFERED = PathwayEvent(EventKind.FIRST_CONTACT_OFFERED, date(2026, 11, 9))
HELD = PathwayEvent(EventKind.FIRST_CONTACT_HELD, date(2026, 11, 12))
CLOSED = date(2026, 12, 22)


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        pytest.param(CaseFacts(RECEIVED), CasePhase.HENVIST, id="received"),
        pytest.param(CaseFacts(RECEIVED, ACCEPTED), CasePhase.VISITERET, id="accepted"),
        pytest.param(
            CaseFacts(RECEIVED, ACCEPTED, (ATTEMPTED,)), CasePhase.VISITERET, id="only attempted"
        ),
        pytest.param(
            CaseFacts(RECEIVED, ACCEPTED, (OFFERED,)), CasePhase.VISITERET, id="only offered"
        ),
        pytest.param(CaseFacts(RECEIVED, ACCEPTED, (REACHED,)), CasePhase.KONTAKTET, id="reached"),
        pytest.param(
            CaseFacts(RECEIVED, ACCEPTED, (REACHED, HELD)), CasePhase.STARTET, id="started"
        ),
        pytest.param(
            CaseFacts(RECEIVED, ACCEPTED, (HELD,)), CasePhase.STARTET, id="started without a call"
        ),
        pytest.param(
            CaseFacts(RECEIVED, ACCEPTED, (REACHED,), CLOSED),
            CasePhase.AFSLUTTET,
            id="closed early",
        ),
    ],
)
def test_a_case_is_in_the_furthest_phase_it_has_reached(facts, phase):
    assert phase_of(facts) is phase


def test_each_phase_has_the_first_day_it_was_reached():
    again = PathwayEvent(EventKind.CONTACT_REACHED, date(2026, 11, 20))
    assert phase_dates(CaseFacts(RECEIVED, ACCEPTED, (again, HELD, REACHED), CLOSED)) == {
        CasePhase.HENVIST: RECEIVED,
        CasePhase.VISITERET: ACCEPTED,
        CasePhase.KONTAKTET: REACHED.on,
        CasePhase.STARTET: HELD.on,
        CasePhase.AFSLUTTET: CLOSED,
    }


@pytest.mark.parametrize("events", list(permutations([ATTEMPTED, REACHED, HELD])))
def test_the_order_of_entry_changes_no_phase(events):
    ordered = CaseFacts(RECEIVED, ACCEPTED, (ATTEMPTED, REACHED, HELD))
    assert phase_dates(CaseFacts(RECEIVED, ACCEPTED, events)) == phase_dates(ordered)


def test_a_meeting_held_is_also_the_contact():
    assert phase_dates(CaseFacts(RECEIVED, None, (HELD,)))[CasePhase.KONTAKTET] == HELD.on


def test_the_step_line_shows_what_lies_behind_and_what_is_now():
    steps = phase_steps(CaseFacts(RECEIVED, ACCEPTED, (REACHED,)))
    assert [(s.label, s.on, s.is_behind, s.is_current) for s in steps] == [
        ("Henvist", RECEIVED, True, False),
        ("Visiteret", ACCEPTED, True, False),
        ("Kontaktet", REACHED.on, False, True),
        ("Startet", None, False, False),
        ("Afsluttet", None, False, False),
    ]


def test_every_phase_has_a_label():
    assert set(PHASE_LABELS) == set(CasePhase)


@pytest.mark.parametrize(
    ("year", "serial", "number"),
    [
        pytest.param(2026, 17, "2026-00017", id="padded"),
        pytest.param(2027, 123456, "2027-123456", id="a very busy year"),
    ],
)
def test_a_case_number_is_year_and_place(year, serial, number):
    assert format_case_number(year, serial) == number


@given(st.integers(1, 9999), st.integers(0, 10**7))
def test_a_case_number_reads_back(year, serial):
    assert parse_case_number(f" {format_case_number(year, serial)} ") == (year, serial)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("2026-17", id="not padded"),
        pytest.param("202600017", id="no hyphen"),
        pytest.param("010190-9999", id="a personal number"),
        pytest.param("٢٠٢٦-00017", id="other digits"),
    ],
)
def test_what_is_no_case_number_is_refused(text):
    with pytest.raises(CaseNumberError, match="2026-00017"):
        parse_case_number(text)
