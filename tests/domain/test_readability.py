"""How heavy a text is to read."""

import pytest

from rehab.domain.readability import is_light, lix


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("– …", 0, id="no words"),
        pytest.param("Du kan komme nu.", 4, id="four short words, one sentence"),
        pytest.param("Du kan komme. Vi er her.", 3, id="two sentences of three"),
        pytest.param("Genoptræning hjælper.", 102, id="two words, both long"),
        pytest.param("Kom den 9. november kl. 10.00", 23, id="a date ends no sentence"),
        pytest.param("Tag med:\n- sko\n- tøj", 1, id="bullets end sentences"),
        pytest.param("Ring\n\nSkriv", 1, id="so does an empty line"),
    ],
)
def test_words_a_sentence_plus_long_words_in_a_hundred(text, measure):
    assert lix(text) == measure


def test_a_sentence_of_the_law_is_too_heavy_for_a_letter():
    law = (
        "Kommunalbestyrelsen tilbyder vederlagsfri genoptræning til personer, der efter "
        "udskrivning fra sygehus har et lægefagligt begrundet behov for genoptræning."
    )
    assert not is_light(law)
    assert is_light("Du kan komme til os og træne. Det er gratis. Ring, hvis du vil vide mere.")
