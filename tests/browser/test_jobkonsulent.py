"""The jobkonsulent: plans the return to work, and sees what a consent opens and no more."""

from datetime import timedelta

from playwright.sync_api import expect

from rehab.domain.access import Role
from rehab.domain.employment import WorkStatus
from rehab.models import Consent, WorkStatusRow

# What the case holds and no consent here opens: diagnosis, history, CPR, the therapist.
CLOSED = ("L84", "Rygsyndrom", "Ondt i ryggen", "010170", "Lægehuset", "Test Terapeut")


def a_sick_leave(house, make, name):
    """A case of somebody on sick leave for seven weeks, whom help is asked for."""
    tove = make.user(Role.TERAPEUT)
    today = house.now.date()
    case = make.case(
        citizen=make.citizen(given_name=name, surname="Prøvesen"),
        contact_person=tove,
        employment_effort=True,
    )
    make.save(
        WorkStatusRow(
            case_id=case.id,
            status=WorkStatus.FULL_SICK_LEAVE,
            from_on=today - timedelta(days=50),
            sick_since=today - timedelta(days=50),
            recorded_by=tove.id,
            recorded_at=house.now,
        )
    )
    return case


def test_without_consent_she_plans_and_sees_nothing_of_the_case(house, logged_in):
    with house.open() as make:
        a_sick_leave(house, make, "Ella")
    jonas = logged_in(Role.JOBKONSULENT)
    assert jonas.heading() == "Beskæftigelse"
    assert "Kræver samtykke" in jonas.reads()
    assert "7 uger" not in jonas.reads()
    jonas.press("Ella Prøvesen")
    assert "Der er intet samtykke, der gælder i dag." in jonas.section("Det må du se").inner_text()
    assert not [word for word in CLOSED if word in jonas.page.content()]
    expect(jonas.section("Arbejde og sygefravær")).to_have_count(0)
    jonas.press("Skriv plan")
    jonas.fill("Mål", "Tilbage i samme job med ændrede opgaver.")
    jonas.fill("Trin", "Uge 49: 3 dage à 3 timer\nUge 51: fuld tid")
    jonas.fill("Næste opfølgning", "07-12-2026")
    jonas.press("Gem planen")
    plan = jonas.section("Plan for tilbagevenden")
    assert plan.locator("ol li").all_inner_texts() == [
        "Uge 49: 3 dage à 3 timer",
        "Uge 51: fuld tid",
    ]
    jonas.press("Registrér kontakt til arbejdsplads")
    jonas.fill("Arbejdsplads", "Prøvelageret").fill("Hvem talte du med?", "Mester Prøve")
    jonas.fill("Dato for kontakten", "20-11-2026").fill("Vilkår", "Ingen løft over 10 kg.")
    jonas.press("Gem kontakten")
    assert "Ingen løft over 10 kg." in jonas.section("Arbejdsplads").inner_text()


def test_with_consent_he_sees_what_it_opens(house, logged_in):
    with house.open() as make:
        case = a_sick_leave(house, make, "Ella")
        make.save(
            Consent(
                case_id=case.id,
                form="skriftlig",
                recipient="beskaeftigelse",
                scopes=["work_status"],
                purpose="Plan for tilbagevenden",
                given_on=house.now.date(),
                expires_on=house.now.date() + timedelta(days=300),
                recorded_by=case.id,
                recorded_at=house.now,
            )
        )
    jonas = logged_in(Role.JOBKONSULENT)
    assert "7 uger" in jonas.reads()
    jonas.press("Ella Prøvesen")
    assert "Sygemeldt i 7 uger" in jonas.reads()
    assert "04.10.2026" in jonas.section("Arbejde og sygefravær").inner_text()
    told = jonas.section("Det må du se").inner_text()
    assert "Til og med 19.09.2027 må du se arbejdsstatus og sygefravær." in told
    assert "Ikke omfattet: kontaktperson" in told
    assert not [word for word in CLOSED if word in jonas.page.content()]
    expect(jonas.section("Kontaktperson")).to_have_count(0)


def test_a_case_s_own_page_is_closed_to_him_even_with_a_consent(house, logged_in):
    with house.open() as make:
        address = f"/sager/{a_sick_leave(house, make, 'Ella').id}"
    jonas = logged_in(Role.JOBKONSULENT).go(address)
    assert not [word for word in CLOSED if word in jonas.page.content()]
    assert "Prøvesen" not in jonas.page.content()
