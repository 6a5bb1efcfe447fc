"""Giving a citizen a kontaktperson, and the yes or no to it."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.contact_persons import ContactPersonEnding
from rehab.models import ContactPerson, Notice
from rehab.services.contact_persons import assign_contact_person

ASKED = "Afventer dit svar"


@pytest.fixture
def asked(ctx_as, make):
    """A case Tove was given by the koordinator and has not answered to."""
    case, karen = make.case(), ctx_as(Role.KOORDINATOR)
    with karen.transaction():
        assign_contact_person(karen, case, make.user(Role.TERAPEUT))
    return case


def row_of(session, case):
    query = select(ContactPerson).where(ContactPerson.case_id == case.id)
    return session.scalars(query.order_by(ContactPerson.assigned_at.desc())).first()


def test_the_suggestion_gives_its_reasons_and_follows_the_language(browse, make, session):
    make.user(Role.TERAPEUT, login="amira", name="Amira", languages=["arabisk"])
    busy = make.case(contact_person=make.user(Role.TERAPEUT, login="amira"))
    make.user(Role.TERAPEUT, name="Tove")
    karen = browse(Role.KOORDINATOR)
    case = make.case(citizen=make.citizen(needs_interpreter=True))
    page = karen.get("cases.assign", case_id=case.id)
    assert page.text_of("#user label")[0].startswith("Tove")
    url = karen.url("contact_persons.language", case_id=case.id)
    karen.post(url, {"language": "Arabisk"}, token_from=page)
    page = karen.get("cases.assign", case_id=case.id)
    assert page.text_of("#user label")[0] == (
        "Amira, fysioterapeut (1 åben sag, taler arabisk, har rollen terapeut, ikke fraværende)"
    )
    assert busy.id != case.id


@pytest.mark.parametrize("endpoint", ["worklist.mine", "cases.show"])
def test_a_case_that_waits_is_shown_first_with_two_buttons(browse, asked, endpoint):
    values = {"case_id": asked.id} if endpoint == "cases.show" else {}
    page = browse(Role.TERAPEUT).get(endpoint, **values)
    first = page.select_one("main section")
    assert ASKED in first.get_text()
    assert [label.split(" ")[0] for label in page.text_of("form[action$='/ja'] button")] == ["Ja,"]
    assert len(page.select("a[href$='/kontaktperson/nej']")) == 1


def test_others_are_not_asked(browse, asked):
    page = browse(Role.KOORDINATOR).get("cases.show", case_id=asked.id)
    assert not page.select("form[action$='/ja']")


def test_a_yes_is_one_press(browse, asked, session):
    tove = browse(Role.TERAPEUT)
    page = tove.get("worklist.mine")
    tove.post(page.select_one("form[action$='/ja']")["action"], {}, token_from=page)
    assert row_of(session, asked).accepted_at is not None
    assert ASKED not in str(tove.get("worklist.mine"))


def test_a_no_takes_a_reason_that_the_case_keeps(browse, asked, session):
    tove = browse(Role.TERAPEUT)
    page = tove.submit("contact_persons.decline", {"reason": ""}, case_id=asked.id, expect=422)
    assert page.errors() == ["Skriv, hvorfor du siger nej, så sagen kan gives til en anden."]
    tove.submit("contact_persons.decline", {"reason": "Kender borgeren."}, case_id=asked.id)
    row = row_of(session, asked)
    assert (row.ending, row.ended_reason) == (ContactPersonEnding.DECLINED, "Kender borgeren.")
    tove.get("cases.show", case_id=asked.id, expect=404)
    story = browse(Role.KOORDINATOR).get("cases.show", case_id=asked.id).get_text()
    assert "Sagde nej" in story
    assert "Kender borgeren." in story


def test_an_answered_case_is_not_answered_again(browse, asked):
    tove = browse(Role.TERAPEUT)
    page = tove.get("cases.show", case_id=asked.id)
    url = tove.url("contact_persons.accept", case_id=asked.id)
    tove.post(url, {}, token_from=page)
    tove.post(url, {}, token_from=page)
    assert "venter ikke på dit svar" in tove.get("cases.show", case_id=asked.id).get_text()


def test_the_citizen_is_told_of_a_change_unless_one_says_no(browse, make, session):
    tove, mads = make.user(Role.TERAPEUT), make.user(Role.TERAPEUT, login="mads")
    case, karen = make.case(contact_person=tove), browse(Role.KOORDINATOR)
    page = karen.get("cases.assign", case_id=case.id)
    assert page.select_one("#tell_citizen").has_attr("checked")
    fields = {"user": str(mads.id), "instead_of": str(tove.id), "tell_citizen": "y"}
    karen.submit("cases.assign", fields, case_id=case.id)
    assert session.scalars(select(Notice)).all() == []
    his = browse(mads)
    page = his.get("cases.show", case_id=case.id)
    his.post(his.url("contact_persons.accept", case_id=case.id), {}, token_from=page)
    assert len(session.scalars(select(Notice)).all()) == 1


def test_a_first_contact_person_changes_nothing_for_the_citizen(browse, make):
    make.user(Role.TERAPEUT)
    page = browse(Role.KOORDINATOR).get("cases.assign", case_id=make.case().id)
    assert not page.select("#tell_citizen")


def test_many_cases_are_taken_with_one_press(browse, ctx_as, make, session):
    karen, other = ctx_as(Role.KOORDINATOR), make.user(Role.TERAPEUT, login="anden")
    for person in (make.user(Role.TERAPEUT), make.user(Role.TERAPEUT), other):
        with karen.transaction():
            assign_contact_person(karen, make.case(), person)
    tove = browse(Role.TERAPEUT)
    page = tove.get("worklist.mine")
    [form] = page.select("form[action$='ja-til-alle']")
    assert form.get_text(strip=True) == "Ja til alle 2"
    tove.post(form["action"], {}, token_from=page)
    query = select(ContactPerson.user_id).where(ContactPerson.accepted_at.is_(None))
    assert session.scalars(query).all() == [other.id]


def test_a_case_nobody_holds_is_given_from_its_own_page(browse, make, session):
    tove, case = make.user(Role.TERAPEUT, name="Tove"), make.case()
    karen = browse(Role.KOORDINATOR)
    page = karen.get("cases.show", case_id=case.id)
    assert "Forslag: Ingen åbne sager, har rollen terapeut, ikke fraværende." in page.get_text(" ")
    form = page.select_one("form[action$='/kontaktperson']")
    fields = {tag["name"]: tag["value"] for tag in form.select("input")}
    karen.post(form["action"], fields, token_from=page)
    assert row_of(session, case).user_id == tove.id
    assert "Forslag:" not in karen.get("cases.show", case_id=case.id).get_text(" ")
    other = make.case()
    assert "Forslag:" not in browse(Role.VISITATOR).get("cases.show", case_id=other.id).get_text()


def test_the_page_explains_the_order_it_shows(browse, make):
    tove = make.user(Role.TERAPEUT, name="Tove")
    for _ in range(2):
        make.case(contact_person=tove)
    page = browse(Role.KOORDINATOR).get("cases.assign", case_id=make.case().id)
    first, second = page.text_of("#user label")
    assert first.startswith("Tove")
    assert "2 åbne sager, har rollen terapeut" in first
    assert "ingen åbne sager, har ikke rollen terapeut" in second
    assert "de med rollen terapeut før andre" in page.select_one("#user-hint").get_text()
