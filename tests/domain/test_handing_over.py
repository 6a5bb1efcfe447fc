from datetime import UTC, datetime, timedelta

import pytest

from rehab.domain.handing_over import (
    Duties,
    HandedCase,
    HandedSession,
    HandoverRefusedError,
    check_reversible,
    is_reversible,
    why_cannot_leave,
    why_case_stays,
    why_session_stays,
)

DONE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "undone", "may"),
    [
        pytest.param(timedelta(0), None, True, id="at once"),
        pytest.param(timedelta(hours=24) - SECOND, None, True, id="the last second"),
        pytest.param(timedelta(hours=24), None, False, id="24 hours"),
        pytest.param(SECOND, DONE, False, id="taken back before"),
    ],
)
def test_a_hand_over_can_be_taken_back_once_within_a_day(after, undone, may):
    assert is_reversible(DONE, undone, DONE + after) is may
    if may:
        check_reversible(DONE, undone, DONE + after)
    else:
        with pytest.raises(HandoverRefusedError):
            check_reversible(DONE, undone, DONE + after)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param(HandedCase(closed=True), "afsluttet", id="closed"),
        pytest.param(HandedCase(still_with_receiver=False), "anden kontaktperson", id="moved on"),
        pytest.param(HandedCase(receiver_worked=True), "begyndt at arbejde", id="worked on"),
        pytest.param(HandedCase(accepted=True), "har sagt ja", id="accepted"),
        pytest.param(
            HandedCase(still_with_receiver=False, held=False),
            "Sagen har ingen kontaktperson nu",
            id="declined and with nobody",
        ),
        pytest.param(
            HandedCase(accepted=True, receiver_worked=True),
            "begyndt at arbejde",
            id="accepted and worked on",
        ),
        pytest.param(HandedCase(giver_can_hold=False), "ikke længere", id="the giver left"),
    ],
)
def test_a_case_that_changed_stays_and_says_why(case, words):
    assert words in (why_case_stays(case) or "")


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        pytest.param(HandedSession(begun=True), "begyndt", id="begun"),
        pytest.param(HandedSession(still_with_receiver=False), "anden behandler", id="moved on"),
        pytest.param(HandedSession(giver_can_hold=False), "ikke længere", id="the giver left"),
    ],
)
def test_a_session_that_changed_stays_and_says_why(meeting, words):
    assert words in (why_session_stays(meeting) or "")


def test_what_nobody_touched_goes_back():
    assert why_case_stays(HandedCase()) is None
    assert why_session_stays(HandedSession()) is None


@pytest.mark.parametrize(
    ("duties", "words"),
    [
        pytest.param(Duties(1), "Tove har 1 åben sag.", id="a case"),
        pytest.param(Duties(0, 2), "Tove har 2 kommende gange.", id="sessions"),
        pytest.param(
            Duties(2, 1, 1),
            "Tove har 2 åbne sager, 1 kommende gang og 1 fravær som vikar.",
            id="everything",
        ),
    ],
)
def test_a_person_with_duties_cannot_leave_and_the_sentence_counts_them(duties, words):
    sentence = why_cannot_leave("Tove", duties)
    assert sentence is not None
    assert sentence.startswith(words)


def test_a_person_without_duties_can_leave():
    assert why_cannot_leave("Tove", Duties()) is None
