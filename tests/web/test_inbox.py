"""The lists of the inbox, as a visitator meets them."""

from datetime import date

import pytest

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus
from tests.support.messages import xdis91


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


def test_a_new_referral_shows_its_clock_citizen_sender_diagnosis_and_age(visitator, make):
    referral = make.referral(citizen=make.citizen(given_name="Ella", surname="Prøvesen"))
    page = visitator.get("referrals.inbox")
    (row,) = page.text_of("tbody tr")
    assert "Ella Prøvesen" in row
    assert "3 dage tilbage" in row
    assert "XREF15" in row
    assert "Lægehuset Testvej" in row
    assert "L84 Rygsyndrom uden smerteudstråling" in row
    assert "2 dage" in row
    assert page.select_one("tbody a.cover")["href"].endswith(str(referral.id))


def test_an_alarming_code_stands_first_whatever_its_clock(visitator, make):
    make.referral(received_on=date(2026, 11, 1))
    make.referral(
        citizen=make.citizen(surname="Myelon"),
        diagnoses=(("DM510", "Diskusprolaps med myelopati"),),
        received_on=date(2026, 11, 22),
    )
    page = visitator.get("referrals.inbox")
    first = page.select_one("tbody tr")
    assert "Myelon" in first.get_text()
    assert first["class"] == ["is-flagged"]
    assert page.text_of("tbody tr .mark--danger") == ["rødt flag?"]


def test_the_numbers_above_are_the_lengths_of_the_lists_they_lead_to(visitator, make, arrive):
    make.referral()
    make.referral()
    arrive(xdis91())
    arrive(b"ikke xml")
    arrive(b"heller ikke")
    page = visitator.get("referrals.inbox")
    tiles = page.select(".tile")
    assert [tile.select_one(".tile__number").get_text() for tile in tiles] == ["2", "1", "2"]
    for tile in tiles:
        rows = visitator.visit(tile["href"]).select("tbody tr")
        assert str(len(rows)) == tile.select_one(".tile__number").get_text()


def test_each_filter_says_how_many_it_lets_through(visitator, make):
    make.referral()
    make.referral(status=ReferralStatus.RETURNED, closed_on=date(2026, 11, 22))
    make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN)
    page = visitator.get("referrals.inbox")
    for chip in page.select(".chip"):
        shown = visitator.visit(chip["href"]).select("tbody tr")
        assert str(len(shown)) == chip.select_one(".count").get_text()


def test_an_empty_inbox_says_what_would_be_there(visitator):
    assert visitator.get("referrals.inbox").text_of(".empty__heading") == ["Ingen nye henvisninger"]


def test_a_row_that_somebody_else_has_open_says_so(visitator, browse, make):
    referral = make.referral()
    other = browse(make.user(Role.VISITATOR, login="vera", name="Vera Visitator"))
    other.get("referrals.show", referral_id=referral.id)
    page = visitator.get("referrals.inbox")
    assert "Åbnet lige nu af Vera Visitator" in page.text_of("tbody tr")[0]
    shown = visitator.get("referrals.show", referral_id=referral.id)
    assert "Vera Visitator har også henvisningen åben" in shown.get_text()
