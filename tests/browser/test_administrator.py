"""The administrator: lets people in."""

from rehab.domain.access import Role


def test_a_new_user_is_created_and_can_log_in(house, logged_in, person):
    adam = logged_in(Role.ADMINISTRATOR)
    adam.press("Brugere").press("Opret bruger")
    adam.press("Opret bruger")
    assert adam.errors() == [
        "Skriv personens navn.",
        "Vælg mindst én rolle.",
        "Skriv et brugernavn.",
        "Skriv en adgangskode.",
    ]
    adam.fill("Navn", "Tilde Terapeut").fill("Brugernavn", "tilde")
    adam.fill("Første adgangskode", "nok en lang adgangskode")
    adam.choose("terapeut").press("Opret bruger")
    assert "Tilde Terapeut" in adam.reads()
    tilde = person().log_in("tilde", "nok en lang adgangskode")
    assert tilde.heading() == "Mine sager"
