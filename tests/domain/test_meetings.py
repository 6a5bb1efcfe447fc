"""What a team meeting may take up and how it is written down (3.2)."""

from datetime import date

import pytest

from rehab.domain.meetings import (
    AgendaError,
    Decision,
    DecisionError,
    check_meeting_decision,
    check_question,
    note_text,
)

TODAY = date(2026, 11, 23)
LATER = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("question", "state", "sentence"),
    [
        pytest.param("Hvad nu?", {"is_closed": True}, "afsluttet", id="closed"),
        pytest.param("Hvad nu?", {"is_waiting": True}, "står allerede", id="asked before"),
        pytest.param("Hvad nu?", {"is_waiting": True}, "notat i sagen", id="what to do instead"),
        pytest.param(" \n", {}, "Skriv, hvad teamet", id="nothing asked"),
        pytest.param(" \n", {"is_waiting": True}, "Skriv, hvad teamet", id="nothing asked again"),
    ],
)
def test_what_cannot_be_asked(question, state, sentence):
    with pytest.raises(AgendaError, match=sentence):
        check_question(question, **{"is_closed": False, "is_waiting": False} | state)


def test_a_question_is_asked_without_the_space_around_it():
    assert check_question(" Hvad nu? ", is_closed=False, is_waiting=False) == "Hvad nu?"


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        pytest.param(Decision(" "), "Skriv, hvad teamet besluttede", id="nothing decided"),
        pytest.param(Decision("Ring.", "Ring"), "hvornår opgaven", id="a task without a day"),
        pytest.param(Decision("Ring.", "", LATER), "Skriv opgaven", id="a day without a task"),
        pytest.param(
            Decision("Ring.", "Ring", date(2026, 11, 22)), "som er forbi", id="a day gone by"
        ),
    ],
)
def test_what_is_no_decision(decision, sentence):
    with pytest.raises(DecisionError, match=sentence):
        check_meeting_decision(decision, TODAY)


def test_a_task_can_be_for_today():
    made = check_meeting_decision(Decision(" Ring. ", " Ring til lægen ", TODAY), TODAY)
    assert made == Decision("Ring.", "Ring til lægen", TODAY)


@pytest.mark.parametrize(
    ("decision", "last"),
    [
        (Decision("Hold frem for alene."), "Beslutning: Hold frem for alene."),
        (Decision("Hold.", "Book", LATER), "Opgave: Book (senest 30.11.2026)"),
    ],
)
def test_the_note_says_question_decision_and_task(decision, last):
    lines = note_text(TODAY, "Hold eller alene?", decision).splitlines()
    assert lines[:2] == ["Teammøde 23.11.2026", "Spørgsmål: Hold eller alene?"]
    assert lines[-1] == last
