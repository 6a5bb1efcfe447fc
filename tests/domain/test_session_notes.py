import pytest

from rehab.domain.session_notes import (
    NamedParticipant,
    NamesInNoteError,
    SessionNoteError,
    check_note,
    names_in,
)

OWN = NamedParticipant("Anna", "Prøvesen")
OTHERS = (
    NamedParticipant("Bo", "Testborger"),
    NamedParticipant("Søren-Peter", "Prøvesen"),
    NamedParticipant("Åse", "Attrapp"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Anna Prøvesen trænede godt.", (), id="the citizen's own names"),
        pytest.param("Snakkede med TESTBORGER.", ("TESTBORGER",), id="in capitals"),
        pytest.param("Lånte Åses måtte.", ("Åses",), id="in the genitive"),
        pytest.param("Gik med Peter hjem.", ("Peter",), id="half of a double name"),
        pytest.param("Åse og Attrapp, Åse igen", ("Åse", "Attrapp"), id="each once"),
        pytest.param("Testborgerne er glade.", (), id="part of another word"),
        pytest.param("Bo er sød.", (), id="too short to be told from a word"),
        pytest.param("A\u030ase kom.", ("Åse",), id="composed of two signs"),
    ],
)
def test_the_names_of_others_are_found(text, found):
    assert names_in(text, OTHERS, OWN) == found


def test_the_warning_names_them_and_says_what_to_write():
    assert "Åse og Attrapp" in str(NamesInNoteError(("Åse", "Attrapp")))


@pytest.mark.parametrize("text", ["", "  \n", "…", "x" * 4_001])
def test_what_is_no_note(text):
    with pytest.raises(SessionNoteError):
        check_note(text)
