"""No message says what somebody is ill with: the list against offers, places and plain Danish."""

import pytest

from rehab.domain.health_words import health_words_in, without_health_words
from tests.support.programmes import laenderyg


@pytest.mark.parametrize(
    "text",
    [
        "Rygskole", "lænderyggen", "Genoptræning", "genoptræningsplan", "RYGTRÆNING", "smerter",
        "patient", "Sundhedscenter", "fysioterapeut", "ergoterapi", "lægen", "din henvisning",
        "behandling", "hospitalet", "Sygehusvej", "sygemeldt", "operation", "opererede", "prolaps",
        "rygestop", "diætist", "diagnose", "rehabilitering", "holdtræning", "mestring af smerter",
        "ryg-hold", "Gigtskolen", "psykolog", "kiropraktor", "MR-scanning", "forløbet", "visitator",
    ],
)  # fmt: skip
def test_a_word_about_health_is_found(text):
    assert health_words_in(f"Husk {text} i morgen") != ()


@pytest.mark.parametrize(
    "text",
    [
        "Din tid tirs. 24/11 kl. 10.00 er aflyst. Spørgsmål: ring 99999999.",
        "Du har fået en ny kontaktperson. Hilsen Testby Kommune",
        "Ledig plads til dig", "Tryghedshuset", "Bryggen 4", "Kolding Kommune", "Kollegievej 2",
        "Rådhuspladsen 1, mødelokale 3", "et rygte", "Svar senest onsdag", "Sal 1", "Anlægget",
    ],
)  # fmt: skip
def test_an_innocent_text_is_let_through(text):
    assert health_words_in(text) == ()


def test_every_offer_that_tells_something_is_recognised():
    silent = {offer.label for offer in laenderyg().offers if not health_words_in(offer.label)}
    assert silent == {
        "Enkeltstående tilbud",
        "Plan for den beskæftigelsesmæssige indsats",
        "Opfølgning",
    }


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Sundhedscenter Testby, Sal 1", "Testby, Sal 1"),
        ("Sal 1", "Sal 1"),
        ("Rygskolen", ""),
        ("Sygehusvej 1, indgang B", "indgang B"),
        ("Træningssal 2", ""),
        ("Medborgerhuset (genoptræning)", "Medborgerhuset"),
        ("Testby Hallen - Rygcentret", "Testby Hallen"),
        ("", ""),
    ],
)
def test_a_place_is_told_without_what_goes_on_there(place, told):
    assert without_health_words(place) == told
