"""The work of every role from the log-in to the end without a mouse."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from rehab.domain.access import Role
from rehab.services.contact_persons import assign_contact_person
from rehab.web.request_context import context_for
from tests.browser.house import PASSWORD, House
from tests.browser.keyboard import Keyboard
from tests.support.course_factories import make_booking, make_course
from tests.support.messages import xref15

ACCEPT = "Acceptér: I målgruppen og har behov for en mere intensiv indsats"


@pytest.fixture
def keyboard(house, person):
    """The hands of the person of a role, logged in."""

    def of(role: Role) -> Keyboard:
        return Keyboard(person()).log_in(house.employ(role), PASSWORD)

    return of


def test_a_visitator_reads_a_referral_and_accepts_it(house, keyboard):
    house.receive(xref15(authorised=("2026-11-20", "09:38")))
    vivi = keyboard(Role.VISITATOR)
    vivi.strike("j").enter()
    assert "Lændesmerter gennem seks uger" in vivi.person.section("Meddelelsen").inner_text()
    vivi.pick(vivi.page.get_by_label(ACCEPT))
    vivi.write("Med dine egne ord", "Seks ugers smerter uden udstråling.")
    vivi.follow("Gem afgørelsen")
    assert vivi.person.heading().startswith("Sag 2026-")
    expect(vivi.page.get_by_text("Ingen kontaktperson endnu")).to_be_visible()


def test_a_koordinator_gives_a_case_away_and_writes_what_the_team_decides(house, keyboard):
    house.employ(Role.TERAPEUT)
    with house.open() as make:
        make.case(citizen=make.citizen(given_name="Ella", surname="Prøvesen"))
    karen = keyboard(Role.KOORDINATOR)
    karen.follow("Tildel Tove Terapeut til Ella Prøvesen")
    assert karen.person.told() == "Tove Terapeut er sat på som kontaktperson."
    karen.strike("j").enter()
    karen.unfold("Mere", ".actions").follow("Tag op på teammøde")
    karen.write("Hvad skal teamet tage stilling til?", "Hold eller tider alene?")
    karen.follow("Sæt på dagsordenen")
    karen.follow("Teammøde").follow("Begynd mødet")
    karen.write("Beslutning", "Hold 2, og Tove ringer.")
    karen.follow("Gem, og tag den næste")
    expect(karen.person.section("Besluttet")).to_contain_text("Hold 2, og Tove ringer.")


def test_a_kontaktperson_says_yes_calls_books_and_writes(house, keyboard):
    a_case_to_answer(house)
    tove = keyboard(Role.TERAPEUT)
    tove.follow("Ja, jeg tager sagen 2026-90001")
    assert tove.person.told() == "Du er nu borgerens kontaktperson."
    tove.follow("Mine sager").strike("j").enter()
    tove.follow("Registrér kontakt")
    tove.write("En sætning til journalen", "Kan alle dage.")
    tove.pick(tove.page.get_by_label("Telefon", exact=True)).follow("Kontakt opnået")
    assert tove.person.told().startswith("Kontakten er gemt.")
    tove.follow("Book").pick(tove.page.get_by_label("Rygskole, hold 2", exact=True))
    tove.follow("Book pladsen")
    assert "Rygskole, hold 2" in tove.person.section("Plan").inner_text()
    tove.follow("Skriv notat").write("Notat", "Glæder sig til at komme i gang.")
    tove.follow("Gem notatet")
    assert tove.person.told() == "Notatet er gemt."
    happened = tove.person.section("Hændelser")
    expect(happened).to_contain_text("Glæder sig til at komme i gang.")


def test_a_terapeut_ticks_a_hold_of_twelve(house, keyboard):
    login = house.employ(Role.TERAPEUT)
    with house.open() as make:
        tove = make.user(Role.TERAPEUT, login=login)
        course = make_course(make, therapist=tove, first=house.now - timedelta(minutes=10))
        for number in range(1, 13):
            citizen = make.citizen(given_name=f"Deltager{number:02}", surname="Prøvesen")
            make_booking(make, make.case(citizen=citizen), course)
    tove = keyboard(Role.TERAPEUT).follow("Fremmøde").follow("Rygskole, hold 1")
    rows = tove.page.locator("[data-roll] fieldset")
    for number in range(12):
        came = "Udeblevet" if number == 4 else "Mødt"
        tove.pick(rows.nth(number).get_by_label(came, exact=True))
    expect(tove.page.locator(".roll-head__count")).to_have_text("12 af 12 registreret")
    expect(tove.page.locator("[data-roll-saved]")).to_have_text("Gemt")
    tove.page.reload()
    expect(rows.nth(4).get_by_label("Udeblevet")).to_be_checked()
    expect(rows.nth(11).get_by_label("Mødt")).to_be_checked()


def test_a_jobkonsulent_opens_a_citizen_and_plans_the_way_back(house, keyboard):
    with house.open() as make:
        citizen = make.citizen(given_name="Ella", surname="Prøvesen")
        make.case(citizen=citizen, employment_effort=True)
    jonas = keyboard(Role.JOBKONSULENT).strike("j").enter()
    jonas.follow("Skriv plan")
    jonas.write("Mål", "Tilbage i samme job.").write("Trin", "Uge 49: 3 dage à 3 timer")
    jonas.write("Næste opfølgning", "07-12-2026").follow("Gem planen")
    steps = jonas.person.section("Plan for tilbagevenden").locator("ol li")
    expect(steps).to_have_text(["Uge 49: 3 dage à 3 timer"])


def test_a_leader_opens_a_number_and_sees_what_a_rule_would_change(house, keyboard):
    with house.open() as make:
        for days in (3, 10):
            received = house.now.date() - timedelta(days=days)
            make.referral(case=make.case(referrals=0), received_on=received)
    lene = keyboard(Role.LEDER)
    missed = lene.page.get_by_role("table", name="Overholdte frister").get_by_role(
        "row", name="Kontakt til borgeren"
    )
    lene.to(missed.get_by_role("link").last).enter()
    late = lene.person.section("Kontakt til borgeren inden 5 dage: ikke overholdt")
    expect(late).to_contain_text("1 i alt")
    lene.unfold("Mere", "nav").follow("Frister")
    lene.to(lene.page.get_by_role("main").get_by_role("link").first).enter()
    lene.write("Dage", "12").write("Gælder henvisninger modtaget fra", "01-11-2026")
    lene.follow("Vis, hvad der sker")
    told = lene.page.get_by_text("Det sker der, hvis du gemmer")
    expect(told).to_be_visible()


def test_an_administrator_lets_somebody_in(keyboard):
    adam = keyboard(Role.ADMINISTRATOR).follow("Brugere").follow("Opret bruger")
    adam.write("Navn", "Tilde Terapeut")
    adam.pick(adam.page.get_by_label("terapeut", exact=True))
    adam.write("Brugernavn", "tilde").write("Første adgangskode", "nok en lang adgangskode")
    adam.follow("Opret bruger")
    expect(adam.page.get_by_role("table")).to_contain_text("Tilde Terapeut")
    adam.follow("Automatiske job")
    expect(adam.page.get_by_role("heading", level=1)).to_have_text("Automatiske job")


def a_case_to_answer(house: House) -> None:
    """A case Tove was given and has not answered to, and a hold with seats."""
    login = house.employ(Role.TERAPEUT)
    karen = house.employ(Role.KOORDINATOR)
    with house.open() as make:
        tove = make.user(Role.TERAPEUT, login=login)
        make_course(make, therapist=tove, title="Rygskole, hold 2")
        citizen = make.citizen(given_name="Ella", surname="Prøvesen")
        case = make.case(citizen=citizen, number="2026-90001")
        ctx = context_for(house.app, make.user(Role.KOORDINATOR, login=karen).actor())
        with ctx.transaction():
            assign_contact_person(ctx, case, tove)
