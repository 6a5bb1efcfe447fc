"""Tell a text that says something from one that only looks as if it does."""

import unicodedata
from typing import Final

_LETTER_OR_NUMBER: Final = frozenset({"L", "N"})


def has_words(text: str) -> bool:
    """Tell whether a text says anything: it holds a letter or a digit of some script.

    White space is not the only thing that cannot be seen: a zero-width space or a soft hyphen
    alone would else pass for an answer to what the programme asks for (4.6), and be sent.
    """
    return any(unicodedata.category(sign)[0] in _LETTER_OR_NUMBER for sign in text)
