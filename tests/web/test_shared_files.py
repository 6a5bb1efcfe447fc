"""A file that holds letters for two kommuner: each reads its own, and nobody gets the file."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.models import Delivery, IntakeOutcome, Referral, StoredLetter
from rehab.services.intake import receive
from rehab.web.downloads import HOLDS_OTHERS
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.factories import AWAY, HOME
from tests.support.messages import (
    KOMMUNE_GLN,
    NS_2006,
    NS_2016,
    Who,
    emessage,
    xdis91_letter,
    xref15,
    xref15_letter,
)

NEIGHBOUR = Who("5790000999071", AWAY, "kommunenummer", "Naboby Kommune")
THEIRS = {"cpr": "0202709922", "surname": "Naboborger", "receiver": NEIGHBOUR}


@pytest.fixture
def arrive(app, session, make):
    make.organisation()
    make.organisation(AWAY)

    def store(raw):
        receive(context_for(app, SYSTEM), "kuvert.xml", raw)
        rows = session.scalars(select(StoredLetter).order_by(StoredLetter.position)).all()
        return {row.organisation_id: row for row in rows}

    return store


@pytest.fixture
def visitators(browse, make):
    """The visitator of each kommune, by its id."""
    people = [make.user(Role.VISITATOR, kommunekode=each) for each in (HOME, AWAY)]
    return {person.organisation_id: browse(person) for person in people}


@pytest.fixture
def visitator(visitators, make):
    return visitators[make.organisation().id]


def letters_for_two():
    return emessage(xdis91_letter(), xdis91_letter(letter_id="PRB2", **THEIRS), namespace=NS_2006)


def referrals_for_two():
    return emessage(xref15_letter(), xref15_letter(letter_id="PRB2", **THEIRS), namespace=NS_2016)


def test_each_kommune_reads_its_own_letter_and_is_told_why_there_is_no_file(visitators, arrive):
    letters = arrive(letters_for_two())
    for organisation_id, browser in visitators.items():
        letter = letters[organisation_id]
        page = browser.get("letters.show", letter_id=letter.id)
        assert HOLDS_OTHERS in page.get_text()
        assert not page.select("main a[download]")
        browser.get("letters.raw", letter_id=letter.id, expect=404)


def test_each_kommune_reads_its_own_referral_and_is_told_why_there_is_no_file(
    visitators, arrive, session
):
    arrive(referrals_for_two())
    found = {row.organisation_id: row.id for row in session.scalars(select(Referral))}
    for organisation_id, browser in visitators.items():
        referral_id = found[organisation_id]
        page = browser.get("referrals.show", referral_id=referral_id)
        assert HOLDS_OTHERS in page.get_text()
        assert not page.select("#meddelelse a[download]")
        browser.get("referrals.raw", referral_id=referral_id, expect=404)


def test_the_file_of_several_letters_to_one_kommune_is_handed_out(visitator, arrive, make):
    raw = emessage(xdis91_letter(), xdis91_letter(letter_id="PRB2"), namespace=NS_2006)
    letters = arrive(raw)
    letter = letters[make.organisation().id]
    answer = visitator.open(visitator.url("letters.raw", letter_id=letter.id))
    assert answer.data == raw


def refused(make, raw):
    row = Delivery(
        organisation_id=make.organisation().id,
        received_at=NOW,
        source="afvist.xml",
        sha256="3" * 64,
        raw=raw,
        outcome=IntakeOutcome.REFUSED,
        reason="Modtageren er ikke vores.",
    )
    make.save(row)
    return row


def test_a_refused_file_that_names_another_kommune_is_not_shown(visitator, arrive, make):
    arrive(b"")
    file = refused(make, letters_for_two())
    page = visitator.get("quarantine.show", delivery_id=file.id)
    assert HOLDS_OTHERS in page.get_text()
    assert "Naboborger" not in page.get_text()
    visitator.get("quarantine.raw", delivery_id=file.id, expect=404)


@pytest.mark.parametrize(
    "receiver",
    [
        pytest.param(Who(KOMMUNE_GLN, "555", "kommunenummer", "Ukendt"), id="wrong-kommunenummer"),
        pytest.param(Who("5790000999088", "1", "ydernummer", "Ukendt"), id="somebody-elsewhere"),
    ],
)
def test_a_refused_file_that_names_no_other_kommune_here_is_shown(
    visitator, arrive, make, receiver
):
    arrive(b"")
    raw = xref15(receiver=receiver)
    file = refused(make, raw)
    assert visitator.get("quarantine.show", delivery_id=file.id).select("pre.excerpt")
    answer = visitator.open(visitator.url("quarantine.raw", delivery_id=file.id))
    assert answer.data == raw
