"""The message log, sending again, and the pages letters are written on."""

import pytest

from rehab.domain.access import SYSTEM, Role
from rehab.models import IntakeOutcome, OutgoingKind, OutgoingMessage, OutgoingStatus
from rehab.services.intake import receive
from rehab.web.labels import OUTCOME_LABELS
from rehab.web.messages.routes import PAGE_SIZE
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import xdis91, xref15
from tests.support.outbox import GP_GLN, a_message, letter_in, queued


@pytest.fixture
def browser(browse, make):
    make.organisation()
    return browse(Role.VISITATOR)


def rows(page):
    return page.text_of("tbody tr")


def test_the_log_says_how_far_each_letter_has_come(browser, make):
    a_message(make, subject="Afsluttende epikrise")
    page = browser.get("messages.index")
    (row,) = rows(page)
    assert "Afsluttende epikrise" in row
    assert page.text_of("tbody .mark") == ["Intet svar i 30 min."]
    assert "Intet bliver sendt" in page.text_of(".alert-heading")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": OutgoingStatus.QUEUED, "sent_at": None}, "I kø"),
        ({"status": OutgoingStatus.HELD_BACK, "reason": "Emnet mangler."}, "Emnet mangler."),
        ({"status": OutgoingStatus.POSITIVE}, "Modtaget"),
        ({"status": OutgoingStatus.REJECTED, "reason": "syntaksfejl"}, "Afvist syntaksfejl"),
    ],
    ids=["queued", "held back", "positive", "rejected"],
)
def test_a_status_is_said_with_its_reason(browser, make, fields, said):
    a_message(make, **fields)
    (row,) = rows(browser.get("messages.index"))
    assert said in row


def test_every_list_can_be_opened_and_an_empty_one_says_what_it_is_for(browser):
    for chip in browser.get("messages.index").select(".chip"):
        assert browser.visit(chip["href"]).select(".chip[aria-current=true]")


def test_what_came_stands_in_the_log_with_its_outcome(app, browser):
    receive(context_for(app, SYSTEM), "a.xml", xref15())
    page = browser.get("messages.index", vis="ind")
    assert page.text_of("tbody [data-title=Brev]") == ["henvisning (XREF15)"]
    assert page.text_of("tbody .mark") == [OUTCOME_LABELS[IntakeOutcome.ACCEPTED]]
    assert page.select("a.cover[href^='/breve/']")
    assert len(rows(browser.get("messages.index", vis="kvitteringer"))) == 1


def test_a_long_log_has_pages(browser, make, session):
    first = a_message(make)
    copies = [
        OutgoingMessage(
            organisation_id=first.organisation_id,
            kind=OutgoingKind.CORRESPONDENCE,
            status=OutgoingStatus.POSITIVE,
            envelope_id=f"E{number}",
            letter_id="B",
            receiver_gln=GP_GLN,
            raw=b"x",
            queued_by=first.id,
            queued_at=first.queued_at,
        )
        for number in range(PAGE_SIZE)
    ]
    make.save(*copies)
    page = browser.get("messages.index")
    assert len(rows(page)) == PAGE_SIZE
    assert len(rows(browser.visit(page.select_one("[rel=next]")["href"]))) == 1


def test_the_bytes_are_handed_out_as_they_were_sent(browser, make):
    message = a_message(make, raw=xdis91())
    response = browser.open(browser.url("messages.raw", message_id=message.id))
    assert response.get_data() == xdis91()
    assert "attachment" in response.headers["Content-Disposition"]


def test_a_letter_is_sent_again_by_a_button(browser, make, session):
    case = make.case()
    message = a_message(make, case_id=case.id, raw=xdis91())
    page = browser.get("cases.show", case_id=case.id)
    (button,) = page.select("#meddelelser form")
    browser.post(button["action"], {}, token_from=page)

    page = browser.get("cases.show", case_id=case.id)
    assert page.text_of("#meddelelser tbody .mark") == ["I kø", "Sendt igen"]
    assert not page.select("#meddelelser form")
    assert [row.resend_of_id for row in queued(session)] == [None, message.id]


def test_only_a_held_back_letter_that_trying_can_help_has_a_button(browser, make):
    held = {"status": OutgoingStatus.HELD_BACK, "sent_at": None}
    a_message(make, **held, raw=b"", reason="Modtageren mangler et navn.")
    a_message(make, **held, raw=xdis91(), envelope_id="UDK2", reason="Skemaet tog det ikke.")
    page = browser.get("messages.index", vis="fejl")
    assert {"Modtageren mangler et navn.", "Skemaet tog det ikke."} <= set(page.text_of("td .sub"))
    (form,) = page.select("form[action$='/igen']")
    assert "Prøv igen" in form.get_text()


