"""A letter that comes to a case is read by those who give the care, and they are told of it."""

from datetime import date

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.models import Reminder, StoredLetter
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import CPR, Who, xdis91

STRANGER_CPR = "0202709922"


@pytest.fixture
def therapist(make):
    return make.user(Role.TERAPEUT, login="tina")


@pytest.fixture
def case(make, therapist):
    return make.case(citizen=make.citizen(identifier=CPR), contact_person=therapist)


@pytest.fixture
def arrive(app, session, case):
    def store(raw):
        receive(context_for(app, SYSTEM), "svar.xml", raw)
        return session.scalars(select(StoredLetter).order_by(StoredLetter.id)).all()[-1]

    return store


@pytest.fixture
def hers(browse, therapist):
    return browse(therapist)


def reminders(session):
    return session.scalars(select(Reminder).order_by(Reminder.id)).all()


def test_a_reply_is_listed_on_the_case_and_read_by_its_contact_person(hers, arrive, case):
    letter = arrive(xdis91(text="Du kan begynde træningen."))
    listed = hers.get("cases.show", case_id=case.id)
    url = hers.url("letters.show", letter_id=letter.id)
    assert listed.select(f'#haendelser a[href="{url}"]')
    page = hers.visit(url)
    assert "Du kan begynde træningen." in page.get_text()
    links = {link["href"] for link in page.select("main a[href]")}
    assert links == {hers.url("cases.show", case_id=case.id)}
    hers.get("letters.raw", letter_id=letter.id, expect=403)


def test_the_holder_is_reminded_of_a_reply_and_not_told_what_it_says(hers, arrive, session, case):
    letter = arrive(xdis91(subject="Hemmeligt", text="Også hemmeligt."))
    (row,) = reminders(session)
    assert (row.case_id, row.cause) == (case.id, f"letter:{letter.id}")
    assert row.sentence == "Nyt brev fra Lægehuset Prøvevej."
    assert row.sentence in hers.get("worklist.mine").get_text()


def test_the_same_reply_again_reminds_nobody_again(arrive, session):
    arrive(xdis91())
    arrive(xdis91(envelope_id="PRK2"))
    assert len(reminders(session)) == 1


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param({"cpr": STRANGER_CPR}, id="somebody-without-a-case"),
        pytest.param({"statistical": "GGOP", "subject": "Genoptræningsplan"}, id="a-plan"),
    ],
)
def test_a_letter_that_waits_for_a_person_reminds_nobody(arrive, session, letter):
    arrive(xdis91(**letter))
    assert reminders(session) == []


def test_a_letter_about_another_citizen_is_not_there(hers, arrive, make):
    make.case(citizen=make.citizen(identifier=STRANGER_CPR))
    letter = arrive(xdis91(cpr=STRANGER_CPR))
    hers.get("letters.show", letter_id=letter.id, expect=404)


def test_a_letter_after_the_case_was_closed_is_listed_but_not_opened(hers, arrive, case, make):
    case.closed_on = date(2026, 11, 1)
    make.save(case)
    letter = arrive(xdis91())
    url = hers.url("letters.show", letter_id=letter.id)
    page = hers.get("cases.show", case_id=case.id)
    assert "Brev modtaget" in page.get_text()
    assert not page.select(f'a[href="{url}"]')
    hers.visit(url, expect=404)


def test_the_same_person_in_another_kommune_is_another_citizen(hers, arrive, make):
    make.organisation(AWAY)
    there = make.citizen(identifier=CPR, kommunekode=AWAY)
    make.case(citizen=there, kommunekode=AWAY)
    neighbour = Who("5790000999071", AWAY, "kommunenummer", "Naboby Kommune")
    letter = arrive(xdis91(receiver=neighbour))
    assert letter.organisation_id != make.organisation().id
    hers.get("letters.show", letter_id=letter.id, expect=404)
