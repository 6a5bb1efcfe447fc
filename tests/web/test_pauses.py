"""The pages where a referral is set on pause and taken up again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.referrals import ReferralKind
from rehab.models import AccessLog, PathwayEventRow, PauseRow
from tests.conftest import NOW

TODAY = date(2026, 11, 23)
DAYS = {"from_on": "24-11-2026", "until_on": "26-11-2026"}


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


def a_case(make):
    case = make.case(referrals=0)
    return case, make.referral(case=case, received_on=TODAY)


def set_on_pause(karen, case, referral, **fields):
    chosen = {"referral": str(referral.id), "reason": "bortrejst"} | DAYS | fields
    return karen.submit("clocks.pause", chosen, case_id=case.id)


def attempts(make, referral, number):
    make.save(
        *(
            PathwayEventRow(
                referral_id=referral.id,
                kind=EventKind.CONTACT_ATTEMPTED,
                occurred_on=TODAY,
                recorded_by=make.user(Role.KOORDINATOR).id,
                recorded_at=NOW,
            )
            for _ in range(number)
        )
    )


def test_a_pause_is_set_from_the_case_and_shown_there(karen, make):
    case, referral = a_case(make)
    page = karen.get("cases.show", case_id=case.id)
    [link] = [a for a in page.select("#henvisninger a") if a.get_text() == "Sæt på pause"]
    karen.visit(link["href"])
    set_on_pause(karen, case, referral, from_on="23-11-2026")
    page = karen.get("cases.show", case_id=case.id)
    assert "Afslut pausen (26.11.2026)" in page.text_of("#henvisninger a")
    assert any("På pause 23.11.2026–26.11.2026" in one for one in page.text_of("#haendelser li"))
    assert any("På pause" in one for one in page.text_of(".clock__text"))
    assert "+ 3 dage på pause: Borgeren er bortrejst" in " ".join(page.text_of(".why"))


def test_a_refused_pause_keeps_what_was_typed_and_names_the_other(karen, make, session):
    case, referral = a_case(make)
    set_on_pause(karen, case, referral)
    again = {"referral": str(referral.id), "reason": "syg"} | DAYS
    page = karen.submit("clocks.pause", again, case_id=case.id, expect=422)
    assert "allerede på pause: Borgeren er bortrejst 24.11.2026–26.11.2026" in page.errors()[0]
    assert page.select_one("#until_on")["value"] == "26-11-2026"
    assert len(session.scalars(select(PauseRow)).all()) == 1


def test_a_pause_without_an_end_is_refused(karen, make):
    case, referral = a_case(make)
    fields = {"referral": str(referral.id), "reason": "syg", "from_on": "24-11-2026"}
    page = karen.submit("clocks.pause", fields, case_id=case.id, expect=422)
    assert page.errors() == ["Skriv den sidste dag: en pause har altid en slutdag."]


def test_a_pause_is_ended_early(karen, make):
    case, referral = a_case(make)
    set_on_pause(karen, case, referral)
    page = karen.get("clocks.pause", case_id=case.id)
    [link] = page.select("#pauser a")
    shown = karen.visit(link["href"])
    assert shown.heading() == f"Afslut pause i sag {case.number}"
    karen.post(link["href"], {"until_on": "24-11-2026"}, token_from=shown)
    assert "24.11.2026–24.11.2026" in karen.get("clocks.pause", case_id=case.id).text_of(
        "#pauser td"
    )
    case_page = karen.get("cases.show", case_id=case.id)
    assert any("sidste dag 24.11.2026" in one for one in case_page.text_of("#haendelser li"))


def test_a_pause_taken_back_has_no_days_and_nothing_to_end(karen, make):
    case, referral = a_case(make)
    later = {"from_on": "30-11-2026", "until_on": "04-12-2026"}
    set_on_pause(karen, case, referral, **later)
    [link] = karen.get("clocks.pause", case_id=case.id).select("a[href$=afslut]")
    form = karen.visit(link["href"])
    karen.post(link["href"], {"until_on": "29-11-2026"}, token_from=form)
    page = karen.get("clocks.pause", case_id=case.id)
    assert page.select("a[href$=afslut]") == []
    days = page.text_of("td[data-title='Dage']")
    assert days == ["Ingen; var sat til 30.11.2026–04.12.2026"]


def test_the_page_says_which_clocks_a_reason_moves(karen, make):
    case, _ = a_case(make)
    rows = karen.get("clocks.pause", case_id=case.id).text_of("#aarsager tr")
    assert "Borgeren er for syg til at begynde Tilbuddet er begyndt" in rows
    assert "Vi venter på oplysninger fra henviseren Flytter ingen frist" in rows


def test_opening_the_pages_is_logged(karen, make, session):
    case, _ = a_case(make)
    karen.get("clocks.pause", case_id=case.id)
    assert session.scalars(select(AccessLog.surface)).all() == ["clocks.pause"]


@pytest.mark.parametrize(("number", "offered"), [(2, False), (3, True)])
def test_three_attempts_in_vain_offer_the_letter(karen, make, number, offered):
    case, referral = a_case(make)
    attempts(make, referral, number)
    page = karen.get("cases.show", case_id=case.id)
    links = [a["href"] for a in page.select("#henvisninger a") if "ikke henvendt" in a.get_text()]
    assert [f"/sager/{case.id}/breve-til-borger/ny?skabelon=ikke-henvendt"] * offered == links
    assert f"{number} forsøg på kontakt stopper ikke fristen." in " ".join(page.text_of(".why"))


@pytest.mark.parametrize(("days_ago", "offered"), [(4, False), (5, True)])
def test_day_5_of_7_offers_the_free_choice_and_the_wish_to_wait(karen, make, days_ago, offered):
    case = make.case(referrals=0)
    make.referral(case=case, kind=ReferralKind.GGOP, discharged_on=TODAY - timedelta(days=days_ago))
    page = karen.get("cases.show", case_id=case.id)
    links = {a.get_text(): a["href"] for a in page.select("#henvisninger a")}
    assert ("Skriv brev om frit valg" in links) is offered
    wait = links.get("Borgeren vil hellere vente på kommunens tilbud")
    assert (wait is not None) is offered
    if wait:
        checked = karen.visit(wait).select("input[checked]")
        assert "vil_vente" in [one["value"] for one in checked]


def test_a_case_that_is_closed_has_nothing_to_pause(karen, make):
    case = make.case(closed_on=TODAY)
    page = karen.get("cases.show", case_id=case.id)
    assert "Sæt på pause" not in page.text_of("#henvisninger a")


def test_who_only_reads_sees_the_pause_and_sets_none(karen, browse, make):
    case, referral = a_case(make)
    set_on_pause(karen, case, referral)
    leader = browse(Role.LEDER)
    page = leader.get("cases.show", case_id=case.id)
    assert any("På pause 24.11.2026" in one for one in page.text_of("#haendelser li"))
    assert "Sæt på pause" not in page.text_of("#henvisninger a")
    leader.get("clocks.pause", case_id=case.id, expect=403)
