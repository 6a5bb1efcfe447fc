"""Narrowing the board to the cases of one team."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import SavedView
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.saved_views import a_shared_view
from tests.support.standings import settle
from tests.support.statements import statements_of
from tests.web.test_list_exports import take_out
from tests.web.test_worklist_holders import MORE, chip, named, names, sent

OPTIONS = "#team option"
ALL = 'nav[aria-label="Vis sager"] .chip'


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


@pytest.fixture
def south(make):
    """A team with two cases, beside one with a case and a case without a team."""
    south, north = make.team("Team Syd"), make.team("Team Nord")
    named(make, "Sydlig", team_id=south.id)
    tove = make.user(Role.TERAPEUT, login="tove", name="Tove Terapeut")
    named(make, "Sydligst", team_id=south.id, contact_person=tove)
    named(make, "Nordlig", team_id=north.id, contact_person=tove)
    named(make, "Løs")
    return south


def notes(page):
    return [text for text in page.text_of(".board__note") if text.startswith("2026-")]


def test_the_board_leads_to_a_choice_of_teams_and_names_them_on_the_cards(karen, make, south):
    named(make, "Fjern", kommunekode=AWAY, team_id=make.team("Team Øst", kommunekode=AWAY).id)
    page = karen.get("worklist.board")
    assert page.select("#team") == []
    said = [text.split(" · ")[1] for text in notes(page) if "Team" in text]
    assert sorted(said) == ["Team Nord", "Team Syd", "Team Syd"]
    opened = karen.visit(chip(page, "Ét team")["href"])
    assert opened.text_of(OPTIONS) == ["Alle", "Team Nord", "Team Syd", "Uden team"]
    assert opened.select(f"{OPTIONS}[selected]") == []
    assert len(names(opened)) == 4


def test_a_chosen_team_narrows_the_board_beside_the_other_filters_and_is_taken_off(karen, south):
    page = karen.get("worklist.board", frist="denne-uge", vis="teams")
    assert sent(page) == {"frist": "denne-uge", "vis": "alle"}
    narrowed = karen.get("worklist.board", **sent(page), team=south.id)
    assert sorted(names(narrowed)) == ["Prøve Sydlig", "Prøve Sydligst"]
    assert narrowed.text_of(f"{OPTIONS}[selected]") == ["Team Syd"]
    assert "Team" not in " ".join(notes(narrowed))
    off = karen.visit(chip(narrowed, "Team Syd")["href"])
    assert off.select("#team") == []
    assert len(names(off)) == 4


def test_the_number_on_each_filter_and_column_of_a_team_is_the_length_of_its_list(karen, south):
    page = karen.get("worklist.board", team=south.id)
    assert page.text_of(ALL)[0] == "Alle 2"
    assert sum(int(text) for text in page.text_of(".board__column .count")) == 2
    for one in page.select(ALL):
        *_, number = one.get_text(" ", strip=True).split()
        assert len(names(karen.visit(one["href"]))) == int(number)


def test_the_cases_that_no_rule_could_place_can_be_chosen(karen, south):
    page = karen.get("worklist.board", team="uden")
    assert names(page) == ["Prøve Løs"]
    assert page.text_of(f"{OPTIONS}[selected]") == ["Uden team"]
    assert page.text_of(f"{MORE}[aria-current]") == ["Uden team"]


def test_a_team_and_a_person_can_be_chosen_together(karen, make, south):
    tove = make.user(Role.TERAPEUT, login="tove")
    page = karen.get("worklist.board", team=south.id, kontaktperson=tove.id)
    assert names(page) == ["Prøve Sydligst"]
    assert sorted(page.text_of(f"{MORE}[aria-current]")) == ["Team Syd", "Tove Terapeut"]
    without = karen.visit(chip(page, "Tove Terapeut")["href"])
    assert len(names(without)) == 2


def test_a_team_of_another_kommune_gives_an_empty_list_and_no_name(karen, make, south):
    stranger = make.team("Team Øst", kommunekode=AWAY)
    named(make, "Fjern", kommunekode=AWAY, team_id=stranger.id)
    page = karen.get("worklist.board", team=stranger.id)
    assert names(page) == []
    assert page.text_of(f"{OPTIONS}[selected]") == ["Et team, der ikke er her"]
    assert page.text_of(".empty__heading") == ["Ingen sager her"]
    assert "Øst" not in str(page)
    assert "Fjern" not in str(page)


def test_what_is_no_team_narrows_nothing(karen, south):
    assert len(names(karen.get("worklist.board", team="syd"))) == 4


def test_a_retired_team_is_chosen_while_it_has_cases_and_is_said_to_be_retired(karen, make, south):
    south.retired_at = NOW - timedelta(days=1)
    make.save(south)
    gone = make.team("Team Glemt", retired_at=NOW)
    page = karen.get("worklist.board", team=south.id)
    assert page.text_of(OPTIONS) == ["Alle", "Team Nord", "Team Syd (nedlagt)", "Uden team"]
    assert len(names(page)) == 2
    empty = karen.get("worklist.board", team=gone.id)
    assert empty.text_of(f"{OPTIONS}[selected]") == ["Team Glemt (nedlagt)"]
    assert names(empty) == []


@pytest.mark.parametrize(
    ("teams", "placed", "offered"),
    [
        pytest.param([], False, False, id="no team"),
        pytest.param(["Team Syd"], True, False, id="one team with every case"),
        pytest.param(["Team Syd"], False, True, id="one team and a case without"),
        pytest.param(["Team Syd", "Team Nord"], True, True, id="two teams"),
    ],
)
def test_a_team_is_offered_where_it_tells_cases_apart(karen, make, teams, placed, offered):
    rows = [make.team(name) for name in teams]
    named(make, "En", team_id=rows[0].id if placed else None)
    opened = karen.get("worklist.board", vis="teams")
    assert ("Ét team" in karen.get("worklist.board").text_of(MORE)) is offered
    assert bool(opened.select("#team")) is offered
    assert ("Team" in " ".join(notes(opened))) is (len(teams) > 1)


def test_the_choice_is_kept_in_a_view_said_in_words_and_in_a_file(karen, south, session):
    page = karen.get("worklist.board", team=south.id)
    links = {one.get_text(strip=True): one["href"] for one in page.select(".actions a")}
    view = karen.visit(links["Gem visning"])
    assert "Tavle: ét team." in str(view)
    karen.post(links["Gem visning"], {"name": "Syd"}, token_from=view)
    assert session.scalars(select(SavedView.query)).one() == f"team={south.id}"
    above = karen.get("worklist.board", vis="alle").text_of(
        'nav[aria-label="Gemte visninger"] .chip'
    )
    assert above == ["Syd 2"]
    rows = take_out(karen, side="tavle", team=south.id)
    assert sorted(row["Navn"] for row in rows) == ["Prøve Sydlig", "Prøve Sydligst"]


def test_a_view_of_the_cases_without_a_team_says_so(karen, make):
    a_shared_view(make, NOW, query="team=uden&frist=overskredet")
    assert "Frist overskredet, uden team" in str(karen.get("saved_views.index"))


def test_a_person_s_own_list_is_of_no_team(browse, make, south):
    tove = make.user(Role.TERAPEUT, login="tove")
    page = browse(tove).get("worklist.mine", team=south.id, frist="denne-uge")
    assert len(page.select("td .citizen__name")) == 2
    assert page.select("#team") == []
    assert "Ét team" not in page.text_of(MORE)
    assert not [one for one in page.select("main a") if "team=" in one.get("href", "")]


@pytest.mark.parametrize("cases", ["none", "in a team"])
def test_the_board_asks_for_no_team_until_the_choice_is_opened(karen, make, session, app, cases):
    row = make.team("Team Syd")
    make.team("Team Nord")
    first = make.case()
    settle(session, app)

    def asked(**values):
        karen.get("worklist.board", **values)
        with statements_of(session) as statements:
            karen.get("worklist.board", **values)
        return len(statements)

    without = asked(vis="alle")
    if cases != "none":
        first.team_id = row.id
        make.save(first)
        settle(session, app)
    assert asked(vis="alle") == without
    assert asked(vis="teams") == without + 1
