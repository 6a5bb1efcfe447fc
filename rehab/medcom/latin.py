"""Make words fit to be sent in a message written in ISO-8859-1.

Receivers turn XML into EDIFACT and back on the way, EDIFACT knows Latin-1 alone (MEDCOM 7), and
a character reference breaks that conversion. The signs of good typography are written with plain
ones and letters of other languages with the nearest of ours. What is left has no likeness: a
person is told of it before a typed text is sent, and anywhere else it becomes a question mark.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from rehab.domain.errors import DomainError

SUBSTITUTES: Final = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u2032": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2033": '"',
        "\u2026": "...",
        "\u2022": "-",
        "\u2023": "-",
        "\u25aa": "-",
        "\u25cf": "-",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2192": "->",
        "\u2190": "<-",
        "\u20ac": "EUR",
        "\u2122": "(TM)",
        "\u202f": " ",
        "\u2009": " ",
        "\u200a": " ",
        "\u2007": " ",
        "\u00a0": " ",
        "\t": " ",
        "\u0085": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u2044": "/",
        "\u2248": "ca. ",
        "\u2030": " promille",
        "\u0141": "L",
        "\u0142": "l",
        "\u0110": "D",
        "\u0111": "d",
        "\u0126": "H",
        "\u0127": "h",
        "\u0131": "i",
        "\u0152": "Oe",
        "\u0153": "oe",
        "\u1e9e": "SS",
        "\u03b1": "alfa",
        "\u03b2": "beta",
        "\u03b3": "gamma",
        "\u03bc": "\u00b5",
    }
)
LAST_SIGN: Final = "\u00ff"
UNKNOWN: Final = "?"
# A raised or lowered digit written as a plain one is another number: ten to the fifth is not 105.
RAISED: Final = ("<super>", "<sub>")
MOST_NAMED: Final = 5
# Control characters, halves of characters, and marks that are not seen.
UNSEEN: Final = frozenset({"Cc", "Cs", "Cf", "Cn", "Co"})
CUT_MARK: Final = "*"
SPACES: Final = re.compile(r" +")


class UnsendableSignsError(DomainError):
    """Refuse a typed text with signs that no message can carry."""


def refuse_unsendable_signs(*texts: str) -> None:
    """Refuse texts that would not arrive as they were typed, naming the signs (MEDCOM 7).

    Raises `UnsendableSignsError`.
    """
    seen = unicodedata.normalize("NFC", "".join(texts).translate(SUBSTITUTES))
    found = tuple(dict.fromkeys(sign for sign in seen if _is_lost(sign)))
    if found:
        named = ", ".join(found[:MOST_NAMED])
        what = "Tegnet" if len(found) == 1 else "Tegnene"
        raise UnsendableSignsError(
            f"{what} {named} kan ikke sendes i et brev. Slet det, eller skriv det med ord."
        )


def sendable_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text without what a message cannot carry.

    Runs of spaces become one, as the receiver's reading of the file would make them; empty
    lines at the ends go, those between stay.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(SUBSTITUTES)
    seen = "".join(
        sign for sign in unified if sign == "\n" or unicodedata.category(sign) not in UNSEEN
    )
    composed = unicodedata.normalize("NFC", seen)
    lines = "".join(_in_latin_1(sign) for sign in composed).split("\n")
    return tuple(
        "\n".join(SPACES.sub(" ", line).strip(" ") for line in lines).strip("\n").split("\n")
    )


def sendable_line(text: str | None) -> str | None:
    """Return a text as one sendable line, or None when nothing is left of it."""
    if text is None:
        return None
    return " ".join(line for line in sendable_lines(text) if line) or None


def shortened(text: str | None, limit: int) -> str | None:
    """Return one sendable line of at most `limit` characters.

    What is too long is cut between two words where that keeps more than half, and ends in the
    star that hospital systems also use to show that a name goes on.
    """
    line = sendable_line(text)
    if line is None or len(line) <= limit:
        return line
    room = line[: limit - 1]
    whole_words = room.rpartition(" ")[0] if line[limit - 1] != " " else room
    kept = whole_words if len(whole_words) > limit // 2 else room
    return kept.rstrip(" ") + CUT_MARK


def _is_lost(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN and _in_latin_1(sign) == UNKNOWN != sign


@cache
def _in_latin_1(sign: str) -> str:
    """Return a sign as Latin-1 can write it, a loose accent as nothing, or a question mark."""
    if sign <= LAST_SIGN:
        return sign
    if unicodedata.category(sign).startswith("M"):
        return ""
    if unicodedata.decomposition(sign).startswith(RAISED):
        return UNKNOWN
    parts = unicodedata.normalize("NFKD", sign)
    if sign.isalpha():
        parts = "".join(part for part in parts if not unicodedata.combining(part))
    written = unicodedata.normalize("NFC", parts.translate(SUBSTITUTES))
    return written if all(part <= LAST_SIGN for part in written) else UNKNOWN
