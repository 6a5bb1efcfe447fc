"""Whether a start can be reached, as a visitator meets it when a referral is decided."""

from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind
from rehab.domain.start_forecast import FreeStart, forecast
from rehab.queries.start_forecast import DeadlineForecast
from rehab.services.clock_settings import SetClock, set_clock
from rehab.web.referrals.triage_view import forecast_view
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
EARLY = FreeStart("Rygskole, hold 1", TODAY + 10 * DAY, 2)


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


def shown(browser, referral):
    return browser.get("referrals.show", referral_id=referral.id).select_one("#start")


def answers(browser, referral):
    section = shown(browser, referral)
    return [
        (row["class"][1].rpartition("--")[2], row.select_one("strong").get_text())
        for row in section.select(".checklist__item")
    ]


def test_the_answer_is_yes_with_the_seats_the_next_start_and_who_stands_before(visitator, make):
    make_course(make, capacity=4, first=NOW + 7 * DAY)
    make.case()
    referral = make.referral(received_on=TODAY)
    section = shown(visitator, referral)
    assert answers(visitator, referral) == [("ok", "Ja")]
    text = " ".join(section.get_text(" ").split())
    assert section.select_one("h2").get_text() == "Kan borgeren nå at begynde?"
    assert (
        "3 ledige pladser med start senest 07.12.2026. "
        "Den første er Rygskole, hold 1, mandag 30.11.2026. 4.5"
    ) in text
    assert "Regnet efter den visiterede borger uden plads, der står foran." in text
    assert "Gælder hele kommunen: et hold hører ikke til et team." in text


def test_the_answer_leads_to_the_courses_and_the_waiting_list(visitator, make):
    for link in shown(visitator, make.referral()).select("a"):
        visitator.visit(link["href"])
    assert [link["href"] for link in shown(visitator, make.referral()).select("a")] == [
        "/forloeb",
        "/venteliste",
    ]


def test_the_answer_is_no_when_the_first_seat_comes_too_late(visitator, make):
    make_course(make, first=NOW + 21 * DAY)
    referral = make.referral(received_on=TODAY)
    assert answers(visitator, referral) == [("warning", "Nej")]
    assert "mandag 14.12.2026, 7 dage efter fristen 07.12.2026." in shown(
        visitator, referral
    ).get_text(" ")


def test_without_a_free_seat_it_cannot_be_seen(visitator, make):
    make_booking(make, make.case(), make_course(make, capacity=1))
    assert answers(visitator, make.referral()) == [("unknown", "Det kan ikke ses")]


def test_a_plan_is_answered_for_each_of_its_deadlines(visitator, make):
    make_course(make, first=NOW + 10 * DAY)
    plan = make.referral(
        kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, received_on=TODAY, discharged_on=TODAY
    )
    assert answers(visitator, plan) == [
        ("warning", "Nej – fristen “Første tid er tilbudt efter § 140”"),
        ("ok", "Ja – fristen “Tilbuddet er begyndt”"),
    ]


def test_the_kommunes_own_number_of_days_decides(visitator, ctx_as, make):
    make_course(make, first=NOW + 10 * DAY)
    referral = make.referral(received_on=TODAY)
    assert answers(visitator, referral) == [("ok", "Ja")]
    ctx = ctx_as(Role.LEDER)
    rule = next(one for one in ctx.programme.clocks if one.code == "start")
    own = SetClock(
        rule=rule,
        days=9,
        unit=rule.unit,
        strength=rule.strength,
        enabled=True,
        pausable=frozenset(),
        stops=rule.stops,
        valid_from=TODAY,
    )
    with ctx.transaction():
        set_clock(ctx, own)
    assert answers(visitator, referral) == [("warning", "Nej")]
    assert "1 dag efter fristen 02.12.2026." in shown(visitator, referral).get_text(" ")


def test_one_that_waits_is_answered_for_its_own_due_day(visitator, make):
    make_course(make, first=NOW + 10 * DAY)
    case = make.case(referrals=0)
    late = make.referral(case=case, received_on=TODAY - 10 * DAY)
    assert answers(visitator, late) == [("warning", "Nej")]
    assert "6 dage efter fristen 27.11.2026." in shown(visitator, late).get_text(" ")


def test_one_that_has_a_seat_is_not_answered(visitator, make):
    case = make.case(referrals=0)
    referral = make.referral(case=case)
    make_booking(make, case, make_course(make))
    assert shown(visitator, referral) is None


def test_one_answer_is_enough_where_no_seat_is_left_for_either_deadline():
    found = [
        DeadlineForecast(label, "4.5", forecast(TODAY + days * DAY, [EARLY], 2))
        for label, days in (("Tidlig", 7), ("Sen", 14))
    ]
    [answer] = forecast_view(found).answers
    assert (answer.label, answer.text) == (
        "Nej",
        "De 2 ledige pladser går til dem, der står foran.",
    )


def test_nothing_is_shown_where_nothing_is_forecast():
    assert forecast_view([]) is None
