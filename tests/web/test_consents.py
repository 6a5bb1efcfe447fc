"""The consent page."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import AccessLog, Consent

FIELDS = {
    "given_as": "skriftlig",
    "scopes": ["work_status", "considerations"],
    "purpose": "Plan for tilbagevenden",
    "considerations": "Må ikke løfte over 5 kg",
    "given_on": "20-11-2026",
    "expires_on": "",
}


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


def test_a_consent_is_recorded_and_stands_on_the_page(karen, make):
    case_id = make.case().id
    karen.submit("consents.record", FIELDS, case_id=case_id)
    page = karen.get("consents.record", case_id=case_id)
    assert page.text_of("#samtykker h3") == ["Skriftligt samtykke 20.11.2026"]
    assert page.text_of("#samtykker .mark") == ["Gælder"]
    assert page.text_of("#samtykker dd") == [
        "Arbejdsstatus og sygefravær, Skånehensyn på arbejdet",
        "Plan for tilbagevenden",
        "20.11.2027",
        "Må ikke løfte over 5 kg",
    ]


def test_an_oral_consent_is_refused_and_what_was_typed_stays(karen, make, session):
    fields = FIELDS | {"given_as": "mundtlig"}
    page = karen.submit("consents.record", fields, case_id=make.case().id, expect=422)
    assert page.errors() == ["Samtykket skal være skriftligt, før oplysninger kan videregives."]
    assert "Må ikke løfte" in page.select_one("#considerations").get_text()
    assert session.scalars(select(Consent)).all() == []


def test_each_missing_field_is_named(karen, make):
    page = karen.submit("consents.record", {}, case_id=make.case().id, expect=422)
    assert page.errors() == [
        "Vælg, hvordan borgeren har givet samtykke.",
        "Sæt hak ved mindst én slags oplysninger.",
        "Skriv, hvad oplysningerne skal bruges til.",
        "Skriv den dag, borgeren gav samtykket.",
    ]


def test_a_consent_is_taken_back_with_one_button(karen, make, session):
    case_id = make.case().id
    karen.submit("consents.record", FIELDS, case_id=case_id)
    page = karen.get("consents.record", case_id=case_id)
    button = page.select_one("#samtykker form")
    karen.post(button["action"], {}, token_from=page)
    page = karen.get("consents.record", case_id=case_id)
    assert page.text_of("#samtykker .mark") == ["Trukket tilbage 23.11.2026"]
    assert page.select("#samtykker form") == []


def test_the_page_offers_a_year_from_today(karen, make):
    page = karen.get("consents.record", case_id=make.case().id)
    assert page.select_one("#given_on")["value"] == "23-11-2026"
    assert page.select_one("#expires_on")["value"] == "23-11-2027"


def test_opening_the_page_is_logged(karen, make, session):
    case_id = make.case().id
    karen.get("consents.record", case_id=case_id)
    assert [row.case_id for row in session.scalars(select(AccessLog))] == [case_id]


def test_a_consent_of_another_kommune_is_not_there(browse, make, session):
    away = make.user(Role.KOORDINATOR, kommunekode="998")
    case_id = make.case().id
    browse(Role.KOORDINATOR).submit("consents.record", FIELDS, case_id=case_id)
    consent_id = session.scalars(select(Consent.id)).one()
    stranger = browse(away)
    token = stranger.get("consents.record", case_id=make.case(kommunekode="998").id)
    url = stranger.url("consents.withdraw", consent_id=consent_id)
    stranger.post(url, {}, token_from=token, expect=404)
    stranger.get("consents.record", case_id=case_id, expect=404)
    assert session.scalars(select(Consent)).one().withdrawn_on is None


def test_a_therapist_who_does_not_hold_the_case_finds_nothing(browse, make):
    browse(Role.TERAPEUT).get("consents.record", case_id=make.case().id, expect=404)