def test_a_refusal_to_send_again_is_said(browser, make):
    message = a_message(make, status=OutgoingStatus.POSITIVE)
    page = browser.get("messages.index")
    url = browser.url("messages.resend", message_id=message.id)
    browser.post(url, {}, token_from=browser.visit("/sager/soeg"))
    assert "Modtageren har brevet" in browser.visit("/meddelelser").get_text()
    assert not page.select("form[action$='/igen']")


def test_another_kommunes_message_is_not_there(browser, make):
    message = a_message(make, organisation_id=make.organisation(AWAY).id, raw=xdis91())
    browser.get("messages.raw", message_id=message.id, expect=404)


def test_the_question_is_written_beforehand_and_sent(browser, make, session):
    referral = make.referral()
    page = browser.get("referrals.show", referral_id=referral.id)
    (link,) = [a for a in page.select("a") if a.get_text(strip=True) == "Bed om oplysninger"]
    page = browser.visit(link["href"])
    draft = page.select_one("textarea").get_text().strip()
    assert "Aktuel medicin" in draft
    assert "så ring" in page.get_text()
    browser.post(link["href"], {"text": f"{draft}\nHilsen"}, token_from=page)
    (row,) = queued(session)
    assert letter_in(row).sections[0].body.plain().endswith("Hilsen")


def test_a_question_without_words_is_not_sent_and_says_so(browser, make, session):
    referral = make.referral()
    page = browser.submit("referrals.ask", {"text": ""}, expect=422, referral_id=referral.id)
    assert page.errors() == ["Skriv brevet."]
    assert queued(session) == []


def test_who_has_no_location_number_is_not_offered_a_letter(browser, make):
    referral = make.referral(sender_gln=None)
    page = browser.get("referrals.show", referral_id=referral.id)
    assert "Bed om oplysninger" not in page.get_text()


def test_a_letter_is_written_from_the_case(browser, make, session):
    case = make.case()
    page = browser.get("letters.write", case_id=case.id)
    assert "så ring" in page.get_text()
    fields = {"receiver": GP_GLN, "subject": "Status", "text": "Det går godt."}
    browser.submit("letters.write", fields, case_id=case.id)
    (row,) = queued(session)
    assert (row.case_id, letter_in(row).subject) == (case.id, "Status")
    page = browser.get("cases.show", case_id=case.id)
    assert "Status" in page.text_of("#meddelelser tbody")[0]


def test_what_was_typed_survives_a_refusal(browser, make):
    case = make.case()
    fields = {"receiver": GP_GLN, "subject": "", "text": "Det går godt."}
    page = browser.submit("letters.write", fields, expect=422, case_id=case.id)
    assert page.errors() == ["Skriv, hvad brevet handler om."]
    assert page.select_one("textarea").get_text().strip() == "Det går godt."


def test_a_case_with_nobody_to_write_to_says_so(browser, make):
    case = make.case(referrals=0)
    make.referral(case=case, sender_gln=None)
    page = browser.get("letters.write", case_id=case.id)
    assert "Ingen at skrive til" in page.get_text()


def test_a_leader_reads_and_sends_nothing(browse, make):
    case = make.case()
    a_message(make, case_id=case.id)
    page = browse(Role.LEDER).get("cases.show", case_id=case.id)
    assert page.text_of("#meddelelser tbody .mark") == ["Intet svar i 30 min."]
    assert not page.select("#meddelelser form, #meddelelser .button")


def test_a_receipt_that_was_held_back_is_put_in_the_queue_by_a_person(browse, make, session):
    message = a_message(
        make,
        kind=OutgoingKind.POSITIVE_RECEIPT,
        status=OutgoingStatus.HELD_BACK,
        sent_at=None,
        reason="Skemaet mangler.",
    )
    browser = browse(Role.VISITATOR)
    page = browser.get("messages.index", vis="fejlet")
    (form,) = page.select("form[action$='/igen']")
    assert "Prøv igen" in form.get_text()
    browser.post(form["action"], {}, token_from=page)
    (row,) = queued(session)
    assert (row.id, row.status) == (message.id, OutgoingStatus.QUEUED)
    assert browser.get("messages.index").text_of(".flash") == [
        "Kvitteringen er lagt i køen, som den blev skrevet."
    ]
