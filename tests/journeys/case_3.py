"""Case 3 of Bilag 5 as a story: a plan and a referral for one citizen, linked, never merged."""

from dataclasses import dataclass

from tests.journeys.courses import follows_a_course
from tests.journeys.pages import card, cards, everything, words
from tests.journeys.papers import Closing
from tests.journeys.town import Town

CITIZEN = "Bente Sørine Testkvinde"
CPR = "2106739962"
NEVER_TOLD = ("DM511F", "diskusprolaps", "NRS", "Bange for tilbagefald", "sygemeldt siden")
_ACCEPTED = {
    "ggop.xml": ("GOP", "gop_almen", "Almen genoptræning efter rodpåvirkning."),
    "xref15.xml": ("XREF15", "gop_and_programme", "De øvrige tilbud; koordineres."),
}


@dataclass(frozen=True)
class Closings:
    """What each of the two referrals was closed with."""

    plan: Closing
    programme: Closing


def both_referrals(town: Town, order: tuple[str, str]) -> Closings:
    """Tell the story from the letterbox to two epikriser, with the post delivered in an order."""
    town.calendar.turns_to("12-11-2026", "11:00")
    town.receives_case(3, order)
    first, second = (town.vivi.accepts(CITIZEN, *_as_args(name)) for name in order)
    assert first == second, "the two are linked to one case"
    case = first
    town.karen.assigns(case, town.tove)
    _two_sets_of_clocks(town, case)

    town.calendar.turns_to("13-11-2026", "09:00")
    town.tove.records_contact(case, "Kontakt opnået", "Bange for tilbagefald ved forflytninger.")
    town.tove.records_work(case, "fuldt_sygemeldt", from_on="24-08-2026", sick_since="24-08-2026")
    town.karen.plans("hold_ikke_opererede", "Rygskole 3", "17-11-2026", town.tove)
    town.karen.plans("rygestop", "Rygestop vinter", "18-11-2026", town.tove, sessions=2)
    town.tove.books(case, "Rygskole 3")
    town.tove.books(case, "Rygestop vinter", counts_for="XREF15")
    _one_schedule(town, case)
    _return_to_work(town, case)

    follows_a_course(town, case, CITIZEN, "Rygskole 3", "17-11-2026", "24-11-2026", "01-12-2026")
    page = town.tove.sees_the_case(case)
    assert {clock.text for each in cards(page) for clock in each.clocks.values()} == {"Overholdt"}
    plan = town.tove.signs(case, "GOP")
    _still_open(town, case)

    town.calendar.turns_to("08-12-2026")
    programme = town.tove.signs(case, "XREF15")
    assert "Sagen er afsluttet 08.12.2026." in everything(town.tove.sees_the_case(case))
    return Closings(plan, programme)


def _as_args(file: str) -> tuple[str, str, str]:
    kind, reason, text = _ACCEPTED[file]
    return reason, text, kind


def _two_sets_of_clocks(town: Town, case: str) -> None:
    page = town.tove.sees_the_case(case)
    assert "Kontaktperson: Tove Trén" in everything(page)
    plan, programme = card(page, "GOP"), card(page, "XREF15")
    assert plan.tags == ("Accepteret", "sundhedsloven § 140")
    assert programme.tags == ("Accepteret", "sundhedsloven § 119")
    assert {name: (clock.due, clock.strength) for name, clock in plan.clocks.items()} == {
        "Kontakt til borgeren": ("man. 16.11.", "Aftalt frist"),
        "Første tid er tilbudt efter § 140": ("ons. 18.11.", "Lovkrav"),
        "Tilbuddet er begyndt": ("ons. 25.11.", "Mål"),
    }
    assert {name: (clock.due, clock.strength) for name, clock in programme.clocks.items()} == {
        "Kontakt til borgeren": ("tirs. 17.11.", "Mål"),
        "Tilbuddet er begyndt": ("tors. 26.11.", "Mål"),
    }
    assert len(town.cases()) == 1


def _one_schedule(town: Town, case: str) -> None:
    """One booking counts for both referrals; the stop-smoking counts for the programme's."""
    page = town.tove.sees_the_case(case)
    planned = {
        words(item.select_one("a")): words(item.select_one(".muted"))
        for item in page.select("#plan .case-plan")
    }
    assert "Tæller for GOP" in planned["Rygskole 3"]
    assert "XREF15" in planned["Rygskole 3"]
    assert "Tæller for XREF15" in planned["Rygestop vinter"]
    assert "GOP" not in planned["Rygestop vinter"]
    assert card(page, "GOP").clocks["Første tid er tilbudt efter § 140"].text == "Overholdt"


def _return_to_work(town: Town, case: str) -> None:
    """The jobkonsulent writes the plan knowing only a name; a consent opens what it says."""
    page = town.tove.sees_the_case(case)
    assert "Sygemeldt i 11 uger" in words(page.select_one("#arbejde .alert"))
    assert "Kræver samtykke" in everything(town.jonas.list())
    before = town.jonas.writes_the_plan(
        CITIZEN, "Tilbage i hjemmeplejen.", "Uge 49: to dage uden løft.", "27-11-2026"
    )
    assert "Der er intet samtykke" in everything(before)
    assert "Fuldt sygemeldt" not in everything(before)
    assert not before.select("#arbejde, #kontaktperson")
    assert not town.tove.sees_the_case(case).select("#arbejde .alert")

    scopes = ("work_status", "contact_person", "schedule")
    town.tove.records_consent(case, "Plan for tilbagevenden til hjemmeplejen.", scopes)
    after = town.jonas.reads(CITIZEN)
    assert "Fuldt sygemeldt fra 24.08.2026" in words(after.select_one("#arbejde"))
    assert "Tove Trén" in words(after.select_one("#kontaktperson"))
    assert len(after.select("#tider li")) == 5
    town.jonas.calls_the_workplace(
        CITIZEN,
        workplace="Hjemmeplejen Prøveby",
        person="Lis Prøveleder",
        resume_on="30-11-2026",
        conditions="To dage om ugen, uden forflytninger.",
    )
    for text in (everything(before), everything(town.jonas.reads(CITIZEN))):
        assert not [word for word in NEVER_TOLD if word in text]
    town.jonas.is_refused(case, 403)


def _still_open(town: Town, case: str) -> None:
    page = town.tove.sees_the_case(case)
    assert "Sagen er afsluttet" not in everything(page)
    assert "Afsluttet" in card(page, "GOP").tags
    assert "Accepteret" in card(page, "XREF15").tags
