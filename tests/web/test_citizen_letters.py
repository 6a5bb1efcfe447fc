"""Writing letters to citizens, one and many, and printing them."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.citizen_letters import LetterTemplate
from rehab.domain.notices import NoticeChannel, NoticeKind
from rehab.models import AccessLog, CitizenLetter, LetterState, Notice, NoticeStatus
from rehab.services.letter_batches import draw_waiting
from rehab.web.citizen_letters.presenters import batch_view
from rehab.web.to_citizen.rows import STATE_LABELS, TEMPLATE_LABELS
from tests.conftest import NOW
from tests.support.citizen_letters import a_letter_in_a_batch
from tests.support.course_factories import make_booking, make_course


@pytest.fixture
def case(make):
    return make.case(citizen=make.citizen(given_name="Anna"))


@pytest.fixture
def browser(browse):
    return browse(Role.KOORDINATOR)


def written(browser, case, template, text, action="lav", expect=302, **fields):
    url = browser.url("citizen_letters.write", case_id=case.id, skabelon=template)
    page = browser.visit(url)
    return browser.post(
        url, {"text": text, "action": action} | fields, token_from=page, expect=expect
    )


def letters(browser):
    return browser.session.scalars(select(CitizenLetter)).all()


def test_the_letter_stands_beside_the_words_it_begins_from(browser, case):
    url = browser.url("citizen_letters.write", case_id=case.id, skabelon="frit-valg")
    page = browser.visit(url)
    assert page.heading() == f"Brev til borgeren i sag {case.number}"
    assert "senest 7 dage" in page.select_one("textarea").get_text()
    paper = " ".join(page.select_one("article.paper").get_text(" ").split())
    assert "Kære Anna" in paper
    assert "Du kan vælge et andet sted" in paper
    assert page.text_of("#skriv .muted")[0].startswith("Grundlag: Sundhedsloven § 140, stk. 4")
    assert "let at læse" in page.get_text()


def test_a_look_changes_the_page_and_makes_nothing(browser, case):
    page = written(browser, case, "frit-valg", "Andre ord.", action="vis", expect=200)
    assert "Andre ord." in page.select_one("article.paper").get_text()
    assert letters(browser) == []


def test_heavy_words_are_told_of(browser, case):
    heavy = "Kommunalbestyrelsens genoptræningstilbud forudsætter lægefaglig udskrivningsvurdering."
    page = written(browser, case, "frit-valg", heavy, action="vis", expect=200)
    assert "skriv kortere sætninger" in page.get_text()


def test_a_letter_is_made_kept_and_read_again(browser, case):
    written(browser, case, "ikke-henvendt", "Ring til os.", to_print="y")
    [letter] = letters(browser)
    assert (letter.template, letter.to_print) == (LetterTemplate.NOT_REACHED, True)
    shown = browser.get("cases.show", case_id=case.id)
    assert any("Vi vil gerne tale med dig" in row for row in shown.text_of("#til-borgeren td"))
    assert "Brev til borgeren: Vi vil gerne tale med dig" in shown.get_text()
    response = browser.open(browser.url("citizen_letters.pdf", citizen_letter_id=letter.id))
    assert response.data == letter.pdf
    assert response.mimetype == "application/pdf"
    log = browser.session.scalars(select(AccessLog.surface).where(AccessLog.case_id == case.id))
    assert {"citizen_letters.write", "citizen_letters.pdf", "cases.show"} <= set(log)


def test_what_was_typed_survives_a_refusal(browser, case):
    page = written(browser, case, "frit-valg", " ", expect=422)
    assert page.errors() == ["Skriv, hvad der skal stå i brevet."]
    assert letters(browser) == []


def test_an_indkaldelse_needs_something_booked(browser, make, case):
    url = browser.url("citizen_letters.write", case_id=case.id, skabelon="indkaldelse")
    assert "Book et hold eller en tid" in browser.visit(url).get_text()
    assert (
        browser.visit(browser.url("cases.show", case_id=case.id)).select(
            "form[action$=indkaldelse]"
        )
        == []
    )
    make_booking(make, case, make_course(make))
    page = browser.get("cases.show", case_id=case.id)
    [form] = page.select("form[action$=indkaldelse]")
    browser.post(form["action"], {}, token_from=page)
    [letter] = letters(browser)
    assert (letter.template, letter.state) == (LetterTemplate.INVITATION, LetterState.MADE)


def test_a_template_that_is_none_is_not_found(browser, case):
    url = browser.url("citizen_letters.write", case_id=case.id, skabelon="findes-ikke")
    assert browser.open(url).status_code == 404


def test_the_list_is_printed_in_one_file_and_then_noted(browser, make, case):
    for one in (case, make.case()):
        letter = a_letter_in_a_batch(make, one, NOW)
        letter.to_print = True
        make.save(letter)
    page = browser.get("citizen_letters.print_list")
    assert page.text_of("main p:not(.way-back)")[0].startswith("2 breve venter")
    ids = [box["value"] for box in page.select("input[type=checkbox][checked]")]
    url = browser.url("citizen_letters.print_list")
    token = page.select_one("input[name=csrf_token]")["value"]
    fields = {"csrf_token": token, "letters": ids, "action": "hent"}
    response = browser.open(url, method="POST", data=fields)
    assert len(PdfReader(BytesIO(response.data)).pages) == 2
    browser.open(url, method="POST", data=fields | {"action": "printet", "letters": ids[:1]})
    assert (
        browser.get("citizen_letters.print_list")
        .text_of("main p:not(.way-back)")[0]
        .startswith("1 brev venter")
    )
    assert browser.post(url, {"action": "hent"}, token_from=page, expect=422).errors() == [
        "Vælg mindst ét brev."
    ]


def test_a_letter_that_could_not_be_made_is_tried_again_from_the_list(browser, make, case):
    letter = a_letter_in_a_batch(make, case, NOW)
    letter.to_print, letter.state = True, LetterState.FAILED
    make.save(letter)
    page = browser.get("citizen_letters.print_list")
    assert page.select("input[type=checkbox]") == []
    browser.post(browser.url("citizen_letters.print_again"), {}, token_from=page)
    assert letters(browser)[0].state is LetterState.WAITING


def test_a_letter_in_place_of_a_notice_is_named_by_what_it_tells(browser, make, case):
    letter = a_letter_in_a_batch(make, case, NOW)
    letter.to_print = True
    make.save(letter)
    make.save(
        Notice(
            organisation_id=case.organisation_id,
            case_id=case.id,
            kind=NoticeKind.SEAT_OFFERED,
            channel=NoticeChannel.LETTER,
            status=NoticeStatus.ON_PAPER,
            subject="Besked",
            text="Ledig plads",
            paper_text="Ledig plads",
            queued_by=case.id,
            queued_at=NOW,
            next_try_at=NOW,
            letter_id=letter.id,
        )
    )
    page = browser.get("citizen_letters.print_list")
    assert page.text_of('td[data-title="Brev"]')[0].startswith("Plads tilbudt")


def test_an_empty_list_says_what_would_stand_there(browser):
    assert "Ingen breve til print" in browser.get("citizen_letters.print_list").get_text()


def test_letters_to_a_course_can_be_left_and_come_back_to(browser, make, ctx_as):
    course = make_course(make)
    for _ in range(3):
        make_booking(make, make.case(), course)
    link = browser.get("courses.show", course_id=course.id).select("a[href$=breve-til-borgere]")
    assert len(link) == 1
    form = browser.visit(link[0]["href"])
    url = browser.url("citizen_letters.to_course", course_id=course.id)
    assert browser.post(url, {}, token_from=form, expect=422).errors() == [
        "Vælg, hvilket brev det er."
    ]
    sent = browser.open(
        url,
        method="POST",
        data={
            "csrf_token": form.select_one("input[name=csrf_token]")["value"],
            "template": "indkaldelse",
        },
    )
    assert "0 af 3 breve er dannet." in browser.visit(sent.location).get_text()
    draw_waiting(ctx_as(Role.KOORDINATOR))
    page = browser.visit(sent.location)
    assert "3 af 3 breve er dannet." in page.get_text()
    [file] = page.select("a[href$='.pdf'].button")
    assert len(PdfReader(BytesIO(browser.open(file["href"]).data)).pages) == 3


def test_a_message_to_all_needs_words(browser, make):
    course = make_course(make, first=NOW + timedelta(days=3))
    make_booking(make, make.case(), course)
    page = browser.submit(
        "citizen_letters.to_course", {"template": "besked"}, course_id=course.id, expect=422
    )
    assert page.errors() == ["Skriv, hvad der skal stå i brevet."]


def test_the_kommune_sets_its_own_words(browser, case):
    url = browser.url("citizen_letters.wording", skabelon="frit-valg")
    browser.post(url, {"text": "Kommunens egne ord."}, token_from=browser.visit(url))
    page = browser.visit(
        browser.url("citizen_letters.write", case_id=case.id, skabelon="frit-valg")
    )
    assert page.select_one("textarea").get_text().strip() == "Kommunens egne ord."


def test_a_batch_says_what_failed():
    counts = {LetterState.WAITING: 0, LetterState.MADE: 2, LetterState.FAILED: 1}
    view = batch_view("Breve", "23.11.2026 kl. 10.00", "Karen", counts)
    assert view.progress == "2 af 3 breve er dannet. 1 kunne ikke dannes."


@pytest.mark.parametrize(
    ("kind", "labels"), [(LetterTemplate, TEMPLATE_LABELS), (LetterState, STATE_LABELS)]
)
def test_every_coded_value_has_a_name(kind, labels):
    assert set(labels) == set(kind)
