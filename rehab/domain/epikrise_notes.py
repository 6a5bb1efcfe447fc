"""Find what was written in the notes for the epikrise, so that nobody writes it twice.

Notes are the professionals' own and are never copied whole to a doctor. A paragraph that begins
with one of the words below was written for the epikrise, and stands under its heading (4.6, F82).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

EXPERIENCE_WORDS: Final = ("Oplevelse", "Borgerens oplevelse", "Patientens oplevelse")
INFORMATION_WORDS: Final = ("Instruktion", "Information", "Information/instruktion")
_BLANK_LINE: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class MarkedNotes:
    """What the notes hold for the last two headings, oldest first."""

    experience: tuple[str, ...] = ()
    information: tuple[str, ...] = ()


def marked_notes(texts: Iterable[str]) -> MarkedNotes:
    """Return the paragraphs marked for the epikrise, without the word that marks them."""
    paragraphs = [
        part.strip()
        for text in texts
        for part in _BLANK_LINE.split("\n".join(text.splitlines()))
        if part.strip()
    ]
    return MarkedNotes(
        experience=_under(EXPERIENCE_WORDS, paragraphs),
        information=_under(INFORMATION_WORDS, paragraphs),
    )


def _under(words: tuple[str, ...], paragraphs: list[str]) -> tuple[str, ...]:
    marks = {word.casefold() for word in words}
    found = []
    for paragraph in paragraphs:
        mark, colon, rest = paragraph.partition(":")
        if colon and mark.strip().casefold() in marks and rest.strip():
            found.append(rest.strip())
    return tuple(found)
