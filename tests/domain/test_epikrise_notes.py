import pytest

from rehab.domain.epikrise_notes import MarkedNotes, marked_notes


def test_only_what_was_marked_is_taken():
    notes = ["Ringet, intet svar.", "Samtale.\r\n\r\nOplevelse: Sover bedre.\r\nOg går mere."]
    assert marked_notes(notes) == MarkedNotes(experience=("Sover bedre.\nOg går mere.",))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Instruktion: Øvelser.", id="instruktion"),
        pytest.param("INFORMATION: Øvelser.", id="capitals"),
        pytest.param("Information/instruktion : Øvelser.", id="both-words"),
    ],
)
def test_the_words_that_mark_an_instruction(text):
    assert marked_notes([text]).information == ("Øvelser.",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Instruktion:", id="nothing-after"),
        pytest.param("Borgeren fik instruktion: øvelser.", id="inside-a-sentence"),
        pytest.param("Oplevelse", id="no-colon"),
    ],
)
def test_what_is_not_marked_stays_in_the_note(text):
    assert marked_notes([text]) == MarkedNotes()


def test_notes_stand_in_the_order_they_were_written():
    assert marked_notes(["Instruktion: Først.", "Instruktion: Så."]).information == (
        "Først.",
        "Så.",
    )
