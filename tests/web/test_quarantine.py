"""Files that could not be placed, as the staff of the entrance meet them."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.medcom.reader import LETTER_TYPES
from rehab.models import Delivery, IntakeOutcome, Referral
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.medcom.test_foreign_text import FHIR_JSON, FHIR_XML, TEXTS, sbdh
from tests.support.factories import AWAY
from tests.support.messages import vans, xref15


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


@pytest.fixture
def arrive(app, session, make):
    make.organisation()

    def store(raw):
        (report, *_) = receive(context_for(app, SYSTEM), "fil.xml", raw)
        return session.get_one(Delivery, report.delivery.id)

    return store


def test_a_file_that_cannot_be_read_is_listed_with_the_reason(visitator, arrive):
    arrive(b"ikke xml")
    (row,) = visitator.get("quarantine.index").text_of("tbody tr")
    assert "Karantæne" in row
    assert "fil.xml" in row


def test_an_empty_quarantine_says_so(visitator):
    page = visitator.get("quarantine.index")
    assert page.text_of(".empty__heading") == ["Karantænen er tom"]


def test_a_files_text_is_shown_and_can_never_act(visitator, arrive):
    file = arrive(b"<x><script>alert(1)</script>\x07</y>")
    page = visitator.get("quarantine.show", delivery_id=file.id)
    assert (
        page.select_one("pre").get_text()
        == "<x><script>alert(1)</script>\N{REPLACEMENT CHARACTER}</y>"
    )
    assert not page.select("main script")


def test_a_file_that_is_no_text_is_shown_as_digits(visitator, arrive):
    file = arrive(bytes(range(256)))
    page = visitator.get("quarantine.show", delivery_id=file.id)
    assert page.select_one("pre").get_text().startswith("000000  00 01 02")


def test_the_file_is_handed_out_byte_for_byte(visitator, arrive):
    file = arrive(b"<html><script>alert(1)</script>")
    answer = visitator.open(visitator.url("quarantine.raw", delivery_id=file.id))
    assert answer.data == b"<html><script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.mimetype == "application/octet-stream"


def again(browser, file, expect=302):
    page = browser.get("quarantine.show", delivery_id=file.id)
    url = browser.url("quarantine.try_again", delivery_id=file.id)
    return browser.post(url, {}, token_from=page, expect=expect)


def test_a_file_is_read_again_when_what_was_wrong_is_mended(
    visitator, arrive, session, monkeypatch
):
    with monkeypatch.context() as before_the_type_was_known:
        before_the_type_was_known.delitem(LETTER_TYPES, "MunicipalityReferral")
        file = arrive(xref15())
    again(visitator, file)
    assert session.scalars(select(Referral.letter_number)).all() == ["PRB26110001"]
    page = visitator.get("quarantine.index")
    assert page.text_of(".flash") == ["Filen er læst: modtaget."]
    assert not page.select("tbody tr")


def test_a_file_whose_sender_was_told_it_was_refused_is_not_read_again(
    visitator, arrive, make, session
):
    own = make.organisation()
    own.kommunekode = "101"
    make.save(own)
    file = arrive(xref15())
    own.kommunekode = "999"
    make.save(own)
    page = again(visitator, file, expect=422)
    assert (
        "Afsenderen har fået besked om, at brevet ikke kunne modtages. Bed om et nyt."
        in " ".join(page.text_of("main .error-summary"))
    )
    assert session.scalars(select(Referral.id)).all() == []
    assert len(visitator.get("quarantine.index").select("tbody tr")) == 1


def test_a_file_that_still_cannot_be_read_stays(visitator, arrive):
    again(visitator, arrive(b"ikke xml"))
    page = visitator.get("quarantine.index")
    assert page.text_of(".flash")[0].startswith("Filen kunne stadig ikke lægges på plads.")
    assert len(page.select("tbody tr")) == 1


def test_a_leader_sees_the_file_but_is_not_asked_to_read_it_again(browse, arrive):
    file = arrive(b"ikke xml")
    page = browse(Role.LEDER).get("quarantine.show", delivery_id=file.id)
    assert not page.select("main form")


def test_a_file_of_another_kommune_is_not_there(visitator, arrive, make):
    own, other = make.organisation(), make.organisation(AWAY)
    file = arrive(b"noget til " + other.gln.encode())
    assert file.organisation_id not in {own.id, None}
    assert not visitator.get("quarantine.index").select("tbody tr")
    visitator.get("quarantine.show", delivery_id=file.id, expect=404)
    visitator.get("quarantine.raw", delivery_id=file.id, expect=404)


@pytest.mark.parametrize("role", [Role.KOORDINATOR, Role.TERAPEUT, Role.JOBKONSULENT])
def test_others_do_not_see_the_quarantine(browse, arrive, role):
    file = arrive(b"ikke xml")
    browse(role).get("quarantine.index", expect=403)
    browse(role).get("quarantine.show", delivery_id=file.id, expect=403)


def test_a_file_that_needs_no_more_is_put_away_and_kept(visitator, arrive, session):
    file = arrive(b"ikke xml")
    page = visitator.get("quarantine.show", delivery_id=file.id)
    visitator.post(visitator.url("quarantine.put_away", delivery_id=file.id), {}, token_from=page)
    assert not visitator.get("quarantine.index").select("tbody tr")
    assert session.get_one(Delivery, file.id).raw == b"ikke xml"


@pytest.mark.parametrize(
    ("raw", "family", "texts"),
    [
        pytest.param(FHIR_XML, "FHIR", TEXTS, id="fhir-as-xml"),
        pytest.param(FHIR_JSON, "FHIR", TEXTS, id="fhir-as-json"),
        pytest.param(vans(FHIR_JSON, document_format="HL7"), "FHIR", TEXTS, id="fhir-in-vans"),
        pytest.param(sbdh(FHIR_XML), "eDelivery", TEXTS, id="edelivery"),
    ],
)
def test_a_family_that_is_not_read_is_parked_and_its_words_are_shown(
    visitator, arrive, raw, family, texts
):
    delivery = arrive(raw)
    page = visitator.get("quarantine.show", delivery_id=delivery.id)
    assert delivery.outcome is IntakeOutcome.PARKED
    assert family in delivery.reason
    assert tuple(page.text_of("#tekst .quoted__text")) == texts


def test_what_a_broken_file_says_is_only_shown_as_it_is(visitator, arrive):
    page = visitator.get("quarantine.show", delivery_id=arrive(b"ikke xml").id)
    assert not page.select("#tekst")
