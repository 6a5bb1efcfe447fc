"""The pages of the team's meeting."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import JournalNote, TeamMeeting


@pytest.fixture
def browser(browse):
    return browse(Role.KOORDINATOR)


@pytest.fixture
def cases(browser, make):
    """Two cases on the agenda, in the order they were asked about."""
    found = [make.case(), make.case()]
    for number, case in enumerate(found, start=1):
        browser.submit("meetings.ask", {"question": f"Spørgsmål {number}?"}, case_id=case.id)
    return found


@pytest.fixture
def meeting(browser, cases, session):
    agenda = browser.get("meetings.index")
    browser.post(browser.url("meetings.begin"), {}, token_from=agenda)
    return session.scalars(select(TeamMeeting)).one()


def decided(browser, page, expect=302, **fields):
    return browser.post(page.select("form")[-1]["action"], fields, token_from=page, expect=expect)


def test_the_agenda_has_what_was_asked(browser, cases):
    page = browser.get("meetings.index")
    assert page.text_of('[data-title="Spørgsmål"]') == ["Spørgsmål 1?", "Spørgsmål 2?"]
    assert page.text_of("#dagsorden .card-box__head .muted") == ["2"]


def test_the_second_to_ask_is_told_who_asked_what_and_where_to_write_it(browse, make):
    first = make.user(Role.TERAPEUT, name="Tove Først")
    case = make.case(contact_person=first)
    browser = browse(Role.KOORDINATOR)
    typed = {"question": "Skal lægen spørges?"}
    stale = browser.get("meetings.ask", case_id=case.id)
    browse(first).submit("meetings.ask", {"question": "Hold eller alene?"}, case_id=case.id)
    url = browser.url("meetings.ask", case_id=case.id)
    page = browser.post(url, typed, token_from=stale, expect=422)
    [error] = page.errors()
    assert error.startswith("Sagen står allerede på dagsordenen. Skriv")
    asked = page.select_one("#teammoede").get_text(" ")
    assert "Tove Først" in asked
    assert "23.11.2026" in asked
    assert "Hold eller alene?" in asked
    note = browser.url("cases.note", case_id=case.id)
    assert [link.get_text() for link in page.select(f"main a[href='{note}']")] == ["Skriv notat"]
    assert page.text_of("#ikke-gemt .quoted__text") == [typed["question"]]
    assert page.select("textarea") == []

    blank = browser.post(url, {"question": " "}, token_from=stale, expect=422)
    assert blank.errors() == ["Skriv, hvad teamet skal tage stilling til."]
    again = browser.get("meetings.ask", case_id=case.id)
    assert again.select("#teammoede")
    assert again.select("textarea") == []


def test_a_case_on_the_agenda_leads_to_its_item_instead_of_asking_again(browser, cases, make):
    page = browser.get("cases.show", case_id=cases[0].id)
    [there] = [one for one in page.select(".actions a") if "dagsordenen" in one.get_text()]
    assert there.get_text(strip=True) == "Står på dagsordenen"
    assert there["href"] == browser.url("cases.show", case_id=cases[0].id) + "#teammoede"
    assert "Tag op på teammøde" not in page.get_text()
    item = page.select_one("#teammoede").get_text(" ")
    assert "Spørgsmål 1?" in item
    assert "23.11.2026" in item
    other = browser.get("cases.show", case_id=make.case().id)
    assert "Tag op på teammøde" in other.get_text()


def test_one_case_at_a_time_from_question_to_note(browser, meeting, cases, session):
    page = browser.get("meetings.show", meeting_id=meeting.id)
    assert page.text_of("#sagen h2") == [f"Sag {cases[0].number}"]
    assert page.text_of(".page-head__lead") == ["0 behandlet, 2 sager tilbage."]
    decided(browser, page, text="På hold.")

    page = browser.get("meetings.show", meeting_id=meeting.id)
    assert page.text_of("#sagen h2") == [f"Sag {cases[1].number}"]
    assert page.text_of("#besluttet h3") == [f"Sag {cases[0].number}"]
    [note] = session.scalars(select(JournalNote)).all()
    assert note.case_id == cases[0].id
    shown = browser.get("cases.show", case_id=cases[0].id)
    assert "Beslutning: På hold." in " ".join(shown.text_of("#haendelser"))


def test_a_case_passed_over_waits_for_the_next_meeting(browser, meeting, cases):
    page = browser.get("meetings.show", meeting_id=meeting.id)
    page = browser.visit(page.find("a", string="Spring over")["href"])
    assert page.text_of("#sagen h2") == [f"Sag {cases[1].number}"]
    page = browser.visit(page.find("a", string="Spring over")["href"])
    assert page.text_of("#sagen") == []
    assert len(browser.get("meetings.index").select("#dagsorden tbody tr")) == 2


def test_what_is_missing_is_said_and_what_was_typed_is_kept(browser, meeting):
    page = browser.get("meetings.show", meeting_id=meeting.id)
    page = decided(browser, page, text="På hold.", task="Book", expect=422)
    assert page.errors() == ["Skriv, hvornår opgaven skal være løst."]
    assert page.text_of("textarea") == ["På hold.", "Book"]


TYPED = {"text": "Fælles med lægen.", "task": "Ring til lægen", "due_on": "2026-12-01"}
KEPT = ["Fælles med lægen.", "Ring til lægen"]


def test_what_was_typed_about_a_case_never_stands_under_the_next(browser, meeting, cases, session):
    other_tab = browser.get("meetings.show", meeting_id=meeting.id)
    decided(browser, browser.get("meetings.show", meeting_id=meeting.id), text="På hold.")
    page = decided(browser, other_tab, expect=422, **TYPED)
    [error] = page.errors()
    assert error.startswith("Punktet er allerede behandlet")
    assert page.text_of("#fejl-overskrift") == ["Beslutningen er ikke gemt"]
    assert page.text_of("#ikke-gemt h2") == [f"Ikke gemt: sag {cases[0].number}"]
    assert page.text_of("#ikke-gemt .quoted__text") == KEPT
    assert "01.12.2026" in page.select_one("#ikke-gemt").get_text()
    assert page.text_of("#sagen h2") == [f"Sag {cases[1].number}"]
    assert page.text_of("#sagen textarea") == ["", ""]
    assert page.select_one("#sagen input[name=due_on]").get("value", "") == ""
    assert [note.text.count("På hold.") for note in session.scalars(select(JournalNote))] == [1]


def test_what_was_typed_too_long_about_a_case_that_was_decided_is_kept_too(browser, meeting, cases):
    other_tab = browser.get("meetings.show", meeting_id=meeting.id)
    decided(browser, browser.get("meetings.show", meeting_id=meeting.id), text="På hold.")
    page = decided(browser, other_tab, expect=422, text="ord " * 501)
    [error] = page.errors()
    assert error.startswith("Punktet er allerede behandlet")
    assert page.text_of("#sagen textarea") == ["", ""]
    assert page.text_of("#ikke-gemt h2") == [f"Ikke gemt: sag {cases[0].number}"]


def test_what_was_typed_stays_with_its_own_case_whichever_comes_first(browser, meeting, cases):
    first = browser.get("meetings.show", meeting_id=meeting.id)
    second = browser.visit(first.find("a", string="Spring over")["href"])
    address = second.select("form")[-1]["action"].partition("?")[0]
    page = browser.post(address, {"text": ""}, token_from=second, expect=422)
    assert page.text_of("#sagen h2") == [f"Sag {cases[1].number}"]
    assert page.select("#ikke-gemt") == []


def test_what_was_typed_when_the_meeting_ended_is_kept_for_copying(browser, meeting, cases):
    page = browser.get("meetings.show", meeting_id=meeting.id)
    browser.post(browser.url("meetings.end", meeting_id=meeting.id), {}, token_from=page)
    page = decided(browser, page, expect=422, **TYPED)
    assert page.errors() == ["Mødet er afsluttet. Begynd et nyt, eller skriv et notat i sagen."]
    assert page.text_of("#ikke-gemt h2") == [f"Ikke gemt: sag {cases[0].number}"]
    assert page.text_of("#ikke-gemt .quoted__text") == KEPT
    assert page.select("textarea") == []


def test_a_meeting_that_is_over_shows_what_it_decided(browser, meeting):
    page = browser.get("meetings.show", meeting_id=meeting.id)
    decided(browser, page, text="På hold.")
    browser.post(browser.url("meetings.end", meeting_id=meeting.id), {}, token_from=page)
    page = browser.get("meetings.show", meeting_id=meeting.id)
    assert (len(page.select("#besluttet .quoted")), page.select("form textarea")) == (1, [])
    earlier = browser.get("meetings.index").text_of("#tidligere tbody tr")
    assert earlier == ["23.11.2026 1 beslutning"]


def test_the_case_says_that_it_waits_and_can_be_taken_off(browser, cases):
    page = browser.get("cases.show", case_id=cases[0].id)
    assert "Spørgsmål 1?" in " ".join(page.text_of("#teammoede"))
    url = page.select_one("#teammoede form")["action"]
    browser.post(url, {}, token_from=page)
    assert browser.get("cases.show", case_id=cases[0].id).select("#teammoede") == []
