"""Finding a case or a referral by what is known of it, with no number in an address or a log."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import AccessLog
from rehab.queries.search import MOST_FOUND


def test_one_hit_opens_the_case_at_once(browse, make):
    case = make.case(number="2026-00017")
    browser = browse(Role.KOORDINATOR)
    page = browser.get("cases.search")
    fields = {"words": "2026-00017", "csrf_token": page.select_one("[name=csrf_token]")["value"]}
    answer = browser.open(browser.url("cases.search"), method="POST", data=fields)
    assert answer.location == browser.url("cases.show", case_id=case.id)


def test_several_hits_are_a_list_with_who_referred(browse, make):
    for surname in ("Ærø", "Abel"):
        make.case(citizen=make.citizen(given_name="Prøve", surname=surname))
    page = browse(Role.KOORDINATOR).submit("cases.search", {"words": "testvej"}, expect=200)
    assert page.text_of("td .citizen__name") == ["Prøve Abel", "Prøve Ærø"]
    assert page.text_of("td[data-title=Henviser]") == ["Lægehuset Testvej"] * 2


def test_a_search_leaves_no_cpr_in_an_address(browse, make):
    make.case(citizen=make.citizen(identifier="0101709911"))
    browser = browse(Role.KOORDINATOR)
    page = browser.get("cases.search")
    assert page.select_one("main form")["method"] == "post"
    answer = browser.open(
        browser.url("cases.search"),
        method="POST",
        data={"words": "0101709911", "csrf_token": page.select_one("[name=csrf_token]")["value"]},
    )
    assert "0101709911" not in answer.location


def test_a_search_for_nothing_says_what_to_write(browse):
    page = browse(Role.KOORDINATOR).submit("cases.search", {"words": " "}, expect=422)
    assert page.errors() == ["Skriv et navn, et CPR-nummer, et sagsnummer eller en henviser."]


def test_a_therapist_finds_only_own_cases(browse, make):
    citizen = make.citizen(identifier="0101709911")
    make.case(citizen=citizen)
    page = browse(Role.TERAPEUT).submit("cases.search", {"words": "0101709911"}, expect=200)
    assert page.text_of(".empty__heading") == ["Ingen sager fundet"]


def test_a_referral_without_a_case_stands_in_a_section_of_its_own(browse, make):
    citizen = make.citizen(identifier="0101709911", given_name="Prøve", surname="Ås")
    make.case(citizen=citizen, number="2026-00017")
    new, back = (make.referral(citizen=citizen, status=state) for state in ("received", "returned"))
    browser = browse(Role.VISITATOR)
    page = browser.submit("cases.search", {"words": "0101709911"}, expect=200)
    assert page.text_of("#sager td[data-title=Sag]") == ["2026-00017"]
    assert page.text_of("#henvisninger td[data-title=Status]") == ["Ny", "Returneret"]
    assert [link["href"] for link in page.select("#henvisninger .cover")] == [
        browser.url("referrals.show", referral_id=row.id) for row in (new, back)
    ]


def test_one_referral_opens_at_once_and_its_opening_is_logged(browse, make, session, caplog):
    referral = make.referral(citizen=make.citizen(identifier="0101709911"))
    browser = browse(Role.VISITATOR)
    page = browser.get("cases.search")
    fields = {"words": "010170-9911", "csrf_token": page.select_one("[name=csrf_token]")["value"]}
    answer = browser.open(browser.url("cases.search"), method="POST", data=fields)
    assert answer.location == browser.url("referrals.show", referral_id=referral.id)
    browser.visit(answer.location)
    log = [(row.surface, row.referral_id) for row in session.scalars(select(AccessLog))]
    assert sorted(log, key=str) == [("cases.search", None), ("referral.show", referral.id)]
    assert "9911" not in caplog.text


def test_a_therapist_is_shown_no_referrals(browse, make):
    make.referral(citizen=make.citizen(identifier="0101709911"))
    page = browse(Role.TERAPEUT).submit("cases.search", {"words": "0101709911"}, expect=200)
    assert page.text_of(".empty__heading") == ["Ingen sager fundet"]
    assert page.select("#henvisninger") == []


def test_it_is_said_when_more_referrals_fit_than_are_shown(browse, make):
    for _ in range(MOST_FOUND + 1):
        make.referral()
    page = browse(Role.VISITATOR).submit("cases.search", {"words": "testvej"}, expect=200)
    assert len(page.select("#henvisninger .cover")) == MOST_FOUND
    assert "Der er flere henvisninger" in page.text_of("#henvisninger p")[0]
    assert page.text_of("#henvisninger .card-box__head span") == [f"{MOST_FOUND} vist"]


@pytest.mark.parametrize("role", [Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_those_outside_the_health_side_do_not_search(browse, role):
    browse(role).get("cases.search", expect=403)
