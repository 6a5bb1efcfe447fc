"""The board, a person's own cases, and reminders."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.next_actions import BoardColumn
from rehab.models import ContactPerson, PauseRow, Reminder
from rehab.queries.list_rows import PAGE
from rehab.web.worklist.presenters import MOST_CARDS
from tests.conftest import NOW
from tests.support.factories import AWAY

TODAY = date(2026, 11, 23)
NUMBERED = 'nav[aria-label="Vis sager"] .chip'


def cards(page, column):
    return page.text_of(f"section[aria-labelledby=kolonne-{column.value}] .citizen__name")


def reminder(make, case, due=1, **fields):
    usual = {"cause": "clock:kontakt", "sentence": "Kontakt til borgeren er overskredet."}
    row = Reminder(
        organisation_id=case.organisation_id,
        case_id=case.id,
        due_on=TODAY - timedelta(days=due),
        raised_at=NOW,
        **usual | fields,
    )
    make.save(row)
    return row


def named(make, name, **fields):
    return make.case(citizen=make.citizen(given_name="Prøve", surname=name), **fields)


def test_a_case_nobody_owns_stands_in_the_first_column(browse, make):
    named(make, "Alene")
    named(make, "Ejet", contact_person=make.user(Role.TERAPEUT))
    page = browse(Role.KOORDINATOR).get("worklist.board")
    assert cards(page, BoardColumn.NOBODY) == ["Prøve Alene"]
    assert cards(page, BoardColumn.ASSIGNED) == ["Prøve Ejet"]
    assert [heading.split()[-1] for heading in page.text_of(".board__heading")] == list("11000")


def test_the_card_assigns_with_a_suggestion_and_its_reason(browse, make, session):
    case, tove = named(make, "Alene"), make.user(Role.TERAPEUT, name="Tove Terapeut")
    browser = browse(Role.KOORDINATOR)
    page = browser.get("worklist.board")
    form = page.select_one(".board__form form")
    assert page.text_of(".board__form button") == ["Tildel Tove Terapeut til Prøve Alene"]
    assert (
        "Ingen åbne sager, har rollen terapeut, ikke fraværende."
        in page.text_of(".board__form .board__note")[0]
    )
    fields = {tag["name"]: tag["value"] for tag in form.select("input")}
    browser.post(form["action"], fields, token_from=page)
    held = session.scalars(select(ContactPerson).where(ContactPerson.case_id == case.id)).one()
    assert held.user_id == tove.id


def test_the_most_pressing_case_stands_first(browse, make):
    calm = make.citizen(given_name="Prøve", surname="Rolig")
    case = make.case(citizen=calm, referrals=0)
    make.referral(citizen=calm, case=case, received_on=TODAY)
    late = make.citizen(given_name="Prøve", surname="Sen")
    case = make.case(citizen=late, referrals=0)
    make.referral(citizen=late, case=case, received_on=TODAY - timedelta(days=9))
    page = browse(Role.KOORDINATOR).get("worklist.board")
    assert cards(page, BoardColumn.NOBODY) == ["Prøve Sen", "Prøve Rolig"]
    assert page.text_of(".clock__text") == ["Overskredet 4 dage", "5 dage tilbage"]


def test_the_number_on_a_filter_is_the_length_of_its_list(browse, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    make.referral(citizen=citizen, case=case, received_on=TODAY - timedelta(days=9))
    make.case()
    browser = browse(Role.KOORDINATOR)
    chips = browser.get("worklist.board").text_of(NUMBERED)
    assert chips == ["Alle 2", "Frist overskredet 1", "Frist denne uge 1", "Tildel kontaktperson 2"]
    page = browser.get("worklist.board", frist="overskredet")
    assert len(cards(page, BoardColumn.NOBODY)) == 1


def test_a_long_column_leads_to_the_rest(browse, make):
    for number in range(MOST_CARDS + 1):
        make.case(citizen=make.citizen(identifier=f"0101{number:02}9901"))
    browser = browse(Role.KOORDINATOR)
    page = browser.get("worklist.board")
    assert len(cards(page, BoardColumn.NOBODY)) == MOST_CARDS
    page = browser.visit(page.select_one(".board__card > a")["href"])
    assert len(cards(page, BoardColumn.NOBODY)) == MOST_CARDS + 1
    assert len(page.select(".board__column")) == 1


def test_an_empty_board_says_what_will_be_there(browse):
    page = browse(Role.LEDER).get("worklist.board")
    assert page.text_of(".empty__heading") == ["Ingen åbne sager"]


def test_closed_cases_and_other_kommuner_are_not_on_the_board(browse, make):
    make.case(closed_on=TODAY)
    make.case(kommunekode=AWAY)
    assert not browse(Role.KOORDINATOR).get("worklist.board").select(".board__card")


@pytest.mark.parametrize(
    ("role", "board", "mine"),
    [
        pytest.param(Role.KOORDINATOR, 200, 200, id="koordinator"),
        pytest.param(Role.LEDER, 200, 403, id="leder"),
        pytest.param(Role.TERAPEUT, 403, 200, id="terapeut"),
        pytest.param(Role.VISITATOR, 403, 200, id="visitator"),
        pytest.param(Role.JOBKONSULENT, 403, 403, id="jobkonsulent"),
        pytest.param(Role.ADMINISTRATOR, 403, 403, id="administrator"),
    ],
)
def test_who_has_which_list(browse, role, board, mine):
    browse(role).get("worklist.board", expect=board)
    browse(role).get("worklist.mine", expect=mine)


def test_mine_are_those_i_hold_with_what_to_do_next(browse, make):
    me = make.user(Role.TERAPEUT)
    case = named(make, "Min", contact_person=me)
    named(make, "Andens", contact_person=make.user(Role.TERAPEUT, login="anden"))
    browser = browse(me)
    page = browser.get("worklist.mine")
    assert page.text_of("td .citizen__name") == ["Prøve Min"]
    assert page.text_of("td .button") == ["Registrér kontakt for Prøve Min"]
    assert page.select_one("td .button")["href"] == browser.url("cases.contact", case_id=case.id)
    assert page.text_of("td .clock__text") == ["3 dage tilbage"]


def test_a_filter_that_leaves_nothing_says_so(browse, make):
    me = make.user(Role.TERAPEUT)
    named(make, "Min", contact_person=me)
    page = browse(me).get("worklist.mine", naeste="epikrise")
    assert page.text_of(".empty__heading") == ["Ingen sager her"]
    assert page.text_of(f"{NUMBERED}[aria-current]") == ["Skriv epikrise 0"]


def test_no_cases_says_who_gives_them(browse):
    page = browse(Role.TERAPEUT).get("worklist.mine")
    assert page.text_of(".empty__heading") == ["Du har ingen sager"]


def test_a_reminder_stands_on_top_until_it_is_done(browse, make, session):
    me = make.user(Role.TERAPEUT)
    row = reminder(make, named(make, "Min", contact_person=me))
    browser = browse(me)
    page = browser.get("worklist.mine")
    assert page.text_of("#paamindelser td[data-title=Påmindelse]") == [
        "Kontakt til borgeren er overskredet."
    ]
    browser.post(page.select_one("#paamindelser form")["action"], {}, token_from=page)
    assert session.get(Reminder, row.id).done_at == NOW
    assert not browser.get("worklist.mine").select("#paamindelser")


def test_no_reminder_is_hidden_however_many_there_are(browse, make):
    me = make.user(Role.TERAPEUT)
    case = named(make, "Min", contact_person=me)
    for days in range(30):
        reminder(make, case, cause=f"clock:{days}", sentence=f"Nummer {days}", due=30 - days)
    browser = browse(me)
    mine = browser.get("worklist.mine")
    shown = mine.text_of("#paamindelser td[data-title=Påmindelse]")
    assert shown == [f"Nummer {days}" for days in range(5)]
    link = mine.select_one("#paamindelser p a")
    assert link.get_text() == "Se alle 30 påmindelser"
    first = browser.visit(link["href"])
    last = browser.visit(first.select_one("a[rel=next]")["href"])
    pages = [page.text_of("td[data-title=Påmindelse]") for page in (first, last)]
    assert [len(rows) for rows in pages] == [PAGE, 5]
    assert [*pages[0], *pages[1]] == [f"Nummer {days}" for days in range(30)]
    again = browser.visit(last.select_one("a[rel=prev]")["href"])
    assert again.text_of("td[data-title=Påmindelse]") == pages[0]
    assert last.select_one("a[rel=next]") is None


def test_who_is_done_with_a_reminder_on_its_page_comes_back_to_it(browse, make):
    me = make.user(Role.TERAPEUT)
    reminder(make, named(make, "Min", contact_person=me))
    browser = browse(me)
    page = browser.get("worklist.reminders")
    form = page.select_one("main form[action*=faerdig]")
    answer = browser.open(
        form["action"],
        method="POST",
        data={one["name"]: one["value"] for one in form.select("input")},
    )
    assert answer.location == browser.url("worklist.reminders")
    assert browser.get("worklist.reminders").text_of(".empty__heading") == ["Ingen påmindelser"]


def test_a_reminder_of_a_case_somebody_else_holds_is_not_mine_to_finish(browse, make, session):
    me = make.user(Role.TERAPEUT)
    named(make, "Min", contact_person=me)
    reminder(make, named(make, "Min2", contact_person=me))
    row = reminder(make, make.case(contact_person=make.user(Role.KOORDINATOR)))
    browser = browse(me)
    url = browser.url("worklist.finish_reminder", reminder_id=row.id)
    browser.post(url, {}, token_from=browser.get("worklist.mine"), expect=404)
    assert session.get(Reminder, row.id).done_at is None


def test_the_cases_on_hold_say_why_and_until_when(browse, make):
    me = make.user(Role.TERAPEUT)
    case = named(make, "Venter", contact_person=me)
    named(make, "Går", contact_person=me)
    referral = make.referral(case=case)
    make.save(
        PauseRow(
            referral_id=referral.id,
            reason_code="ferie",
            reason="Borgeren er på ferie",
            counts=True,
            from_on=TODAY - timedelta(days=1),
            until_on=TODAY + timedelta(days=8),
            recorded_by=me.id,
            recorded_at=NOW,
        )
    )
    browser = browse(me)
    assert len(browser.get("worklist.mine").select("td .citizen__name")) == 2
    page = browser.get("worklist.mine", pause="ja")
    assert page.text_of("td .citizen__name") == ["Prøve Venter"]
    assert "På pause til 01.12.2026: Borgeren er på ferie" in page.text_of("td .sub")
    off = page.select_one('nav[aria-label="Indsnævr listen"] .chip[aria-current]')
    assert off["href"] == browser.url("worklist.mine", vis="alle")


def test_a_narrowed_board_that_is_empty_leads_back_to_all(browse, make):
    make.case()
    page = browse(Role.KOORDINATOR).get("worklist.board", kendetegn="roedt-flag")
    assert page.text_of(".empty__heading") == ["Ingen sager her"]


def test_a_page_of_a_column_leads_to_the_next_and_back(browse, make):
    for number in range(PAGE + 1):
        make.case(citizen=make.citizen(identifier=f"0202{number:02}9902"))
    browser = browse(Role.KOORDINATOR)
    first = browser.get("worklist.board", kolonne="uden_kontaktperson")
    assert len(cards(first, BoardColumn.NOBODY)) == PAGE
    second = browser.visit(first.select_one('.pages a[rel="next"]')["href"])
    assert len(cards(second, BoardColumn.NOBODY)) == 1
    back = browser.visit(second.select_one('.pages a[rel="prev"]')["href"])
    assert cards(back, BoardColumn.NOBODY) == cards(first, BoardColumn.NOBODY)
