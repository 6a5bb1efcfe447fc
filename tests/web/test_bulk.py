"""Ticking cases on a list, seeing what would happen, and doing it."""

import pytest
from sqlalchemy import func, select

from rehab.domain.access import Role
from rehab.domain.next_actions import BoardColumn
from rehab.models import CitizenLetter, ContactPerson, WaitingEntry
from tests.support.factories import AWAY


@pytest.fixture
def tove(make):
    return make.user(Role.TERAPEUT, name="Tove Terapeut")


def fields_of(page, *, untick=()):
    """What the form of a preview would send, as a browser sends it."""
    form = page.select_one("main form:has([name=vist])")
    fields = {}
    for tag in form.select("input, select, textarea"):
        kind, name = tag.get("type"), tag.get("name")
        if tag.name == "select":
            chosen = tag.select_one("option[selected]") or tag.select_one("option")
            fields[name] = [chosen["value"]]
        elif kind in {"checkbox", "radio"} and not tag.has_attr("checked"):
            continue
        elif tag.get("value", "") not in untick:
            fields.setdefault(name, []).append(tag.get("value", tag.get_text()))
    return fields


def picked(browser, listed="worklist.board", act="bulk.assign", **more):
    """Tick every case of a list and press one of the buttons."""
    page = browser.get(listed, vaelg="alle")
    ids = [tag["value"] for tag in page.select("input[form=valgte][checked]")]
    fields = {"sag": ids, "side": "tavle", "valg": "kolonne=uden_kontaktperson"} | more
    return browser.post(browser.url(act), fields, token_from=page, expect=200)


def test_boxes_stand_on_a_list_when_they_are_asked_for_and_belong_to_its_form(browse, make):
    case, browser = make.case(), browse(Role.KOORDINATOR)
    assert not browser.get("worklist.board").select("input[name=sag]")
    page = browser.get("worklist.board", kolonne=BoardColumn.NOBODY.value, vaelg="ja")
    [box] = page.select("input[name=sag]")
    assert (box["value"], box["form"], box.has_attr("checked")) == (str(case.id), "valgte", False)
    assert page.text_of("form#valgte button") == [
        "Tildel kontaktperson",
        "Hold eller venteliste",
        "Skriv brev",
        "Udtræk til regneark",
    ]
    ticked = browser.get("worklist.board", vaelg="alle").select_one("input[name=sag]")
    assert ticked.has_attr("checked")


def test_a_leader_is_offered_only_what_a_leader_may(browse, make):
    make.case()
    page = browse(Role.LEDER).get("worklist.board", vaelg="ja")
    assert page.text_of("form#valgte button") == ["Tildel kontaktperson", "Udtræk til regneark"]


def test_cases_are_given_by_suggestion_after_they_were_seen(browse, make, session, tove):
    make.case()
    make.case()
    browser = browse(Role.KOORDINATOR)
    preview = picked(browser)
    assert preview.heading() == "Tildel kontaktperson"
    assert "de med rollen terapeut før andre" in preview.select_one("#to-hint").get_text()
    told = {text.split()[0] for text in preview.text_of("td[data-title='Hvad vil ske']")}
    assert told == {"Tildeles"}
    assert session.scalar(select(func.count()).select_from(ContactPerson)) == 0
    fields = fields_of(preview) | {"trin": "goer"}
    result = browser.post(browser.url("bulk.assign"), fields, token_from=preview, expect=200)
    assert result.text_of(".notice .alert-text") == ["2 sager: 2 gjort."]
    assert session.scalar(select(func.count()).select_from(ContactPerson)) == 2
    again = browser.post(browser.url("bulk.assign"), fields, token_from=preview, expect=200)
    assert again.text_of(".notice .alert-text") == ["2 sager: 0 gjort, 2 i forvejen."]


def test_a_changed_choice_is_shown_before_it_is_done(browse, make, session, tove):
    make.case()
    browser = browse(Role.KOORDINATOR)
    preview = picked(browser)
    fields = fields_of(preview) | {"trin": "goer", "to": str(tove.id)}
    shown = browser.post(browser.url("bulk.assign"), fields, token_from=preview, expect=200)
    assert "Valget er ændret" in shown.text_of(".notice .alert-text")[0]
    assert session.scalar(select(func.count()).select_from(ContactPerson)) == 0


def test_a_case_that_was_unticked_is_left_out(browse, make, session, tove):
    first, second = make.case(), make.case()
    browser = browse(Role.KOORDINATOR)
    preview = picked(browser, to=str(tove.id))
    fields = fields_of(preview, untick={str(first.id)}) | {"trin": "goer"}
    browser.post(browser.url("bulk.assign"), fields, token_from=preview, expect=200)
    assert session.scalars(select(ContactPerson.case_id)).all() == [second.id]


def test_no_tick_and_another_kommunes_case_change_nothing(browse, make, session, tove):
    make.case()
    foreign, browser = make.case(kommunekode=AWAY), browse(Role.KOORDINATOR)
    page = browser.get("worklist.board")
    url = browser.url("bulk.assign")
    none = browser.post(url, {"side": "tavle"}, token_from=page, expect=422)
    assert "mindst én sag" in none.text_of(".notice .alert-text")[0]
    shown = browser.post(url, {"sag": [str(foreign.id)]}, token_from=page, expect=200)
    assert shown.text_of("td[data-title=Svar]") == ["Kan ikke"]
    assert not shown.select(".citizen")


def test_the_citizens_are_put_on_a_waiting_list(browse, make, session):
    make.case()
    browser = browse(Role.KOORDINATOR)
    first = picked(browser, act="bulk.place")
    assert not first.errors()
    wish = {"to": "vent-hold_ikke_opererede", "trin": "vis"}
    url = browser.url("bulk.place")
    preview = browser.post(url, fields_of(first) | wish, token_from=first, expect=200)
    assert preview.text_of("td[data-title=Svar]") == ["Klar"]
    fields = fields_of(preview) | {"trin": "goer"}
    result = browser.post(url, fields, token_from=preview, expect=200)
    assert result.text_of(".notice .alert-text") == ["1 sag: 1 gjort."]
    assert session.scalar(select(func.count()).select_from(WaitingEntry)) == 1


def test_a_therapist_writes_to_many_of_her_own_and_gets_the_letters_together(
    browse, make, session, tove
):
    make.case(contact_person=tove)
    make.case(contact_person=tove)
    browser = browse(tove)
    preview = picked(
        browser, "worklist.mine", "bulk.write", template="besked", text="Vi ses på torsdag."
    )
    fields = fields_of(preview) | {"trin": "goer"}
    url = browser.url("bulk.write")
    result = browser.post(url, fields, token_from=preview, expect=200)
    assert result.text_of(".notice .alert-text") == ["2 sager: 2 gjort."]
    [link] = [a for a in result.select("main a") if "samlet" in a.get_text()]
    assert len(browser.visit(link["href"]).select(".citizen")) == 2
    browser.post(url, fields, token_from=preview, expect=200)
    assert session.scalar(select(func.count()).select_from(CitizenLetter)) == 2
