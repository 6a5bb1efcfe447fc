"""Received letters, as the staff of the entrance meet them."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.models import IntakeOutcome, Referral, StoredLetter
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import receipt, xdis01, xdis91, xref15
from tests.support.shared import SHARED, needs_shared


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


@pytest.fixture
def arrive(app, session, make):
    make.organisation()

    def store(raw):
        receive(context_for(app, SYSTEM), "brev.xml", raw)
        return session.scalars(select(StoredLetter).order_by(StoredLetter.id)).all()[-1]

    return store


def do(browser, letter, act, expect=302):
    page = browser.get("letters.show", letter_id=letter.id)
    return browser.post(
        browser.url(f"letters.{act}", letter_id=letter.id), {}, token_from=page, expect=expect
    )


def test_a_discharge_letter_is_read_under_letters_and_never_in_the_inbox(visitator, arrive):
    letter = arrive(xdis01())
    (row,) = visitator.get("letters.index", vis="breve").text_of("tbody tr")
    assert "udskrivningsbrev" in row
    page = visitator.get("letters.show", letter_id=letter.id)
    assert "Afsluttes uden genoptræningsplan." in page.get_text()
    assert "Ella Prøvesen, 111265-XXXX" in page.get_text()
    assert not page.select("main form")
    assert not visitator.get("referrals.inbox").select("tbody tr")


@needs_shared
def test_the_fourth_case_is_a_letter_and_no_referral(visitator, arrive, session):
    arrive((SHARED / "medcom" / "cases" / "case4" / "xdis01.xml").read_bytes())
    assert len(visitator.get("letters.index", vis="breve").select("tbody tr")) == 1
    assert session.scalars(select(Referral)).all() == []


def test_a_receipt_is_read_with_its_answer(visitator, arrive):
    letter = arrive(receipt())
    page = visitator.get("letters.show", letter_id=letter.id)
    assert "Versionen kan ikke modtages." in page.get_text()
    assert len(visitator.get("letters.index", vis="kvitteringer").select("tbody tr")) == 1


def test_what_a_letter_says_can_never_act(visitator, arrive):
    letter = arrive(xdis91(subject="<img src=x>", text="&lt;script&gt;alert(1)&lt;/script&gt;"))
    page = visitator.get("letters.show", letter_id=letter.id)
    assert not page.select("main script, main img")
    assert "<script>alert(1)</script>" in page.get_text()


def test_a_corrected_letter_is_made_a_referral_by_a_person(visitator, arrive, session):
    letter = arrive(xref15(status_code="rettetbrev"))
    (row,) = visitator.get("letters.index").text_of("tbody tr")
    assert "Brevet retter et tidligere brev." in row
    do(visitator, letter, "begin")
    referral = session.scalars(select(Referral)).one()
    assert referral.letter_id == letter.id
    assert not visitator.get("letters.index").select("tbody tr")
    visitator.get("referrals.show", referral_id=referral.id)


def test_correspondence_is_typed_in_with_the_citizen_filled_in(visitator, arrive, session):
    letter = arrive(xdis91(statistical="GGOP", subject="Genoptræningsplan"))
    page = visitator.get("referrals.type_in", brev=letter.id)
    filled = {
        name: page.select_one(f"input[name={name}]")["value"]
        for name in ("identifier", "given_name", "surname", "sender_gln")
    }
    assert filled == {
        "identifier": "1112659911",
        "given_name": "Ella",
        "surname": "Prøvesen",
        "sender_gln": "5790000999026",
    }
    assert page.select_one("select[name=gop_type] option[selected]")["value"] == "almen"
    fields = filled | {
        "kind": "brev",
        "received_on": "23-11-2026",
        "sender_kind": "hospital",
        "sender_name": "Prøvehospitalet",
        "gop_type": "almen",
        "discharged_on": "20-11-2026",
        "history": "Genoptræning efter operation.",
    }
    visitator.submit("referrals.type_in", fields, brev=letter.id)
    session.refresh(letter)
    assert letter.outcome is IntakeOutcome.ACCEPTED
    assert session.scalars(select(Referral.letter_id)).one() == letter.id


def test_a_letter_that_needs_nothing_more_is_filed(visitator, arrive):
    do(visitator, arrive(xdis91()), "file")
    assert not visitator.get("letters.index").select("tbody tr")
    assert len(visitator.get("letters.index", vis="breve").select("tbody tr")) == 1


def test_a_letter_dealt_with_meanwhile_says_so(visitator, arrive, browse):
    letter = arrive(xdis91())
    page = visitator.get("letters.show", letter_id=letter.id)
    do(visitator, letter, "file")
    url = visitator.url("letters.file", letter_id=letter.id)
    again = visitator.post(url, {}, token_from=page, expect=422)
    assert again.errors()[0].startswith("Brevet er behandlet i mellemtiden.")


def test_the_letter_is_handed_out_byte_for_byte(visitator, arrive):
    raw = xdis01()
    letter = arrive(raw)
    answer = visitator.open(visitator.url("letters.raw", letter_id=letter.id))
    assert answer.data == raw
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_a_koordinator_reads_but_is_not_asked_to_act(browse, arrive):
    letter = arrive(xdis91())
    page = browse(Role.KOORDINATOR).get("letters.show", letter_id=letter.id)
    assert not page.select("main form, main a.button-primary")


def test_a_letter_of_another_kommune_is_not_there(browse, arrive, make):
    make.organisation(AWAY)
    letter = arrive(xdis91())
    stranger = browse(make.user(Role.VISITATOR, kommunekode=AWAY))
    assert not stranger.get("letters.index").select("tbody tr")
    for endpoint in ("show", "raw"):
        stranger.get(f"letters.{endpoint}", letter_id=letter.id, expect=404)
    stranger.get("referrals.type_in", brev=letter.id, expect=404)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.TERAPEUT, 404), (Role.JOBKONSULENT, 403), (Role.ADMINISTRATOR, 403)],
)
def test_others_do_not_see_the_letters(browse, arrive, role, status):
    letter = arrive(xdis91())
    browse(role).get("letters.index", expect=403)
    browse(role).get("letters.show", letter_id=letter.id, expect=status)
