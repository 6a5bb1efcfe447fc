"""The koordinator: nobody without a kontaktperson, and holds that are planned."""

from playwright.sync_api import expect

from rehab.domain.access import Role


def test_a_case_gets_its_kontaktperson_by_keyboard_alone(house, logged_in):
    house.employ(Role.TERAPEUT)
    with house.open() as make:
        make.case(citizen=make.citizen(given_name="Ella", surname="Prøvesen"))
        make.case(citizen=make.citizen(given_name="Bent", surname="Prøvesen"))
    karen = logged_in(Role.KOORDINATOR)
    assert karen.heading() == "Tavle"
    keyboard = karen.page.keyboard
    first, second = (card.locator(".cover") for card in karen.page.locator(".board__card").all())
    keyboard.press("j")
    expect(first).to_be_focused()
    keyboard.press("j")
    expect(second).to_be_focused()
    keyboard.press("k")
    expect(first).to_be_focused()
    name = first.inner_text()
    karen.tab_to(karen.page.get_by_role("button", name=f"Tildel Tove Terapeut til {name}"))
    karen.strike("Enter")
    assert karen.told() == "Tove Terapeut er sat på som kontaktperson."
    assigned = karen.page.get_by_role("region", name="Tildelt, ikke kontaktet")
    expect(assigned.get_by_text("Tove Terapeut")).to_have_count(1)
    expect(karen.page.get_by_role("button", name=name)).to_have_count(0)
    keyboard.press("/")
    expect(karen.page.get_by_role("searchbox")).to_be_focused()
    keyboard.type("Prøvesen")
    karen.strike("Enter")
    keyboard.press("j")
    keyboard.press("j")
    expect(karen.page.get_by_role("link", name="Ella Prøvesen")).to_be_focused()
    karen.strike("Enter")
    assert karen.heading().startswith("Sag 2026-")
    assert "Kontaktperson: Tove Terapeut" in karen.reads()


def test_a_hold_is_planned_with_its_dates_shown_first(house, logged_in):
    house.employ(Role.TERAPEUT)
    karen = logged_in(Role.KOORDINATOR).go("/forloeb/nyt")
    karen.page.get_by_label("Tilbud", exact=True).select_option(index=1)
    karen.choose("Hold").fill("Navn", "Rygskole, hold 4").fill("Lokale", "Sal 2")
    karen.fill("Pladser", "12")
    karen.page.get_by_label("Terapeut", exact=True).select_option("Tove Terapeut")
    karen.fill("Første gang", "10-12-2026").fill("Begynder kl.", "14.30")
    karen.fill("Varighed (minutter)", "60").fill("Antal gange", "4")
    karen.press("Vis datoerne")
    days = karen.section("Datoer").get_by_role("listitem").all_inner_texts()
    assert [day.split(". ", 1)[1] for day in days] == [
        "tors. 10.12.2026 kl. 14.30",
        "tors. 17.12.2026 kl. 14.30",
        "24.12.2026 lokal lukkedag, intet hold",
        "31.12.2026 lokal lukkedag, intet hold",
        "tors. 07.01.2027 kl. 14.30",
        "tors. 14.01.2027 kl. 14.30",
    ]
    karen.press("Opret forløbet")
    assert karen.heading() == "Rygskole, hold 4"
    assert "0 af 12 pladser" in karen.section("Deltagere").inner_text()
    expect(karen.section("Gange").get_by_role("row")).to_have_count(5)
