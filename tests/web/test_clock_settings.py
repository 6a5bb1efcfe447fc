"""The leader's page of clocks, and a clock that is in the programme file alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.calendar import ClosedDay
from rehab.domain.programme_parsing import parse_programme
from rehab.models import ClockSettingRow, ClosedPeriodRow
from tests.support.course_factories import make_course
from tests.support.programmes import programme_text

TODAY = date(2026, 11, 23)
START = {"code": "start", "bases": "119-140"}
RULE = {
    "days": "7",
    "unit": "calendar",
    "strength": "maal",
    "stops": "first_contact_held",
    "pausable": "vil_vente",
    "enabled": "y",
    "valid_from": "01-01-2026",
}
ANOTHER_CLOCK = """
[[clocks]]
code = "plan"
label = "Planen er lagt"
days = 10
unit = "working"
trigger = "received"
stops = ["first_contact_held"]
strength = "maal"
applies_to = ["sundhedsloven_119"]
section = "4.5"
enabled = true
valid_from = 2026-01-01
"""


@pytest.fixture
def lene(browse):
    return browse(Role.LEDER)


def seen_on(page):
    return {"seen": page.select_one("#seen")["value"]}


def flashed(lene):
    return lene.get("clock_settings.index").text_of(".flash p")[-1]


def close(lene, fields):
    url = lene.url("clock_settings.close_days")
    shown = lene.post(url, fields, token_from=lene.get("clock_settings.index"), expect=200)
    lene.post(url, fields | seen_on(shown), token_from=shown)


def test_the_page_shows_every_clock_as_it_is_today(lene):
    page = lene.get("clock_settings.index")
    assert page.heading() == "Frister"
    rows = page.text_of("table.dense")[0]
    assert "Første tid er tilbudt efter § 140" in rows
    assert "7 kalenderdage fra udskrivningen" in rows
    assert "Slået fra" in rows
    assert "5. juni, 24. december" in page.text_of("#lukkedage")[0]


def test_what_a_change_does_is_shown_before_it_is_saved(lene, make, session):
    case = make.case(referrals=0)
    make.referral(case=case, received_on=TODAY - timedelta(days=3))
    shown = lene.submit("clock_settings.change", RULE | {"days": "2"}, expect=200, **START)
    assert "1 åben sag skifter farve: 1 bliver rød." in shown.text_of(".notice")[0]
    assert session.scalars(select(ClockSettingRow)).all() == []
    url = lene.url("clock_settings.change", **START)
    lene.post(url, RULE | {"days": "2"} | seen_on(shown), token_from=shown)
    row = session.scalars(select(ClockSettingRow)).one()
    assert (row.code, row.days, row.pausable) == ("start", 2, ["vil_vente"])
    page = lene.get("clock_settings.index")
    assert "Kommunens egen" in page.text_of("table.dense")[0]
    assert "2 kalenderdage, mål" in page.text_of("#udgaver")[0]


def test_what_was_typed_anew_is_shown_anew(lene, session):
    shown = lene.submit("clock_settings.change", RULE, expect=200, **START)
    fields = RULE | {"days": "9"} | seen_on(shown)
    again = lene.post(
        lene.url("clock_settings.change", **START), fields, token_from=shown, expect=200
    )
    assert "Gem reglen" in again.text_of("button")
    assert session.scalars(select(ClockSettingRow)).all() == []


def test_an_effect_that_another_leader_has_changed_is_shown_before_it_is_saved(lene, make, session):
    case = make.case(referrals=0)
    make.referral(case=case, received_on=TODAY - timedelta(days=3))
    url = lene.url("clock_settings.change", **START)
    longer, shorter = RULE | {"days": "20"}, RULE | {"days": "2"}
    mine = lene.submit("clock_settings.change", longer, expect=200, **START)
    assert "Ingen åbne sager skifter farve." in mine.text_of(".notice")[0]
    other = lene.submit("clock_settings.change", shorter, expect=200, **START)
    lene.post(url, shorter | seen_on(other), token_from=other)
    again = lene.post(url, longer | seen_on(mine), token_from=mine, expect=200)
    assert "1 åben sag skifter farve: 1 bliver grøn." in again.text_of(".notice")[0]
    assert "Virkningen er en anden end den, der blev vist før." in again.text_of(".notice")[0]
    assert [row.days for row in session.scalars(select(ClockSettingRow))] == [2]
    lene.post(url, longer | seen_on(again), token_from=again)
    assert {row.days for row in session.scalars(select(ClockSettingRow))} == {2, 20}


def test_the_law_is_not_loosened_and_the_form_keeps_what_was_typed(lene):
    fields = RULE | {"days": "9", "strength": "lov", "stops": "first_contact_offered"}
    page = lene.submit("clock_settings.change", fields, code="paragraf140", bases="140", expect=422)
    assert "kan gøres kortere, men ikke længere" in page.errors()[0]
    assert page.select_one("#days")["value"] == "9"


def test_a_clock_nobody_knows_is_not_there(lene):
    lene.get("clock_settings.change", code="start", bases="140", expect=404)


def test_a_closed_week_is_set_and_taken_away(lene, session):
    close(lene, {"name": "Sommer", "week": "29", "first_year": "2027"})
    page = lene.get("clock_settings.index")
    assert "Sommer Uge 29 Hvert år fra 2027" in page.text_of("#lukkedage tbody tr")[0]
    url = page.select_one("#lukkedage tbody a")["href"]
    asked = lene.visit(url)
    assert asked.heading() == "Fjern lukkedagen Sommer"
    lene.post(url, seen_on(asked), token_from=asked)
    assert session.scalars(select(ClosedPeriodRow)).one().withdrawn_at is not None


def test_a_day_that_moves_with_easter_is_closed_every_year(lene, session):
    close(lene, {"customary": "dagen_efter_kristi_himmelfart", "first_year": "2027"})
    row = session.scalars(select(ClosedPeriodRow)).one()
    assert (row.label, row.customary) == (
        "Dagen efter Kr. himmelfart",
        ClosedDay.DAY_AFTER_ASCENSION,
    )
    page = lene.get("clock_settings.index")
    assert page.text_of("#lukkedage tbody td[data-title='Dag eller uge']") == [
        "Dagen efter Kr. himmelfart"
    ]


def test_what_a_closed_day_does_is_shown_before_it_is_set_or_taken_away(lene, make, session):
    working = RULE | {"days": "2", "unit": "working"}
    rule = lene.submit("clock_settings.change", working, expect=200, **START)
    lene.post(lene.url("clock_settings.change", **START), working | seen_on(rule), token_from=rule)
    case = make.case(referrals=0)
    make.referral(case=case, received_on=TODAY - timedelta(days=3))
    url = lene.url("clock_settings.close_days")
    day = {"name": "Flytning", "day": "24", "month": "11", "first_year": "2026"}
    index = lene.get("clock_settings.index")
    shown = lene.post(url, day, token_from=index, expect=200)
    assert "1 åben sag skifter farve: 1 bliver grøn." in shown.text_of("#lukkedage .notice")[0]
    assert shown.select_one("#name")["value"] == "Flytning"
    assert session.scalars(select(ClosedPeriodRow)).all() == []
    lene.post(url, day | seen_on(shown), token_from=shown)
    page = lene.get("clock_settings.index")
    remove = page.select_one("#lukkedage tbody a")["href"]
    asked = lene.visit(remove)
    assert "1 åben sag skifter farve: 1 bliver gul." in asked.text_of(".notice")[0]
    make.referral(case=make.case(referrals=0), received_on=TODAY - timedelta(days=3))
    again = lene.post(remove, seen_on(asked), token_from=asked, expect=200)
    assert "2 åbne sager skifter farve: 2 bliver gule." in again.text_of(".notice")[0]
    assert session.scalars(select(ClosedPeriodRow)).one().withdrawn_at is None
    lene.post(remove, seen_on(again), token_from=again)
    session.expire_all()
    assert session.scalars(select(ClosedPeriodRow)).one().withdrawn_at is not None
    lene.visit(remove, expect=404)


def test_it_is_said_when_the_lists_follow_and_when_nothing_is_moved(lene):
    shown = lene.submit("clock_settings.change", RULE, expect=200, **START)
    url = lene.url("clock_settings.change", **START)
    lene.post(url, RULE | seen_on(shown), token_from=shown)
    follow = "Sagens egen side viser det nu; listerne følger med i løbet af et minuts tid."
    assert flashed(lene) == f"Reglen er gemt. {follow}"
    close(lene, {"name": "Sommer", "week": "29", "first_year": "2027"})
    assert flashed(lene) == f"Lukkedagen er gemt. {follow}"
    remove = lene.get("clock_settings.index").select_one("#lukkedage tbody a")["href"]
    asked = lene.visit(remove)
    lene.post(remove, seen_on(asked), token_from=asked)
    assert flashed(lene) == f"Lukkedagen er fjernet. {follow}"
    page = lene.get("clock_settings.index")
    lene.post(lene.url("clock_settings.add_reason"), {"label": "Højskole"}, token_from=page)
    assert flashed(lene).startswith("Årsagen er tilføjet. Ingen åben sag er flyttet.")
    page = lene.get("clock_settings.index")
    lene.post(page.select_one("#aarsager tbody form")["action"], {}, token_from=page)
    assert flashed(lene).endswith("Pauser, der har den, beholder den; ingen sag er flyttet.")


def test_what_is_planned_in_a_week_that_is_closed_later_is_listed(lene, make):
    course = make_course(make, sessions=3, title="Rygskole tirsdag")
    close(lene, {"name": "Ombygning", "week": "49", "first_year": "2026", "last_year": "2026"})
    page = lene.get("clock_settings.index")
    assert "1 planlagt gang falder på den." in page.select_one("body").get_text()
    [row] = page.select("#lukkedage tbody:has(td[data-title=Forløb]) tr")
    assert row.get_text(" ", strip=True) == (
        "tirs. 01.12.2026 kl. 10.00 Ombygning Rygskole tirsdag"
    )
    assert str(course.id) in row.select_one("a")["href"]


def test_a_closed_day_that_is_none_is_refused_on_the_page(lene):
    index = lene.get("clock_settings.index")
    fields = {
        "name": "Skuddag",
        "day": "29",
        "month": "2",
        "first_year": "2027",
        "last_year": "2027",
    }
    page = lene.post(lene.url("clock_settings.close_days"), fields, token_from=index, expect=422)
    assert page.errors() == ["Den dag eller uge findes ikke i de år. Ret den."]


def test_a_reason_of_ones_own_can_be_given_for_a_pause(lene, browse, make):
    index = lene.get("clock_settings.index")
    lene.post(
        lene.url("clock_settings.add_reason"),
        {"label": "Højskole", "counts": "y"},
        token_from=index,
    )
    page = lene.get("clock_settings.change", **START)
    assert "Højskole" in page.text_of("#pausable label")
    case = make.case()
    pause = browse(Role.KOORDINATOR).get("clocks.pause", case_id=case.id)
    assert "Højskole" in pause.text_of("#reason label")


def test_a_clock_that_is_only_in_the_programme_file_runs_on_the_case(app, browse, make):
    real = app.extensions["rehab_programme"]
    app.extensions["rehab_programme"] = parse_programme(
        programme_text().replace("# --- Pauser", ANOTHER_CLOCK + "\n# --- Pauser")
    )
    try:
        case = make.case(referrals=0)
        make.referral(case=case, received_on=TODAY)
        page = browse(Role.KOORDINATOR).get("cases.show", case_id=case.id)
        leader = browse(Role.LEDER).get("clock_settings.index")
    finally:
        app.extensions["rehab_programme"] = real
    assert "Planen er lagt" in page.text_of(".clock__label")
    assert any("10 arbejdsdage" in why for why in page.text_of(".why"))
    assert "Planen er lagt" in leader.text_of("table.dense")[0]
