"""Cases 2, 3 and 4 of Bilag 5: a plan alone, a plan with a referral, and no referral at all."""

import pytest

from tests.journeys.case_3 import CPR, both_referrals
from tests.journeys.courses import follows_a_course
from tests.journeys.pages import cards, everything, link_to, words
from tests.journeys.papers import check_papers
from tests.support.shared import needs_shared

pytestmark = needs_shared


def test_case_2_an_operated_man_with_a_plan_alone(town):
    town.calendar.turns_to("05-11-2026", "14:00")
    town.receives_case(2)
    read = town.vivi.reads("Henrik Testmand", "GOP")
    assert read.message["Type"] == "almen genoptræning"
    assert read.message["Udskrevet"] == "05.11.2026"

    case = town.vivi.accepts(
        "Henrik Testmand", "gop_almen", "Almen plan efter operation.", work_ability="ikke_oplyst"
    )
    town.karen.assigns(case, town.tove)
    (plan,) = cards(town.tove.sees_the_case(case))
    assert plan.tags == ("Accepteret", "sundhedsloven § 140")
    assert plan.clocks["Første tid er tilbudt efter § 140"].due == "tors. 12.11."
    assert plan.clocks["Første tid er tilbudt efter § 140"].strength == "Lovkrav"
    assert "Regnes fra udskrivningen torsdag 05.11.2026, som er dag 0." in (
        plan.clocks["Første tid er tilbudt efter § 140"].why
    )
    assert plan.clocks["Kontakt til borgeren"].due == "tirs. 10.11."
    assert plan.clocks["Kontakt til borgeren"].strength == "Aftalt frist"

    town.calendar.turns_to("06-11-2026", "09:00")
    town.tove.records_contact(case, "Kontakt opnået", "Er stadig sygemeldt.")
    assert "Testmand" not in everything(town.jonas.list())
    town.tove.records_work(
        case,
        "fuldt_sygemeldt",
        from_on="01-09-2026",
        sick_since="01-09-2026",
        asks_for_effort="y",
    )
    page = town.tove.sees_the_case(case)
    assert "Sygemeldt i 9 uger" in words(page.select_one("#arbejde .alert"))
    town.jonas.writes_the_plan(
        "Henrik Testmand", "Tilbage som gartner.", "Uge 50: let arbejde.", "27-11-2026"
    )
    town.karen.plans("hold_opererede", "Rygskole efter operation", "11-11-2026", town.tove)
    town.tove.books(case, "Rygskole efter operation")
    follows_a_course(
        *(town, case, "Testmand", "Rygskole efter operation"),
        *("11-11-2026", "18-11-2026", "25-11-2026"),
    )
    (plan,) = cards(town.tove.sees_the_case(case))
    assert {clock.text for clock in plan.clocks.values()} == {"Overholdt"}
    closing = town.tove.signs(case, "GOP")

    check_papers(closing, "0903719999")
    assert closing.message().receiver.gln == "5790000999033"
    assert closing.message().referral_letter_id == "THL261105G0002"
    assert closing.copied_to() == ("099999", "ydernummer")
    assert [row.split(" ")[0] for row in closing.sent_to] == ["Testhospitalet", "Lægehuset"]
    assert "sundhedsloven § 140" in closing.text()
    assert len(town.cases()) == 1


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(("ggop.xml", "xref15.xml"), id="the plan first"),
        pytest.param(("xref15.xml", "ggop.xml"), id="the referral first"),
    ],
)
def test_case_3_a_woman_with_both(town, order):
    closings = both_referrals(town, order)

    for closing in (closings.plan, closings.programme):
        check_papers(closing, CPR)
        assert closing.message().receiver.gln == "5790000999033"
        assert closing.copied_to() == ("099996", "ydernummer")
        assert "deltog 3 af 3 gange" in closing.text()
    plan, programme = closings.plan.message(), closings.programme.message()
    assert plan.referral_letter_id == "THL261111G0003"
    assert programme.referral_letter_id == "THL261112H0003"
    assert plan.letter_id != programme.letter_id
    assert closings.plan.pdf != closings.programme.pdf
    assert "Rygestop" in closings.programme.text()
    assert "Rygestop" not in closings.plan.text()
    assert "åben" in closings.plan.says


def test_case_4_a_copy_of_a_discharge_letter_starts_nothing(town):
    town.calendar.turns_to("16-11-2026", "12:00")
    town.receives_case(4)

    inbox = town.vivi.inbox()
    assert not inbox.select("tbody[data-rows] tr")
    assert not inbox.select(".clock")
    lists = town.vivi.finds("letters.index").select_one(".chips")
    letters = town.vivi.opens(link_to(lists, "Breve"))
    (row,) = letters.select("tbody[data-rows] tr")
    assert "udskrivningsbrev" in words(row)
    assert "Testhospitalet" in words(row)
    letter = town.vivi.opens(link_to(row, ""))
    assert letter.heading().startswith("Udskrivningsbrev modtaget 16.11.2026")
    assert "KOPI TIL ORIENTERING" in everything(letter)
    assert not letter.select(".clock")
    assert "Testborger" not in everything(town.karen.finds("worklist.board"))
    assert town.cases() == []
