"""Measure how heavy a Danish text is to read, so that letters to citizens stay light.

LIX (C. H. Björnsson, 1968) is the words a sentence has on average plus the percentage of words of
more than six letters. Under 25 is like a book for children, over 55 is like a law.
"""

import re
from typing import Final

LETTER_LIMIT: Final = 35
_LONG_WORD: Final = 7
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.,:][^\W_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?:](?=\s+[^\sa-zæøå0-9]|\s*$)|\n\s*\n|\n\s*[-–•*]\s")


def lix(text: str) -> int:
    """Return the LIX of a text, to the nearest whole number; nothing written is 0.

    A sentence ends at a full stop or a colon before a capital, an empty line or a bullet; in
    »den 9. november kl. 10.00« none does.
    """
    words = _WORD.findall(text)
    if not words:
        return 0
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    long_words = [word for word in words if sum(map(str.isalpha, word)) >= _LONG_WORD]
    return round(len(words) / len(sentences) + 100 * len(long_words) / len(words))


def is_light(text: str) -> bool:
    """Tell whether a text is light enough for a letter to a citizen."""
    return lix(text) <= LETTER_LIMIT
