"""From a case nobody holds to everything handed over, without a mouse."""

from rehab.domain.access import Role


def test_a_case_is_given_answered_and_handed_over_by_keyboard_alone(house, logged_in):
    house.employ(Role.TERAPEUT)
    with house.open() as make:
        make.case(citizen=make.citizen(given_name="Ella", surname="Prøvesen"))
    karen = logged_in(Role.KOORDINATOR)
    karen.tab_to(karen.page.get_by_role("button", name="Tildel Tove Terapeut til Ella Prøvesen"))
    karen.strike("Enter")
    tove = logged_in(Role.TERAPEUT)
    assert "Afventer dit svar" in tove.reads()
    tove.tab_to(tove.page.get_by_role("button", name="Ja, jeg tager sagen"))
    tove.strike("Enter")
    assert tove.told() == "Du er nu borgerens kontaktperson."
    karen.go("/overdragelser")
    karen.page.keyboard.press("Tab")
    karen.tab_to(karen.page.get_by_role("link", name="Tove Terapeut"))
    karen.strike("Enter")
    assert karen.heading() == "Hvem overtager fra Tove Terapeut?"
    karen.tab_to(karen.page.get_by_label("Karen Koordinator"))
    karen.page.keyboard.press("Space")
    karen.tab_to(karen.page.get_by_role("button", name="Se, hvad der overdrages"))
    karen.strike("Enter")
    assert karen.heading() == "Overdrag fra Tove Terapeut"
    assert "Ella Prøvesen" in karen.section("Åbne sager").inner_text()
    karen.tab_to(karen.page.get_by_role("button", name="Overdrag", exact=True))
    karen.strike("Enter")
    assert "overdraget" in karen.section("Sager").inner_text()
    karen.tab_to(karen.page.get_by_role("button", name="Fortryd overdragelsen"))
    karen.strike("Enter")
    assert "gået tilbage" in karen.section("Sager").inner_text()
