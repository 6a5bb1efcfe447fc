"""The page of teams and their rules, and the team of a case."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Case, RoutingTable, Team
from tests.support.factories import AWAY

SELECTS = ("legal_basis", "patient_group", "gop_type")
RULE = {"place": "1", "postcodes": "9900-9999", "legal_basis": "sundhedsloven_119"}


@pytest.fixture
def browser(browse):
    return browse(Role.KOORDINATOR)


@pytest.fixture
def team(browser, make):
    def add(name, kommunekode="999"):
        row = Team(organisation_id=make.organisation(kommunekode).id, name=name)
        make.save(row)
        return row

    return add


def row(number, team, **fields):
    blank = dict.fromkeys(("place", "postcodes", "age_from", "age_to", *SELECTS), "")
    values = blank | {"team": str(team.id) if team else ""} | fields
    return {f"rules-{number}-{name}": value for name, value in values.items()}


def hidden(page):
    return {name: page.select_one(f"#{name}")["value"] for name in ("seen", "table")}


def test_a_team_is_added_once(browser, session):
    page = browser.get("teams.index")
    assert page.text_of("#teams .empty__heading") == ["Ingen teams endnu"]
    assert page.select_one("#regler") is None
    browser.post(browser.url("teams.add"), {"name": " Team  Syd "}, token_from=page)
    again = browser.post(
        browser.url("teams.add"), {"name": "team syd"}, token_from=page, expect=422
    )
    assert again.errors() == ["team syd findes allerede."]
    assert again.select_one("#name")["value"] == "team syd"
    assert session.scalars(select(Team.name)).all() == ["Team Syd"]


def test_rules_are_tried_before_they_are_saved_and_then_give_a_case_its_team(
    browser, browse, make, team, session
):
    south = team("Team Syd")
    accepted = make.referral()
    visitator = browse(Role.VISITATOR)
    opened = visitator.get("referrals.show", referral_id=accepted.id)
    decision = {
        "version": opened.select_one("input[name=version]")["value"],
        "choice": "accept:in_target_group",
        "work_ability": "nej",
        "text": "Behov for rygskole.",
        "group": "1",
    }
    visitator.post(
        visitator.url("referrals.decide", referral_id=accepted.id), decision, token_from=opened
    )
    case = session.scalars(select(Case)).one()
    assert case.team_id is None

    url = browser.url("teams.index")
    page = browser.get("teams.index")
    typed = row(0, south, **RULE)
    tried = browser.post(url, typed | hidden(page), token_from=page, expect=200)
    assert tried.text_of("#proevet h2") == ["Prøvet på 1 henvisning accepteret de sidste 30 dage"]
    assert (
        "Team Syd: 1 · I hånden: 0. Får et andet team, end sagen har nu: 1."
        in tried.text_of("#proevet p")[1]
    )
    assert tried.text_of("#proevet tbody td")[2:] == [
        "Team Syd",
        "Regel 1: postnummer 9900–9999 og § 119 → Team Syd",
        "Intet team",
    ]
    assert session.scalars(select(RoutingTable)).all() == []

    changed = row(0, south, **RULE | {"age_to": "30"})
    tried = browser.post(url, changed | hidden(tried), token_from=page, expect=200)
    assert tried.text_of("#proevet tbody td")[2:4] == [
        "I hånden",
        "Regel 1 passer ikke: alderen er ikke højst 30 år.",
    ]
    browser.post(url, changed | hidden(tried), token_from=page)
    [table] = session.scalars(select(RoutingTable)).all()
    assert table.rules[0]["age_to"] == "30"
    page = browser.get("teams.index")
    assert page.select_one("#rules-0-age_to")["value"] == "30"
    assert page.text_of("#teams tbody td")[:2] == ["Team Syd", "Regel 1"]
    stale = browser.post(url, changed | {"seen": "", "table": ""}, token_from=page, expect=422)
    assert "En anden har gemt nye regler" in stale.errors()[0]


def test_rules_are_read_by_their_numbers_and_a_removed_one_is_gone(browser, team, session):
    north, south = team("Team Nord"), team("Team Syd")
    page = browser.get("teams.index")
    typed = (
        row(0, south, place="5", patient_group="2")
        | row(1, north, place="2", patient_group="1")
        | row(2, north, place="1", patient_group="1", removed="y")
        | row(3, None)
    )
    url = browser.url("teams.index")
    tried = browser.post(url, typed | hidden(page), token_from=page, expect=200)
    assert tried.select_one("#rules-0-patient_group option[selected]")["value"] == "1"
    browser.post(
        url,
        row(0, north, place="1", patient_group="1")
        | row(1, south, place="2", patient_group="2")
        | hidden(tried),
        token_from=page,
    )
    [table] = session.scalars(select(RoutingTable)).all()
    assert [(one["team"], one["patient_group"]) for one in table.rules] == [
        (str(north.id), "1"),
        (str(south.id), "2"),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"postcodes": "230"}, "230 er ikke et postnummer.", id="postcode"),
        pytest.param({"age_from": "x"}, "Skriv et helt tal.", id="age"),
        pytest.param({}, "Regel 1: den har ingen betingelser", id="a rule for everybody"),
        pytest.param({"no_team": True, "age_from": "3"}, "Vælg et team til reglen", id="no team"),
        pytest.param({"patient_group": "9"}, "Vælg en af mulighederne", id="no such group"),
    ],
)
def test_a_rule_that_is_none_is_said_and_kept_as_typed(browser, team, fields, said):
    fields = dict(fields)
    south = team("Team Syd")
    page = browser.get("teams.index")
    given = None if fields.pop("no_team", False) else south
    typed = row(0, given, **{"place": "7"} | fields)
    refused = browser.post(
        browser.url("teams.index"), typed | hidden(page), token_from=page, expect=422
    )
    assert said in " ".join(refused.errors())
    assert refused.select_one("#rules-0-place")["value"] == "7"


def test_the_case_page_says_why_it_has_no_team_and_takes_one(browser, browse, make, team, session):
    south = team("Team Syd")
    therapist = make.user(Role.TERAPEUT)
    case = make.case(contact_person=therapist, team_why="Regel 1 kan ikke afgøre det: a.\nRegel 2.")
    page = browser.get("cases.show", case_id=case.id)
    assert page.text_of("#team p") == [
        "Intet team: reglerne kan ikke afgøre det.",
        "Regel 1 kan ikke afgøre det: a.",
        "Regel 2.",
    ]
    assert browse(Role.TERAPEUT).get("cases.show", case_id=case.id).select("#team form") == []
    url = browser.url("teams.choose", case_id=case.id)
    browser.post(url, {"team": "x"}, token_from=page)
    assert session.get_one(Case, case.id).team_id is None
    browser.post(url, {"team": str(south.id)}, token_from=page)
    page = browser.get("cases.show", case_id=case.id)
    assert page.text_of("#team p") == [
        "Team: Team Syd",
        "Valgt i hånden af Test Koordinator den 23.11.2026.",
    ]
    assert page.text_of("#team summary") == ["Hvorfor det team?"]


def test_a_kommune_without_teams_hears_nothing_of_them(browser, make, team):
    team("Team Nabo", AWAY)
    case = make.case()
    assert browser.get("cases.show", case_id=case.id).select("#team") == []


def test_a_team_is_retired_unless_it_is_another_kommunes(browser, team, session):
    south, away = team("Team Syd"), team("Team Nabo", AWAY)
    page = browser.get("teams.index")
    browser.post(browser.url("teams.retire", team_id=away.id), {}, token_from=page, expect=404)
    browser.post(browser.url("teams.retire", team_id=south.id), {}, token_from=page)
    session.refresh(south)
    assert south.retired_at is not None
    assert "Team Syd" not in browser.get("teams.index").text_of("td")
