"""Make words fit to be sent in a message written in ISO-8859-1.

Receivers turn XML into EDIFACT and back on the way, and many systems only know Latin-1. The
signs of good typography are written with plain ones; letters of other languages stay, since
XML can carry them as character references and a name is not ours to respell.
"""

import re
import unicodedata
from typing import Final

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
    }
)
# Control characters, halves of characters, and marks that are not seen.
UNSEEN: Final = frozenset({"Cc", "Cs", "Cf", "Cn", "Co"})
CUT_MARK: Final = "*"
SPACES: Final = re.compile(r" +")


def sendable_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text without what a message cannot carry.

    Runs of spaces become one, as the receiver's reading of the file would make them; empty
    lines at the ends go, those between stay.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(SUBSTITUTES)
    seen = "".join(
        sign for sign in unified if sign == "\n" or unicodedata.category(sign) not in UNSEEN
    )
    lines = unicodedata.normalize("NFC", seen).split("\n")
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
