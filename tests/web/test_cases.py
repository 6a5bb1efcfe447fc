"""The page of a case: contact, notes, and who is kontaktperson."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.referrals import ReferralKind
from rehab.models import AccessLog, ContactPerson, JournalNote, PathwayEventRow
from tests.support.factories import AWAY

TODAY = date(2026, 11, 23)
CALL = {"on": "23-11-2026", "channel": "telefon", "kind": "contact_reached"}
PAGES = ["cases.show", "cases.contact", "cases.note", "cases.assign"]


def events(session):
    return [row.kind for row in session.scalars(select(PathwayEventRow))]


def test_the_page_is_headed_by_the_number_and_shows_the_citizen_beside_it(browse, make):
    citizen = make.citizen(identifier="0101709911", given_name="Prøve", surname="Ås")
    case = make.case(citizen=citizen, number="2026-00017")
    page = browse(Role.KOORDINATOR).get("cases.show", case_id=case.id)
    assert page.heading() == "Sag 2026-00017"
    assert page.text_of(".citizen__name") == ["Prøve Ås"]
    assert "0101709911" not in str(page)


def test_each_referral_has_its_own_clocks_and_legal_basis(browse, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    make.referral(
        citizen=citizen,
        case=case,
        kind=ReferralKind.GGOP,
        discharged_on=TODAY - timedelta(days=3),
    )
    page = browse(Role.KOORDINATOR).get("cases.show", case_id=case.id)
    cards = page.select("#henvisninger > section")
    labels = [[c.get_text(strip=True) for c in card.select(".clock__label")] for card in cards]
    assert sorted(len(found) for found in labels) == [2, 3]
    bases = {
        tag for card in cards for tag in [m.get_text(strip=True) for m in card.select(".mark")]
    }
    assert {"sundhedsloven § 140", "sundhedsloven § 119"} <= bases


def test_opening_a_case_is_logged(browse, make, session):
    case = make.case()
    browse(Role.LEDER).get("cases.show", case_id=case.id)
    seen = session.scalars(select(AccessLog.surface).where(AccessLog.case_id == case.id)).all()
    assert seen == ["cases.show"]


def test_the_next_action_is_the_first_button(browse, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    page = browse(Role.TERAPEUT).get("cases.show", case_id=case.id)
    assert page.text_of(".actions .button-primary") == ["Registrér kontakt"]
    assert page.text_of(".lead") == ["Næste: Registrér kontakt. Borgeren er ikke kontaktet."]


def test_a_leader_reads_the_case_and_is_offered_what_a_leader_may_do(browse, make):
    page = browse(Role.LEDER).get("cases.show", case_id=make.case().id)
    assert page.text_of(".actions .button") == ["Tildel kontaktperson"]


def test_what_is_rarely_done_is_folded_behind_the_daily_buttons(browse, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    page = browse(Role.KOORDINATOR).get("cases.show", case_id=case.id)
    assert page.text_of(".actions__rare .button") == [
        "Arbejdsstatus",
        "Samtykke",
        "Tag op på teammøde",
        "Skift kontaktperson",
    ]


def test_a_leader_who_may_do_one_thing_finds_it_unfolded(browse, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    page = browse(Role.LEDER).get("cases.show", case_id=case.id)
    assert page.text_of(".actions .button") == ["Skift kontaktperson"]


def test_a_closed_case_says_why_nothing_can_be_done(browse, make):
    case = make.case(closed_on=TODAY)
    page = browse(Role.KOORDINATOR).get("cases.show", case_id=case.id)
    assert set(page.text_of(".actions__reason")) == {"Sagen er afsluttet."}


def test_the_timeline_is_narrowed_by_the_address(browse, make, session):
    case = make.case()
    browser = browse(Role.KOORDINATOR)
    browser.submit("cases.note", {"text": "Vil helst ringes op."}, case_id=case.id)
    page = browser.get("cases.show", case_id=case.id, vis="notater")
    assert page.text_of(".timeline__title") == ["Notat"]
    assert page.text_of(".timeline__body") == ["Vil helst ringes op."]
    assert page.text_of(".chip[aria-current]") == ["Notater 1"]


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_case_of_another_kommune_does_not_exist(browse, make, endpoint):
    case = make.case(kommunekode=AWAY)
    browse(Role.KOORDINATOR).get(endpoint, case_id=case.id, expect=404)


@pytest.mark.parametrize("endpoint", PAGES[:3])
def test_a_case_somebody_else_holds_does_not_exist_for_a_therapist(browse, make, endpoint):
    browse(Role.TERAPEUT).get(endpoint, case_id=make.case().id, expect=404)


@pytest.mark.parametrize("endpoint", PAGES)
@pytest.mark.parametrize("role", [Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_the_case_is_no_page_for_those_outside_the_health_side(browse, make, endpoint, role):
    browse(role).get(endpoint, case_id=make.case().id, expect=403)


def test_a_case_held_by_the_therapist_opens(browse, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    assert (
        browse(Role.TERAPEUT).get("cases.show", case_id=case.id).heading() == f"Sag {case.number}"
    )


def test_a_contact_is_a_click_a_sentence_and_a_click(browse, make, session):
    case = make.case()
    browser = browse(Role.KOORDINATOR)
    browser.submit("cases.contact", CALL | {"note": "Kommer gerne tirsdag."}, case_id=case.id)
    assert events(session) == [EventKind.CONTACT_REACHED]
    page = browser.get("cases.show", case_id=case.id, vis="kontakt")
    assert page.text_of(".timeline__title") == ["Kontakt opnået · Telefon"]
    assert page.text_of(".timeline__body") == ["Kommer gerne tirsdag."]


def test_the_form_asks_which_referral_only_when_there_are_several(browse, make):
    browser = browse(Role.KOORDINATOR)
    one = browser.get("cases.contact", case_id=make.case().id)
    two = browser.get("cases.contact", case_id=make.case(referrals=2).id)
    assert [len(page.select("[name=referrals]")) for page in (one, two)] == [0, 2]
    assert len(two.select("[name=referrals][checked]")) == 2


def test_no_referral_chosen_says_so_and_keeps_what_was_typed(browse, make, session):
    fields = CALL | {"note": "En sætning."}
    case = make.case(referrals=2)
    page = browse(Role.KOORDINATOR).submit("cases.contact", fields, case_id=case.id, expect=422)
    assert page.errors() == ["Vælg mindst én åben henvisning, som kontakten gælder."]
    assert page.select_one("[name=note]").get_text(strip=True) == "En sætning."
    assert events(session) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"kind": ""}, "Vælg med en knap, hvad der skete.", id="no button"),
        pytest.param({"on": "i går"}, "Skriv datoen som", id="no day"),
        pytest.param({"on": "24-11-2026"}, "efter i dag", id="tomorrow"),
        pytest.param({"kind": "first_contact_offered"}, "Skriv dagen", id="an offer without a day"),
        pytest.param({"kind": "ringet"}, "Vælg", id="an unknown kind"),
    ],
)
def test_a_contact_that_cannot_be_saved_says_what_to_do(browse, make, changed, says):
    browser = browse(Role.KOORDINATOR)
    page = browser.submit("cases.contact", CALL | changed, case_id=make.case().id, expect=422)
    assert says in " ".join(page.errors())


def test_a_wrong_registration_is_taken_back_and_still_shown(browse, make, session):
    case = make.case()
    browser = browse(Role.KOORDINATOR)
    browser.submit("cases.contact", CALL, case_id=case.id)
    page = browser.get("cases.contact", case_id=case.id)
    browser.post(page.select_one("#registreret form")["action"], {}, token_from=page)
    page = browser.get("cases.show", case_id=case.id, vis="kontakt")
    assert page.text_of(".timeline__title") == ["Tilbageført: Kontakt opnået · Telefon"]
    assert not browser.get("cases.contact", case_id=case.id).select("#registreret")


def test_the_page_says_that_a_cancelled_time_keeps_its_offer(browse, make):
    case = make.case()
    browser = browse(Role.KOORDINATOR)
    offered = {"kind": "first_contact_offered", "appointment_on": "30-11-2026"}
    browser.submit("cases.contact", CALL | offered, case_id=case.id)
    said = browser.get("cases.contact", case_id=case.id).text_of("#registreret .prose")
    assert "dagen for tilbuddet tæller stadig for fristen" in said[0]


def test_an_event_of_another_case_is_not_taken_back_here(browse, make, session):
    mine, other = make.case(), make.case()
    browser = browse(Role.KOORDINATOR)
    browser.submit("cases.contact", CALL, case_id=other.id)
    event = session.scalars(select(PathwayEventRow)).one()
    page = browser.get("cases.contact", case_id=mine.id)
    url = browser.url("cases.cancel_contact", case_id=mine.id, event_id=event.id)
    browser.post(url, {}, token_from=page, expect=404)
    assert session.scalars(select(PathwayEventRow.kind)).all() == [event.kind]


def test_an_empty_note_is_not_saved(browse, make, session):
    case = make.case()
    page = browse(Role.VISITATOR).submit("cases.note", {"text": ""}, case_id=case.id, expect=422)
    assert page.errors() == ["Skriv notatet, før du gemmer."]
    assert session.scalar(select(func.count()).select_from(JournalNote)) == 0


def test_the_least_loaded_is_suggested_with_the_number_as_the_reason(browse, make):
    busy = make.user(Role.TERAPEUT, name="Travle Tove")
    make.user(Role.TERAPEUT, login="ledig", name="Ledige Lis")
    make.case(contact_person=busy)
    page = browse(Role.KOORDINATOR).get("cases.assign", case_id=make.case().id)
    choices = page.text_of("#user label")
    assert (
        choices[0]
        == "Ledige Lis, fysioterapeut (ingen åbne sager, har rollen terapeut, ikke fraværende)"
    )
    assert (
        choices[1]
        == "Travle Tove, fysioterapeut (1 åben sag, har rollen terapeut, ikke fraværende)"
    )
    assert (
        page.select_one("[name=user][checked]")["value"] == page.select_one("[name=user]")["value"]
    )


def test_assigning_leads_back_to_where_it_was_done(browse, make, session):
    user, case = make.user(Role.TERAPEUT), make.case()
    browser = browse(Role.KOORDINATOR)
    fields = {"user": str(user.id), "instead_of": "", "til": "tavle"}
    answer = browser.open(
        browser.url("cases.assign", case_id=case.id),
        method="POST",
        data=fields | {"csrf_token": token(browser, case)},
    )
    assert answer.location == browser.url("worklist.board")
    assert session.scalars(select(ContactPerson.user_id)).all() == [user.id]


def token(browser, case):
    page = browser.get("cases.assign", case_id=case.id)
    return page.select_one("input[name=csrf_token]")["value"]


def test_a_case_given_away_meanwhile_is_left_as_it_is(browse, make, session):
    first, second = make.user(Role.TERAPEUT), make.user(Role.TERAPEUT, login="anden")
    case = make.case(contact_person=first)
    fields = {"user": str(second.id), "instead_of": ""}
    page = browse(Role.KOORDINATOR).submit("cases.assign", fields, case_id=case.id, expect=422)
    assert "En anden har netop tildelt" in page.errors()[0]
    assert session.scalars(select(ContactPerson.user_id)).all() == [first.id]
