"""The leader's overview: every figure opens the list it was counted from."""

import re
from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.referrals import ReferralKind
from rehab.models import PathwayEventRow
from rehab.queries.list_rows import PAGE
from tests.conftest import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def lene(browse):
    return browse(Role.LEDER)


@pytest.fixture
def november(make):
    """Referrals in every state: kept, missed, overdue, running, and one not triaged."""
    holder = make.user(Role.TERAPEUT, name="Tove Terapeut")
    for days, reached, held in (
        (20, 18, 12),
        (20, 10, None),
        (30, 29, 1),
        (9, None, None),
        (2, None, None),
    ):
        case = make.case(referrals=0, contact_person=holder)
        referral = make.referral(case=case, received_on=TODAY - timedelta(days=days))
        for kind, ago in (
            (EventKind.CONTACT_REACHED, reached),
            (EventKind.FIRST_CONTACT_HELD, held),
        ):
            if ago is not None:
                make.save(
                    PathwayEventRow(
                        referral_id=referral.id,
                        kind=kind,
                        occurred_on=TODAY - timedelta(days=ago),
                        recorded_by=holder.id,
                        recorded_at=NOW - timedelta(days=ago),
                    )
                )
    make.referral(received_on=TODAY - timedelta(days=7))
    make.referral(
        kind=ReferralKind.GGOP,
        case=make.case(referrals=0),
        received_on=TODAY - timedelta(days=4),
        discharged_on=TODAY - timedelta(days=9),
    )


def rows(page):
    return page.select("#liste tbody tr")


def figures(page):
    """The address and the number of every figure on the page."""
    links = page.select(".tile, #frister td a")
    return {link["href"]: int(re.match(r"\s*\d+", link.get_text())[0]) for link in links}


def test_every_number_is_the_length_of_the_list_it_opens(lene, november):
    shown = figures(lene.get("overview.show"))
    counted = {url: len(rows(lene.visit(url.partition("#")[0]))) for url in shown}
    assert shown == counted
    assert len(shown) == 11


def test_the_figures_of_the_month(lene, november):
    page = lene.get("overview.show")
    assert page.text_of(".tile__number") == ["4", "5"]
    assert page.text_of('#frister td[data-title="Andel"]') == ["40 %", "33 %", "0 %"]


def test_the_page_opens_with_what_is_overdue_and_who_holds_it(lene, november):
    page = lene.get("overview.show")
    first = rows(page)[0]
    assert page.text_of("#liste h2") == ["Overskredne frister"]
    assert "Overskredet 6 dage" in first.get_text()
    assert "Tove Terapeut" in first.get_text()
    assert first.select_one("a.cover")["href"].startswith("/sager/")


def test_a_referral_without_a_case_leads_to_its_triage(lene, november):
    page = lene.get("overview.show")
    links = [row.select_one("a.cover")["href"] for row in rows(page)]
    assert [link for link in links if link.startswith("/henvisninger/")] != []


def test_the_longest_waiting_is_named_by_days_alone(lene, november):
    page = lene.visit("/overblik?liste=venter")
    assert "Længst ventende: modtaget 03.11.2026, 20 dage siden." in page.text_of("main > p")
    assert page.text_of(".tile[aria-current] .tile__label") == ["Venter på start"]


def test_each_share_says_what_it_counts_and_where_that_stands(lene):
    page = lene.get("overview.show")
    assert len(page.select("#frister details")) == 3
    assert "modtaget siden 31.08.2026" in page.text_of("#frister details .prose")[0]
    assert page.text_of("#frister details .muted")[0] == "4.5; programmet, kapitel 5"


def test_a_quiet_day_has_no_share_and_says_what_would_be_here(lene):
    page = lene.get("overview.show")
    assert page.text_of('#frister td[data-title="Andel"]') == ["–", "–", "–"]
    assert page.text_of("#liste .empty__heading") == ["Ingen"]


def test_a_list_that_does_not_exist_is_not_found(lene):
    lene.visit("/overblik?liste=findes-ikke", expect=404)


def test_a_long_list_is_cut_into_pages(lene, make):
    for _ in range(PAGE + 1):
        make.referral(received_on=TODAY - timedelta(days=7))
    page = lene.get("overview.show")
    assert len(rows(page)) == PAGE
    assert f"{PAGE + 1} i alt" in page.text_of("#liste .muted")
    assert len(rows(lene.visit(page.select_one(".pages a")["href"]))) == 1


def test_nothing_of_another_kommune_is_counted(lene, make):
    make.referral(received_on=TODAY - timedelta(days=20), kommunekode="998")
    assert lene.get("overview.show").text_of(".tile__number") == ["0", "0"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEDER])
def test_the_overview_is_the_leaders(browse, role):
    browse(role).get("overview.show", expect=403)
