"""Writing, reading and signing the epikrise in the browser."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.models import AccessLog, Referral
from rehab.queries.epikriser import find_document, find_epikrise
from tests.conftest import NOW
from tests.support.closing import EXPERIENCE, a_closing, booked

CODES = ("reason", "given", "status", "experience", "information")


@pytest.fixture
def closing(make):
    return a_closing(make, NOW)


@pytest.fixture
def browser(browse):
    return browse(Role.TERAPEUT)


def texts_of(page):
    return {f"text_{code}": page.select_one(f"[name=text_{code}]").get_text() for code in CODES}


def version_of(page):
    return page.select_one("[name=version]")["value"]


def sent(browser, closing, expect=302, action="save", **changes):
    """Open the epikrise, change some of it, and send it as the button does."""
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    fields = texts_of(page) | {"version": version_of(page), "action": action} | changes
    url = browser.url("epikrise.edit", referral_id=closing.referral.id)
    return browser.post(url, fields, token_from=page, expect=expect)


def signed(browser, closing, expect=302, **fields):
    page = browser.get("epikrise.sign", referral_id=closing.referral.id)
    fields = {
        "fingerprint": page.select_one("[name=fingerprint]")["value"],
        "has_read": "y",
    } | fields
    url = browser.url("epikrise.sign", referral_id=closing.referral.id)
    return browser.post(url, fields, token_from=page, expect=expect)


def test_the_page_comes_filled_in_and_says_from_where(browser, closing):
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)

    assert page.heading() == f"Epikrise, sag {closing.case.number}"
    assert "deltog 3 af 4 gange" in texts_of(page)["text_given"]
    assert texts_of(page)["text_experience"].strip() == EXPERIENCE
    assert page.text_of(".writing__source")[1].startswith("Hentet fra: Fremmøde: Rygskole")
    assert page.text_of(".paper h4") == [
        heading.label for heading in browser.app.extensions["rehab_programme"].epikrise_headings
    ]
    assert "3 af 4" in " ".join(page.text_of(".paper__table"))


def test_opening_it_is_logged(browser, closing, session):
    browser.get("epikrise.edit", referral_id=closing.referral.id)
    row = session.scalars(select(AccessLog)).one()
    assert (row.surface, row.case_id) == ("epikrise.edit", closing.case.id)


def test_a_draft_is_saved_and_stands_there_again(browser, closing, session):
    sent(browser, closing, text_experience="Savner sit hold.")
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)

    assert texts_of(page)["text_experience"].strip() == "Savner sit hold."
    assert find_epikrise(session, closing.referral.id).texts == {"experience": "Savner sit hold."}
    assert page.text_of(".writing__draft p") == [EXPERIENCE]


def test_the_cases_own_words_can_be_taken_back(browser, closing, session):
    sent(browser, closing, text_experience="Savner sit hold.", text_reason="Lændesmerter.")
    sent(browser, closing, action="", restore="experience")
    assert find_epikrise(session, closing.referral.id).texts == {"reason": "Lændesmerter."}


def test_what_is_empty_is_named_before_anything_can_be_signed(browser, closing, session):
    page = sent(browser, closing, expect=422, action="next", text_experience=" ")

    assert page.errors() == ["Skriv noget under Patientens oplevelse."]
    assert page.text_of("#fejl-overskrift") == ["Epikrisen kan ikke underskrives endnu"]
    assert "Patientens oplevelse" in page.select_one(".alert-warning").get_text()
    assert find_epikrise(session, closing.referral.id).texts == {"experience": ""}


def test_the_signature_page_cannot_sign_what_is_empty(browser, closing):
    sent(browser, closing, text_experience="")
    page = browser.get("epikrise.sign", referral_id=closing.referral.id)
    assert page.select("[name=has_read]") == []
    assert "Patientens oplevelse" in page.select_one(".alert-error").get_text()


def test_another_persons_newer_draft_is_not_overwritten_unseen(browser, closing):
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    sent(browser, closing, text_experience="Hendes.")
    fields = texts_of(page) | {"version": version_of(page), "text_experience": "Hans."}
    url = browser.url("epikrise.edit", referral_id=closing.referral.id)
    refused = browser.post(url, fields, token_from=page, expect=422)

    assert "nyere udkast" in refused.errors()[0]
    assert texts_of(refused)["text_experience"].strip() == "Hans."
    again = fields | {"version": version_of(refused)}
    browser.post(url, again, token_from=refused)


@pytest.mark.parametrize(
    ("button", "heading"),
    [
        ({"action": "save"}, "Udkastet er ikke gemt"),
        ({"restore": "reason"}, "Udkastet er ikke gemt"),
        ({"action": "next"}, "Epikrisen kan ikke underskrives endnu"),
    ],
)
def test_what_was_refused_is_headed_by_what_was_asked_for(browser, closing, button, heading):
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    sent(browser, closing, text_experience="Hendes.")
    fields = texts_of(page) | {"version": version_of(page)} | button
    url = browser.url("epikrise.edit", referral_id=closing.referral.id)
    refused = browser.post(url, fields, token_from=page, expect=422)
    assert refused.text_of("#fejl-overskrift") == [heading]


def test_what_was_written_while_somebody_signed_is_there_for_copying(browser, closing):
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    fields = texts_of(page) | {"version": version_of(page), "text_experience": "Skrevet imens."}
    sent(browser, closing, action="next")
    signed(browser, closing)
    url = browser.url("epikrise.edit", referral_id=closing.referral.id)
    refused = browser.post(url, fields, token_from=page, expect=422)

    assert "kan ikke ændres" in refused.text_of(".notice")[0]
    assert "Skrevet imens." in refused.select_one("#ikke-gemt").get_text()
    assert "deltog" not in refused.select_one("#ikke-gemt").get_text()
    assert browser.get("epikrise.edit", referral_id=closing.referral.id).select("#ikke-gemt") == []


def test_signing_closes_the_case_and_hands_out_the_bytes(browser, closing, session):
    sent(browser, closing, action="next")
    page = browser.get("epikrise.sign", referral_id=closing.referral.id)
    assert "Lægehuset Testvej henviser MedCom XDIS15 til 5790000999026" in " ".join(
        page.text_of("#modtagere tbody tr")
    )
    signed(browser, closing)
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    stored = find_document(session, closing.referral.id)
    pdf = browser.open(browser.url("epikrise.pdf", referral_id=closing.referral.id))
    xml = browser.open(browser.url("epikrise.xml", referral_id=closing.referral.id))

    assert session.get(Referral, closing.referral.id).status is ReferralStatus.CLOSED
    assert page.text_of("#modtagere .mark") == ["I kø", "På papir"]
    assert (pdf.data, xml.data) == (stored.pdf, stored.xml)
    assert pdf.headers["Content-Disposition"] == (
        f"attachment; filename=epikrise-{closing.case.number}.pdf"
    )
    assert pdf.headers["Cache-Control"] == "no-store"
    assert len(PdfReader(BytesIO(pdf.data)).pages) == 1


def test_a_signature_needs_the_cross(browser, closing, session):
    page = signed(browser, closing, expect=422, has_read="")
    assert page.errors() == ["Sæt kryds, når du har læst epikrisen."]
    assert find_document(session, closing.referral.id) is None


def test_what_was_changed_meanwhile_must_be_read_again(browser, closing, session):
    page = browser.get("epikrise.sign", referral_id=closing.referral.id)
    sent(browser, closing, text_experience="En andens ord.")
    fields = {
        "fingerprint": page.select_one("[name=fingerprint]")["value"],
        "has_read": "y",
    }
    url = browser.url("epikrise.sign", referral_id=closing.referral.id)
    refused = browser.post(url, fields, token_from=page, expect=422)

    assert "Læs den igen" in refused.errors()[0]
    assert "En andens ord." in refused.select_one(".paper").get_text()
    assert not refused.select_one("[name=has_read]").has_attr("checked")


def test_a_referral_without_location_number_asks_for_it(browser, make, session):
    closing = a_closing(make, NOW, kind=ReferralKind.PHONE, sender_gln=None, answer_to=[])
    refused = signed(browser, closing, expect=422, receiver_gln="")
    assert "Skriv modtagerens lokationsnummer" in refused.errors()[0]
    signed(browser, closing, receiver_gln="5790000999026")
    assert find_document(session, closing.referral.id).recipients[0]["gln"] == "5790000999026"


def test_booked_sessions_still_to_come_are_mentioned(browser, make, closing):
    starts = (NOW + timedelta(days=1), NOW + timedelta(days=8))
    booked(
        make,
        closing.case,
        (closing.referral,),
        starts,
        (None, None),
        therapist=closing.therapist,
        booked_at=NOW,
    )
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    assert "2 bookede gange ligger stadig efter nu" in page.select_one(".notice").get_text()


def test_a_signed_epikrise_cannot_be_opened_for_writing_or_signing(browser, closing):
    signed(browser, closing)
    page = browser.get("epikrise.edit", referral_id=closing.referral.id)
    assert page.select("main textarea") == []
    browser.get("epikrise.sign", referral_id=closing.referral.id, expect=302)


@pytest.mark.parametrize("endpoint", ["epikrise.pdf", "epikrise.xml"])
def test_there_is_no_document_before_the_signature(browser, closing, endpoint):
    page = browser.get(endpoint, referral_id=closing.referral.id, expect=409)
    assert "ikke underskrevet endnu" in page.get_text()


def test_those_who_only_read_get_the_draft_on_paper(browse, closing):
    leader = browse(Role.LEDER)
    leader.get("epikrise.edit", referral_id=closing.referral.id, expect=302)
    page = leader.get("epikrise.preview", referral_id=closing.referral.id)
    assert page.text_of(".paper__mark") == ["UDKAST – ikke underskrevet"]
    leader.get("epikrise.sign", referral_id=closing.referral.id, expect=403)


@pytest.mark.parametrize("endpoint", ["edit", "sign", "preview", "pdf", "xml"])
def test_a_case_of_others_is_not_there(browse, make, closing, endpoint):
    for who in (
        make.user(Role.TERAPEUT, login="fremmed"),
        make.user(Role.KOORDINATOR, kommunekode="998"),
    ):
        browse(who).get(f"epikrise.{endpoint}", referral_id=closing.referral.id, expect=404)


def test_the_employment_side_gets_nothing(browse, make, closing):
    closing.case.employment_effort = True
    make.save(closing.case)
    for endpoint in ("edit", "sign", "preview", "pdf", "xml"):
        browse(Role.JOBKONSULENT).get(
            f"epikrise.{endpoint}", referral_id=closing.referral.id, expect=403
        )
