"""What counts as having written something."""

import pytest

from rehab.domain.wording import NoWordsError, has_words, require_words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("Ondt i ryggen.", True, id="words"),
        pytest.param("Ø", True, id="a Danish letter"),
        pytest.param("7", True, id="a digit"),
        pytest.param("½", True, id="a fraction"),
        pytest.param("疼", True, id="another script"),
        pytest.param("", False, id="nothing"),
        pytest.param(" \n\t\u00a0", False, id="white space"),
        pytest.param("\u200b", False, id="a zero-width space"),
        pytest.param("\u00ad\u2060\ufeff", False, id="other signs that are not seen"),
        pytest.param("-", False, id="a hyphen"),
        pytest.param("...", False, id="dots"),
    ],
)
def test_a_text_says_something_when_it_has_a_letter_or_a_digit(text, says):
    assert has_words(text) is says


def test_a_text_is_kept_without_the_space_around_it():
    assert require_words("  Sal 1\n", "Skriv, hvor det er.") == "Sal 1"


def test_a_text_that_says_nothing_is_refused_with_what_to_write():
    with pytest.raises(NoWordsError, match="Skriv, hvor det er"):
        require_words(" \u200b", "Skriv, hvor det er.")
