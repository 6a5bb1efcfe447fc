"""The pages of the kommune's offers."""

import json

import pytest

from rehab.domain.access import Role
from rehab.models import OfferDeviationRow
from tests.support.course_factories import make_course

CHANGED = {
    "description": "Træning i vand <b>",
    "place": "Svømmehallen",
    "sessions": "8",
    "minutes": "45",
    "deliverer": "privat",
    "provider": "Fys Nord",
}


@pytest.fixture
def browser(browse):
    return browse(Role.KOORDINATOR)


def row_of(page, label):
    [row] = [row for row in page.select("tbody tr") if label in row.get_text()]
    return " ".join(row.get_text(" ").split())


def test_the_check_says_what_is_met_by_which_hold_and_what_is_missing(browser, make):
    make_course(make, title="Rygskole tirsdag", offer_code="hold_ikke_opererede")
    page = browser.get("offers.index")
    assert "Opfyldt Rygskole tirsdag (3 gange fra 24.11.2026)." in row_of(page, "ikke rygopererede")
    assert "Opfyldt Rygskole tirsdag" in row_of(page, "undervisning om ryglidelsen")
    assert "Mangler Intet forløb er planlagt." in row_of(page, ", rygopererede")
    assert page.text_of(".page-head__lead") == ["4 af 7 minimumsstandarder opfyldt, 3 mangler."]


def test_a_changed_offer_stands_on_the_public_page_as_text(browser, browse, make):
    browser.submit("offers.change", CHANGED, offer_code="hold_opererede")
    home = make.organisation()
    page = browse(None).get("offers.entrance", kommunekode=home.kommunekode)
    assert "Træning i vand <b>" in page.text_of("main p")
    assert "8 gange à 45 minutter · Svømmehallen · Gives af Fys Nord" in page.text_of("main p")
    assert home.gln in page.text_of("dd")


def test_the_feed_says_the_same_to_a_program(browser, browse, make):
    browser.submit("offers.change", CHANGED, offer_code="hold_opererede")
    home = make.organisation()
    visitor = browse(None)
    response = visitor.open(visitor.url("offers.feed", kommunekode=home.kommunekode))
    told = json.loads(response.text)
    assert told["indgang"]["lokationsnummer"] == home.gln
    [offer] = [each for each in told["tilbud"] if each["kode"] == "hold_opererede"]
    assert (offer["sted"], offer["gives_af"], offer["standard"]) == (
        "Svømmehallen",
        "Fys Nord",
        "A",
    )
    assert "kostvejledning" not in {each["kode"] for each in told["tilbud"]}


def test_a_minimum_standard_is_left_out_with_a_reason_only(browser, browse, make, session):
    form = browser.get("offers.change", offer_code="rygestop")
    url = browser.url("offers.leave_out", offer_code="rygestop")
    page = browser.post(url, {"reason": " "}, token_from=form, expect=422)
    assert page.errors() == ["Skriv, hvorfor kommunen ikke har tilbuddet, og hvad borgeren får."]
    assert page.select_one("#given") is None

    browser.post(url, {"reason": "Regionen gør det."}, token_from=form)
    assert "Afvigelse Regionen gør det." in row_of(browser.get("offers.index"), "Rygestop")
    public = browse(None).get("offers.entrance", kommunekode=make.organisation().kommunekode)
    assert "Rygestopkursus" not in public.text_of("h3")

    page = browser.get("offers.change", offer_code="rygestop")
    assert "Kommunen har ikke tilbuddet siden 23.11.2026" in page.get_text()
    browser.post(browser.url("offers.take_in", offer_code="rygestop"), {}, token_from=page)
    [row] = session.query(OfferDeviationRow).all()
    assert row.until_on is not None
    assert "Mangler" in row_of(browser.get("offers.index"), "Rygestop")


def test_a_wrong_number_is_said_and_what_was_typed_is_kept(browser):
    wrong = CHANGED | {"sessions": "900"}
    page = browser.submit("offers.change", wrong, expect=422, offer_code="hold_opererede")
    assert page.errors() == ["Skriv et antal gange mellem 1 og 60."]
    assert page.select_one("#place")["value"] == "Svømmehallen"


def test_an_unknown_offer_and_an_unknown_kommune_are_not_found(browser):
    browser.get("offers.change", expect=404, offer_code="yoga")
    browser.get("offers.entrance", expect=404, kommunekode="000")


def test_a_reader_sees_the_check_without_links_to_change(browse):
    page = browse(Role.LEDER).get("offers.index")
    assert page.select("tbody a") == []
