"""Keep what is noted of a hold apart from what is noted of one citizen (F58).

A name of another participant in a citizen's record is a breach of that person's confidentiality
once the record is handed out, so it is pointed at before it is saved.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words

LONGEST_NOTE: Final = 4_000
_SHORTEST_NAME: Final = 3


class SessionNoteError(DomainError):
    """A note of a session cannot be saved as it was typed."""


class NamesInNoteError(DomainError):
    """A note names participants it is not of; it is saved when somebody has made sure."""

    def __init__(self, names: tuple[str, ...], *, of_hold: bool = False) -> None:
        """Say which names were found, and what to do."""
        named = " og ".join(names)
        super().__init__(
            f"Notatet nævner {named}, som er på holdet. Skriv om en enkelt borger i borgerens egen "
            "journal, eller bekræft, at navnet skal stå i notatet om gangen."
            if of_hold
            else f"Notatet nævner {named}, som også er på holdet. Skriv »en anden deltager« i "
            "stedet, eller bekræft, at navnet skal stå i denne borgers journal."
        )
        self.names = names


@dataclass(frozen=True, slots=True)
class NamedParticipant:
    """What a participant may be called in a note."""

    given_name: str
    surname: str


def check_note(text: str) -> str:
    """Return a note as it is to be kept, or refuse an empty one and one that is far too long."""
    written = text.strip()
    if not has_words(written):
        raise SessionNoteError("Skriv notatet, før du gemmer.")
    if len(written) > LONGEST_NOTE:
        raise SessionNoteError(f"Notatet kan højst være på {LONGEST_NOTE} tegn.")
    return written


def names_in(
    text: str, others: Iterable[NamedParticipant], own: NamedParticipant | None = None
) -> tuple[str, ...]:
    """Return the other participants' names that stand in a text, as they stand there.

    A given name or a surname is enough, as a whole word and with a genitive s, whatever its case.
    The citizen's own names are left out, also where somebody else shares them; a note of the whole
    hold is nobody's own.
    """
    mine = _words_of(own) if own else set()
    wanted = {word for other in others for word in _words_of(other)} - mine
    found: dict[str, None] = {}
    composed = unicodedata.normalize("NFC", text)
    for match in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)?", composed):
        word = _folded(re.sub(r"['’]s$", "", match.group()))
        if word in wanted or (word.endswith("s") and word[:-1] in wanted):
            found.setdefault(match.group())
    return tuple(found)


def _words_of(person: NamedParticipant) -> set[str]:
    name = unicodedata.normalize("NFC", f"{person.given_name} {person.surname}")
    words = re.split(r"[\s-]+", name)
    return {_folded(word) for word in words if len(word) >= _SHORTEST_NAME}


def _folded(word: str) -> str:
    return word.casefold()
