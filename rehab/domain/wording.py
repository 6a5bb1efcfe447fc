"""Tell a text that says something from one that only looks as if it does."""

import unicodedata
from typing import Final

from rehab.domain.errors import DomainError

_LETTER_OR_NUMBER: Final = frozenset({"L", "N"})


class NoWordsError(DomainError):
    """A name or a place that says nothing was to be saved."""


def has_words(text: str) -> bool:
    """Tell whether a text says anything: it holds a letter or a digit of some script.

    White space is not the only thing that cannot be seen: a zero-width space or a soft hyphen
    alone would else pass for an answer to what the programme asks for (4.6), and be sent.
    """
    return any(unicodedata.category(sign)[0] in _LETTER_OR_NUMBER for sign in text)


def require_words(text: str, sentence: str) -> str:
    """Return a text without the space around it, or refuse one that says nothing.

    The sentence says what to write; it is raised as NoWordsError.
    """
    if not has_words(text):
        raise NoWordsError(sentence)
    return text.strip()
