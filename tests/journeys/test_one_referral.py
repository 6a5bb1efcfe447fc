"""Cases 1, 5 and 6 of Bilag 5: one referral, from the letterbox to the signed epikrise."""

from tests.journeys.courses import follows_a_course
from tests.journeys.pages import card, cards, everything, words
from tests.journeys.papers import check_papers
from tests.support.shared import needs_shared

pytestmark = needs_shared

PROGRAMME = "sundhedsloven § 119"


def test_case_1_a_pensioner_from_her_own_doctor(town):
    town.calendar.turns_to("03-11-2026", "10:30")
    town.receives_case(1)
    read = town.vivi.reads("Karen Margrethe Testperson")
    assert "Alment praktiserende læge må henvise" in read.checklist
    assert "Arbejdsevnen er ikke truet" in read.checklist

    case = town.vivi.accepts(
        "Karen Margrethe Testperson",
        "recurrence",
        "Ny episode med nedsat funktion i hverdagen.",
    )
    town.karen.assigns(case, town.tove)
    (referral,) = cards(town.tove.sees_the_case(case))
    assert referral.tags == ("Accepteret", PROGRAMME)
    assert {name: (clock.due, clock.strength) for name, clock in referral.clocks.items()} == {
        "Kontakt til borgeren": ("søn. 08.11.", "Mål"),
        "Tilbuddet er begyndt": ("tirs. 17.11.", "Mål"),
    }

    town.calendar.turns_to("05-11-2026", "09:00")
    town.tove.records_contact(
        case, "Kontakt opnået", "Knæene skal skånes. Behovet for hjemmehjælp er vurderet."
    )
    town.tove.records_work(case, "pensionist")
    town.karen.plans(
        "individuel_traening", "Individuel træning 7", "10-11-2026", town.tove, form="individual"
    )
    town.tove.books(case, "Individuel træning 7")
    follows_a_course(
        town, case, "Testperson", "Individuel træning 7", "10-11-2026", "17-11-2026", "24-11-2026"
    )
    page = town.tove.sees_the_case(case)
    assert {clock.text for clock in cards(page)[0].clocks.values()} == {"Overholdt"}
    assert "plan for beskæftigelsesindsats" not in everything(page)
    assert "Testperson" not in everything(town.jonas.list())

    closing = town.tove.signs(case, "XREF15")

    check_papers(closing, "1704549942")
    assert closing.message().receiver.gln == "5790000999026"
    assert closing.message().referral_letter_id == "TLV261103H0001"
    assert [row.split(" henviser")[0] for row in closing.sent_to] == ["Lægehuset Testvej"]
    assert "deltog 3 af 3 gange" in closing.text()
    assert "Sagen er afsluttet 24.11.2026." in everything(town.tove.sees_the_case(case))


def test_case_5_a_man_on_sick_leave_with_other_diseases(town):
    town.calendar.turns_to("17-11-2026")
    town.receives_case(5)
    read = town.vivi.reads("Ole Prøvemand")
    assert "Hospitalsafdeling må henvise" in read.checklist
    assert "Det er gyldigt, men kan være tastet forkert" in read.checklist
    assert "Arbejdsevnen er truet" in read.checklist
    assert read.message["Svar også til"] == "Lægehuset Testvej"

    case = town.vivi.accepts("Ole Prøvemand", "in_target_group", "Rodpåvirkning, sygemeldt.")
    town.karen.assigns(case, town.tove)
    assert len(cards(town.tove.sees_the_case(case))) == 1
    assert town.karen.offers()["Kostvejledning"] == "Ikke valgt."

    town.calendar.turns_to("19-11-2026", "09:00")
    town.tove.records_contact(
        case,
        "Kontakt opnået",
        "Ønsker hjælp til vægttab. Kostvejledning udbydes ikke i kommunen; det er sagt.",
    )
    town.tove.records_work(case, "fuldt_sygemeldt", from_on="21-08-2026", sick_since="21-08-2026")
    page = town.tove.sees_the_case(case)
    assert "Kostvejledning udbydes ikke i kommunen" in words(page.select_one("#haendelser"))
    assert words(page.select_one("#arbejde .alert")) == (
        "Sygemeldt i 12 uger: plan for beskæftigelsesindsats mangler."
    )
    town.karen.plans(
        "individuel_traening", "Individuel træning 8", "24-11-2026", town.tove, form="individual"
    )
    town.tove.books(case, "Individuel træning 8")
    town.tove.records_consent(
        case, "Plan for tilbagevenden til lageret.", ("work_status", "contact_person")
    )
    town.jonas.writes_the_plan(
        "Ole Prøvemand", "Tilbage på lageret.", "Uge 50: tre timer om dagen.", "10-12-2026"
    )
    page = town.jonas.calls_the_workplace(
        "Ole Prøvemand",
        workplace="Testlager ApS",
        person="Per Prøvechef",
        resume_on="07-12-2026",
        conditions="Uden tunge løft.",
    )
    assert "Testlager ApS" in words(page.select_one("#arbejdsplads"))
    assert not town.tove.sees_the_case(case).select("#arbejde .alert")

    follows_a_course(
        town, case, "Prøvemand", "Individuel træning 8", "24-11-2026", "01-12-2026", "08-12-2026"
    )
    town.tove.records_work(case, "delvist_sygemeldt", sick_since="21-08-2026")
    closing = town.tove.signs(case, "XREF15")

    check_papers(closing, "0101649995")
    assert closing.message().receiver.gln == "5790000999033"
    assert closing.copied_to() == ("099999", "ydernummer")
    assert [row.code for row in closing.message().diagnoses] == ["DM511", "DE119", "DE669"]
    assert "fuldt sygemeldt ved start, delvist sygemeldt ved slut" in closing.text()
    assert len(closing.sent_to) == 2


def test_case_6_a_pensioner_from_a_practising_specialist(town):
    town.calendar.turns_to("19-11-2026", "13:00")
    town.receives_case(6)
    read = town.vivi.reads("Grethe Eksempelsen")
    assert "Praktiserende speciallæge må henvise" in read.checklist
    assert "praktiserende speciallæge" in read.message["Afsender"]

    case = town.vivi.accepts(
        "Grethe Eksempelsen", "recurrence", "Ny episode; den gamle faldt til ro."
    )
    town.karen.assigns(case, town.tove)
    referral = card(town.tove.sees_the_case(case), "XREF15")
    assert {name: clock.due for name, clock in referral.clocks.items()} == {
        "Kontakt til borgeren": "tirs. 24.11.",
        "Tilbuddet er begyndt": "tors. 03.12.",
    }

    town.calendar.turns_to("23-11-2026", "09:00")
    town.tove.records_contact(case, "Kontakt opnået", "Materiale sendes med stor skrift.")
    town.tove.records_work(case, "pensionist")
    town.karen.plans("hold_ikke_opererede", "Rygskole tirsdag", "01-12-2026", town.tove)
    town.tove.books(case, "Rygskole tirsdag")
    follows_a_course(
        town, case, "Eksempelsen", "Rygskole tirsdag", "01-12-2026", "08-12-2026", "15-12-2026"
    )
    assert "Eksempelsen" not in everything(town.jonas.list())
    closing = town.tove.signs(case, "XREF15")

    check_papers(closing, "3008579998")
    assert closing.message().receiver.gln == "5790000999040"
    assert closing.message().receiver.organisation == "Reumatologisk Klinik Testtorvet"
    assert closing.copied_to() == ("099996", "ydernummer")
    assert len(closing.sent_to) == 2
