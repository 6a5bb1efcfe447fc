"""What is lifted stands on the board and the overview; mail about it is each person's choice."""

from datetime import timedelta

import pytest
from flask import url_for
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.digests import BOARD_PATH, OWN_CASES_PATH, DigestChoice
from rehab.models import Reminder
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def lifted(make):
    def one(**fields):
        case = make.case(**fields)
        make.save(
            Reminder(
                organisation_id=case.organisation_id,
                case_id=case.id,
                cause=f"unheld:{TODAY}",
                sentence="Ingen har været kontaktperson i sagen siden 21.11.2026. Tildel en.",
                due_on=TODAY - timedelta(days=1),
                raised_at=NOW,
                is_escalation=True,
            )
        )
        return case

    return one


@pytest.mark.parametrize(
    ("role", "endpoint", "finishes"),
    [(Role.KOORDINATOR, "worklist.board", 1), (Role.LEDER, "overview.show", 0)],
)
def test_what_is_lifted_is_shown_to_who_answers_for_all_cases(
    browse, lifted, role, endpoint, finishes
):
    case = lifted()
    lifted(kommunekode="998")
    page = browse(role).get(endpoint)
    assert page.text_of("#loeftet summary") == ["Løftet til dig: 1"]
    assert case.number in page.text_of("#loeftet tbody tr")[0]
    assert len(page.select("#loeftet form")) == finishes


def test_nothing_lifted_shows_nothing(browse):
    assert browse(Role.KOORDINATOR).get("worklist.board").select_one("#loeftet") is None


def test_a_long_list_shows_the_oldest_and_says_so(browse, lifted):
    for _ in range(11):
        lifted()
    page = browse(Role.KOORDINATOR).get("worklist.board")
    assert page.text_of("#loeftet summary") == ["Løftet til dig: 11"]
    assert len(page.select("#loeftet tbody tr")) == 10
    assert "De 10 ældste vises." in page.text_of("#loeftet p")[0]


def test_one_that_is_dealt_with_goes_and_the_board_stays(browse, lifted, session):
    lifted()
    karen = browse(Role.KOORDINATOR)
    url = karen.url(
        "worklist.finish_reminder", reminder_id=session.scalars(select(Reminder.id)).one()
    )
    board = karen.get("worklist.board")
    response = karen.open(
        url,
        method="POST",
        data={"csrf_token": board.select_one("[name=csrf_token]")["value"], "til": "tavle"},
    )
    assert response.location == karen.url("worklist.board")
    assert karen.get("worklist.board").select_one("#loeftet") is None


def test_who_holds_the_case_is_not_told_twice(browse, lifted, make):
    lifted(contact_person=make.user(Role.TERAPEUT))
    assert browse(Role.TERAPEUT).get("worklist.mine").select_one("#paamindelser") is None


def test_a_person_chooses_a_daily_mail(browse, make):
    tove = browse(Role.TERAPEUT)
    assert "ikke sat en mailserver op" in str(tove.get("account.digest"))
    tove.submit("account.digest", {"choice": "daglig", "email": " tove@testby.dk "})
    user = make.user(Role.TERAPEUT)
    assert (user.digest, user.email) == (DigestChoice.DAILY, "tove@testby.dk")


def test_a_daily_mail_to_nowhere_is_refused(browse):
    tove = browse(Role.TERAPEUT)
    page = tove.submit("account.digest", {"choice": "daglig", "email": ""}, expect=422)
    assert page.errors() == ["Skriv den mailadresse, den daglige mail skal sendes til."]


def test_the_addresses_in_a_mail_are_those_of_the_pages(app):
    with app.test_request_context():
        assert (
            url_for("worklist.mine"),
            url_for("worklist.board"),
        ) == (OWN_CASES_PATH, BOARD_PATH)
