"""Tell whether the name a referral came with can be that of the citizen its number points to.

A number that is typed wrong is often somebody else's. The number alone would then put one person's
illness in another's case, so the names are compared and a person confirms (CPR-kontorets regler).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_CUT_MARK: Final = "*"


@dataclass(frozen=True, slots=True)
class NamesOfOneNumber:
    """Hold the name as it was received beside the one the citizen is known by."""

    received: str
    given_name: str
    surname: str

    @property
    def known(self) -> str:
        """Return the name the citizen is known by."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def differ(self) -> bool:
        """Tell whether no word of the surname was received, or not one of the given names.

        A sender draws the line between given name and surname where it likes and cuts a long name
        off with a star, so the words are looked for in the whole name. What is not said by the one
        or the other differs from nothing; one word alone is taken for a surname.
        """
        received = _words(self.received)
        if not received:
            return False
        if not _any_among(_words(self.surname), received):
            return True
        rest = [word for word in received if not _any_among(_words(self.surname), [word])]
        return bool(rest) and not _any_among(_words(self.given_name), received)


def _any_among(words: list[str], received: list[str]) -> bool:
    return not words or any(_same(word, other) for word in words for other in received)


def _same(one: str, other: str) -> bool:
    """Compare two words; a cut word, or an initial, stands for all that it begins."""
    if one == other:
        return True
    shorter, longer = sorted((one.rstrip(_CUT_MARK), other.rstrip(_CUT_MARK)), key=len)
    cut = one.endswith(_CUT_MARK) or other.endswith(_CUT_MARK) or len(shorter) == 1
    return cut and longer.startswith(shorter)


def _words(name: str) -> list[str]:
    """Return the words of a name, case-folded; the last before a star keeps its mark."""
    found = []
    for part in unicodedata.normalize("NFC", name).casefold().split():
        words = [word for word in _BETWEEN_WORDS.split(part) if word]
        if words and part.endswith(_CUT_MARK):
            words[-1] += _CUT_MARK
        found += words
    return found
