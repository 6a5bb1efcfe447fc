"""Narrowing the board to the cases one person holds."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Absence, SavedView
from tests.conftest import NOW
from tests.support.factories import AWAY, HOME
from tests.support.standings import settle
from tests.support.statements import statements_of
from tests.web.test_list_exports import take_out

MORE = "nav[aria-label='Indsnævr listen'] .chip"
OPTIONS = "#kontaktperson option"


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


@pytest.fixture
def tove(make):
    """A therapist with one case; there is another with a case, and one with none."""
    tove = make.user(Role.TERAPEUT, login="tove", name="Tove Terapeut")
    named(make, "Toves", contact_person=tove)
    bo = make.user(Role.TERAPEUT, login="bo", name="Bo Terapeut")
    named(make, "Bos", contact_person=bo)
    make.user(Role.TERAPEUT, login="ny", name="Ny Terapeut")
    return tove


def named(make, name, *, kommunekode=HOME, **fields):
    citizen = make.citizen(given_name="Prøve", surname=name, kommunekode=kommunekode)
    return make.case(citizen=citizen, **fields)


def names(page):
    return page.text_of(".board__card .citizen__name")


def chip(page, label):
    return next(one for one in page.select(MORE) if one.get_text(strip=True) == label)


def sent(page):
    """What a browser would send with the form of the choice, before anything is chosen."""
    form = page.select_one("form.choose-line")
    assert form["method"] == "get"
    return {one["name"]: one["value"] for one in form.select("input")}


def test_the_board_leads_to_a_choice_of_those_who_hold_cases(karen, make, tove):
    stranger = make.user(Role.TERAPEUT, login="fjern", name="Fjern Terapeut", kommunekode=AWAY)
    named(make, "Fjerns", contact_person=stranger, kommunekode=AWAY)
    page = karen.get("worklist.board")
    assert page.select("#kontaktperson") == []
    opened = karen.visit(chip(page, "Én kontaktperson")["href"])
    assert opened.text_of(OPTIONS) == ["Alle", "Bo Terapeut", "Tove Terapeut"]
    assert opened.select(f"{OPTIONS}[selected]") == []
    assert sorted(names(opened)) == ["Prøve Bos", "Prøve Toves"]


def test_a_chosen_person_narrows_the_board_beside_the_other_filters_and_is_taken_off(karen, tove):
    page = karen.get("worklist.board", frist="denne-uge", vis="personer")
    assert sent(page) == {"frist": "denne-uge", "vis": "alle"}
    narrowed = karen.get("worklist.board", **sent(page), kontaktperson=tove.id)
    assert names(narrowed) == ["Prøve Toves"]
    assert narrowed.text_of(f"{OPTIONS}[selected]") == ["Tove Terapeut"]
    assert narrowed.text_of('nav[aria-label="Vis sager"] .chip')[0] == "Alle 1"
    for link in narrowed.select('nav[aria-label="Vis sager"] .chip'):
        assert dict(parse_qsl(urlsplit(link["href"]).query))["kontaktperson"] == str(tove.id)
    off = karen.visit(chip(narrowed, "Tove Terapeut")["href"])
    assert off.select("#kontaktperson") == []
    assert len(names(off)) == 2


def test_everybody_is_chosen_by_choosing_nobody(karen, tove):
    page = karen.get("worklist.board", kontaktperson="", vis="alle")
    assert sorted(names(page)) == ["Prøve Bos", "Prøve Toves"]
    assert page.select("#kontaktperson") == []


def test_somebody_who_is_away_is_named_with_the_substitute(karen, make, tove):
    make.save(
        Absence(
            organisation_id=tove.organisation_id,
            user_id=tove.id,
            substitute_id=make.user(Role.TERAPEUT, login="bo").id,
            from_on=date(2026, 11, 20),
            until_on=date(2026, 11, 25),
            recorded_by=tove.id,
            recorded_at=NOW,
        )
    )
    page = karen.get("worklist.board", vis="personer")
    assert page.text_of(OPTIONS)[-1] == "Tove Terapeut (vikar: Bo Terapeut)"


def test_a_person_of_another_kommune_gives_an_empty_list_and_no_name(karen, make, tove):
    stranger = make.user(Role.TERAPEUT, login="fjern", name="Fjern Terapeut", kommunekode=AWAY)
    named(make, "Fjerns", contact_person=stranger, kommunekode=AWAY)
    page = karen.get("worklist.board", kontaktperson=stranger.id)
    assert names(page) == []
    assert page.text_of(f"{OPTIONS}[selected]") == ["En, der ikke er her"]
    assert "Fjern" not in str(page)


def test_who_has_no_cases_left_can_still_be_seen_to_be_chosen(karen, make, tove):
    idle = make.user(Role.TERAPEUT, login="ny")
    page = karen.get("worklist.board", kontaktperson=idle.id)
    assert page.text_of(f"{OPTIONS}[selected]") == ["Ny Terapeut"]
    assert page.text_of(".empty__heading") == ["Ingen sager her"]


def test_the_choice_is_kept_in_a_view_and_in_a_file(karen, tove, session):
    page = karen.get("worklist.board", kontaktperson=tove.id)
    links = {one.get_text(strip=True): one["href"] for one in page.select(".actions a")}
    view = karen.visit(links["Gem visning"])
    karen.post(links["Gem visning"], {"name": "Toves"}, token_from=view)
    assert session.scalars(select(SavedView.query)).one() == f"kontaktperson={tove.id}"
    rows = take_out(karen, side="tavle", kontaktperson=tove.id)
    assert [row["Navn"] for row in rows] == ["Prøve Toves"]


def test_a_person_s_own_list_offers_no_such_choice(browse, tove):
    page = browse(tove).get("worklist.mine", vis="personer")
    assert page.select("#kontaktperson") == []
    assert "Én kontaktperson" not in page.text_of(MORE)


def test_the_board_asks_for_nobody_until_the_choice_is_opened(karen, tove, session, app):
    settle(session, app)

    def asked(**values):
        karen.get("worklist.board", **values)
        with statements_of(session) as statements:
            karen.get("worklist.board", **values)
        return len(statements)

    closed = asked(vis="alle")
    assert asked(vis="personer") == closed + 1
