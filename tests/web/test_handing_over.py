"""The preview of a hand-over, its result, the way back, and the workload."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import ContactPerson, CourseSession, Handover, Notice
from rehab.services.handing_over import HandOver, hand_over
from tests.conftest import NOW
from tests.support.course_factories import make_course

BUTTON = "form[action$='/fortryd'] button"


@pytest.fixture
def tove(make):
    return make.user(Role.TERAPEUT, login="tove", name="Tove")


@pytest.fixture
def mads(make):
    return make.user(Role.TERAPEUT, login="mads", name="Mads")


@pytest.fixture
def sara(make):
    return make.user(Role.TERAPEUT, login="sara", name="Sara")


def fields_of(page):
    """What the preview would send when nothing is changed in it."""
    fields = {
        tag["name"]: tag.get("value", "")
        for tag in page.select("main input[type=hidden]")
        if tag["name"] != "csrf_token"
    }
    for select_ in page.select("main select"):
        [*chosen] = select_.select("option[selected]")
        fields[select_["name"]] = chosen[0]["value"] if chosen else ""
    return fields | {"tell_citizens": "y"}


def holders(session):
    query = select(ContactPerson.user_id).where(ContactPerson.until_on.is_(None))
    return sorted(str(key) for key in session.scalars(query))


def test_one_chooses_who_takes_over_before_anything_is_shown(browse, tove, mads):
    karen = browse(Role.KOORDINATOR)
    page = karen.get("handing_over.prepare", user_id=tove.id)
    assert page.heading() == "Hvem overtager fra Tove?"
    names = page.text_of("main fieldset label")
    assert any(name.startswith("Mads") for name in names)
    assert not any(name.startswith("Tove") for name in names)
    url = karen.url("handing_over.prepare", user_id=tove.id, til="")
    assert "Vælg mindst én" in karen.visit(url).get_text(" ")


def test_the_preview_shares_the_cases_out_and_leaves_the_sessions(
    browse, make, session, tove, mads, sara
):
    for _ in range(4):
        make.case(contact_person=tove)
    make_course(make, therapist=tove, sessions=2)
    karen = browse(Role.KOORDINATOR)
    url = karen.url("handing_over.prepare", user_id=tove.id, til=[mads.id, sara.id])
    page = karen.visit(url)
    fields = fields_of(page)
    to = [value for name, value in fields.items() if name.startswith("cases") and "to" in name]
    assert sorted(to) == sorted([str(mads.id), str(sara.id)] * 2)
    assert [value for name, value in fields.items() if name.startswith("sessions-0-to")] == [""]
    assert holders(session) == [str(tove.id)] * 4
    karen.post(url, fields, token_from=page)
    assert holders(session) == sorted([str(mads.id), str(sara.id)] * 2)
    assert set(session.scalars(select(CourseSession.therapist_id))) == {tove.id}
    assert session.scalars(select(Notice)).all() == []


def test_a_chosen_koordinator_without_cases_takes_over_before_a_full_therapist(
    browse, make, tove, mads
):
    for holder, number in ((tove, 3), (mads, 4)):
        for _ in range(number):
            make.case(contact_person=holder)
    karen = make.user(Role.KOORDINATOR, name="Karen")
    leader = browse(Role.LEDER)
    page = leader.get("handing_over.prepare", user_id=tove.id)
    assert "Rollen tæller ikke: du har selv valgt" in page.select_one("#til-hint").get_text()
    page = leader.visit(
        leader.url("handing_over.prepare", user_id=tove.id, til=[karen.id, mads.id])
    )
    to = [value for name, value in fields_of(page).items() if name.endswith("-to")]
    assert to == [str(karen.id)] * 3


def test_sessions_are_offered_only_to_those_who_can_lead_them(browse, make, tove, mads):
    vivi = make.user(Role.VISITATOR, name="Vivi")
    make.user(Role.KOORDINATOR, name="Karen")
    make.case(contact_person=tove)
    make_course(make, therapist=tove, sessions=2)
    leader = browse(Role.LEDER)
    page = leader.get("handing_over.prepare", user_id=tove.id)
    assert page.text_of("#gange option") == [
        "Vælges hver for sig på næste side",
        "Alle gange til Karen",
        "Alle gange til Mads",
    ]
    chosen = {"user_id": tove.id, "til": [vivi.id, mads.id], "gange": vivi.id}
    page = leader.visit(leader.url("handing_over.prepare", **chosen))
    assert page.text_of("#cases-0-to option") == ["Bliver, hvor den er", "Mads", "Vivi"]
    assert page.text_of("#sessions-0-to option") == ["Bliver, hvor den er", "Mads"]
    assert fields_of(page)["sessions-0-to"] == ""
    assert "Visitatorer kan ikke være behandlere." in page.select_one("#gange").get_text()


def test_the_result_has_a_row_for_each_and_can_be_taken_back(browse, make, session, tove, mads):
    numbers = sorted(make.case(contact_person=tove).number for _ in range(2))
    make_course(make, therapist=tove, sessions=1)
    karen = browse(Role.KOORDINATOR)
    url = karen.url("handing_over.prepare", user_id=tove.id, til=mads.id)
    page = karen.visit(url)
    karen.post(url, fields_of(page) | {"sessions-0-to": str(mads.id)}, token_from=page)
    done = session.scalars(select(Handover)).one()
    page = karen.get("handing_over.show", handover_id=done.id)
    assert page.text_of("#sager td[data-title=Sag]") == numbers
    assert page.text_of("#gange td[data-title^=Hvad]") == ["overdraget"]
    text = page.get_text(" ")
    assert "24.11.2026 kl. 10.00" in text
    assert "Sager, den nye har sagt ja til eller arbejdet i, bliver hos den nye." in text
    form = page.select_one("form[action$='/fortryd']")
    karen.post(form["action"], {}, token_from=page)
    page = karen.get("handing_over.show", handover_id=done.id)
    assert page.text_of("td[data-title^=Hvad]") == ["gået tilbage"] * 3
    assert not page.select(BUTTON)
    assert holders(session) == [str(tove.id)] * 2


def test_after_a_day_there_is_no_button(browse, ctx_as, make, session, tove, mads):
    case = make.case(contact_person=tove)
    early = replace(ctx_as(Role.KOORDINATOR), now=NOW - timedelta(hours=24))
    with early.transaction():
        done = hand_over(early, tove, HandOver({case.id: mads.id})).id
    karen = browse(Role.KOORDINATOR)
    page = karen.get("handing_over.show", handover_id=done)
    assert not page.select(BUTTON)
    url = karen.url("handing_over.undo", handover_id=done)
    karen.post(url, {}, token_from=page)
    assert "24 timer" in karen.get("handing_over.show", handover_id=done).get_text(" ")


def test_a_refusal_keeps_what_was_chosen(browse, make, tove, mads):
    make.case(contact_person=tove)
    karen = browse(Role.LEDER)
    url = karen.url("handing_over.prepare", user_id=tove.id, til=mads.id)
    page = karen.visit(url)
    page = karen.post(url, fields_of(page) | {"cases-0-to": ""}, token_from=page, expect=422)
    assert page.errors() == ["Vælg mindst én sag eller gang, der skal overdrages."]
    assert not page.select("#cases-0-to option[selected]:not([value=''])")


def test_the_workload_is_by_name_with_the_weights_and_no_order_of_people(
    browse, ctx_as, make, tove, mads, session
):
    make.user(Role.VISITATOR, name="Vivi")
    make_course(make, therapist=mads, sessions=3)
    case = make.case(contact_person=tove)
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        ctx.record("note.written", case.id, note_id=case.id)
    page = browse(Role.LEDER).get("handing_over.workload")
    names = [name.split()[0] for name in page.text_of("td[data-title=Navn]")]
    assert names == sorted(names)
    [row] = [row for row in page.select("tbody tr") if row.get_text(" ", strip=True)[:4] == "Tove"]
    cells = [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
    assert cells[1:6] == ["1", "Tildelt, ikke kontaktet: 1", "3", "0", "0"]
    [row] = [row for row in page.select("tbody tr") if row.get_text(" ", strip=True)[:4] == "Mads"]
    assert row.select_one("td[data-title^=Gange]").get_text() == "2"
    text = page.get_text(" ")
    assert "Tildelt, ikke kontaktet: 3;" in text
    assert "Brug dem ikke til at sammenligne personer." in text
    assert not page.select("tbody .mark, tbody [class*=danger], tbody [class*=warning]")
