"""The next thing to do in a case, and its column on the board."""

import pytest

from rehab.domain.next_actions import (
    ACTION_LABELS,
    COLUMN_LABELS,
    ActionCode,
    BoardColumn,
    CaseProgress,
    ReferralProgress,
    column_of,
    next_action,
)

NEW = ReferralProgress()
TRIED = ReferralProgress(attempts=2)
REACHED = ReferralProgress(reached=True)
BOOKED = ReferralProgress(reached=True, booked=True, sessions_left=8)
MISSED = ReferralProgress(reached=True, booked=True, sessions_left=0)
STARTED = ReferralProgress(reached=True, started=True, booked=True, sessions_left=3)
MET_ONLY = ReferralProgress(reached=True, started=True)
OVER = ReferralProgress(reached=True, started=True, booked=True, sessions_left=0)


def case(*referrals, **changes):
    return CaseProgress(**{"has_contact_person": True, "referrals": referrals, **changes})


TABLE = [
    pytest.param(
        case(NEW, has_contact_person=False), ActionCode.ASSIGN, BoardColumn.NOBODY, id="nobody"
    ),
    pytest.param(
        case(OVER, has_contact_person=False), ActionCode.ASSIGN, BoardColumn.NOBODY, id="orphaned"
    ),
    pytest.param(case(NEW), ActionCode.CONTACT, BoardColumn.ASSIGNED, id="not contacted"),
    pytest.param(case(TRIED), ActionCode.CONTACT, BoardColumn.ASSIGNED, id="only attempts"),
    pytest.param(case(STARTED, NEW), ActionCode.CONTACT, BoardColumn.ASSIGNED, id="one is new"),
    pytest.param(case(REACHED), ActionCode.BOOK, BoardColumn.CONTACTED, id="nothing booked"),
    pytest.param(case(BOOKED, REACHED), ActionCode.BOOK, BoardColumn.CONTACTED, id="one unbooked"),
    pytest.param(case(MISSED), ActionCode.BOOK, BoardColumn.CONTACTED, id="never came"),
    pytest.param(case(MET_ONLY), ActionCode.BOOK, BoardColumn.RUNNING, id="met, not booked"),
    pytest.param(case(BOOKED), None, BoardColumn.CONTACTED, id="waits for the first session"),
    pytest.param(case(STARTED), ActionCode.MEASURE_START, BoardColumn.RUNNING, id="not measured"),
    pytest.param(case(STARTED, measured_start=True), None, BoardColumn.RUNNING, id="under way"),
    pytest.param(
        case(OVER, measured_start=True),
        ActionCode.MEASURE_END,
        BoardColumn.READY,
        id="over, not measured again",
    ),
    pytest.param(
        case(OVER), ActionCode.EPIKRISE, BoardColumn.READY, id="over, never measured at all"
    ),
    pytest.param(
        case(OVER, measured_start=True, measured_end=True),
        ActionCode.EPIKRISE,
        BoardColumn.READY,
        id="over and measured",
    ),
    pytest.param(case(), None, BoardColumn.RUNNING, id="only a plan that the hospital starts"),
]


@pytest.mark.parametrize(("progress", "code", "_column"), TABLE)
def test_the_next_action(progress, code, _column):
    action = next_action(progress)
    assert (action.code if action else None) is code


@pytest.mark.parametrize(("progress", "_code", "column"), TABLE)
def test_the_column(progress, _code, column):
    assert column_of(progress) is column


def test_a_closed_case_asks_for_nothing():
    assert next_action(case(NEW, closed=True, has_contact_person=False)) is None


@pytest.mark.parametrize(
    ("progress", "reason", "section"),
    [
        pytest.param(case(NEW), "Borgeren er ikke kontaktet.", "4.5", id="no attempt"),
        pytest.param(case(TRIED), "2 forsøg uden kontakt.", "4.5", id="attempts are counted"),
        pytest.param(
            case(BOOKED, REACHED), "En af henvisningerne har intet booket forløb.", "4.5", id="one"
        ),
        pytest.param(
            case(MISSED),
            "Gangene er slut, uden at borgeren er mødt. Book igen, eller afslut.",
            "4.5",
            id="never came",
        ),
        pytest.param(case(OVER), "Gangene er slut. Epikrisen mangler.", "4.6", id="closing"),
    ],
)
def test_an_action_says_why_and_where_it_is_written(progress, reason, section):
    action = next_action(progress)
    assert (action.reason, action.section) == (reason, section)


def test_every_action_and_column_has_a_name():
    assert set(ACTION_LABELS) == set(ActionCode)
    assert set(COLUMN_LABELS) == set(BoardColumn)
