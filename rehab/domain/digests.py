"""What a member of staff is mailed about the work that waits: numbers, and no citizen's name.

A mail lies on telephones and servers outside the house, so it says how much waits and in which
cases by their numbers; whom and what it is about stands behind the log-in
(databeskyttelsesforordningen artikel 5, stk. 1, litra c, and artikel 9).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rehab.domain.errors import DomainError
from rehab.domain.view_notices import ViewNumber, number_text

MOST_NUMBERS: Final = 50
OWN_CASES_PATH: Final = "/mine-sager"
BOARD_PATH: Final = "/tavle"
VIEWS_PATH: Final = "/visninger"
_ADDRESS: Final = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+")
_LONGEST: Final = 200


class DigestChoice(StrEnum):
    """How often a person is mailed what waits."""

    NONE = "ingen"
    DAILY = "daglig"


class DigestRefusedError(DomainError):
    """A person cannot be mailed like this."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Something that waits: how much of it, and the numbers of the first cases it is in."""

    count: int
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """All a mail may say. `site` is the address people open the system at, or empty."""

    own: Pile
    escalated: Pile
    site: str = ""
    views: tuple[ViewNumber, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing waits and no view tells, so that no mail is due."""
        return not (self.own.count or self.escalated.count or self.views)


def check_digest(choice: DigestChoice, email: str) -> str:
    """Return the address as it is kept; refuse what is none, and a daily mail without one.

    Raises `DigestRefusedError`.
    """
    address = email.strip()
    if not address:
        if choice is DigestChoice.DAILY:
            raise DigestRefusedError("Skriv den mailadresse, den daglige mail skal sendes til.")
        return ""
    if len(address) > _LONGEST or not address.isprintable() or not _ADDRESS.fullmatch(address):
        raise DigestRefusedError("Skriv en mailadresse som navn@kommune.dk, på højst 200 tegn.")
    return address


def subject_of(digest: Digest) -> str:
    """Return the subject of a mail: how much waits, or how many views tell when nothing does."""
    total, views = digest.own.count + digest.escalated.count, len(digest.views)
    if views and not total:
        return f"{views} {'gemt visning' if views == 1 else 'gemte visninger'} siger til"
    return f"{total} {'påmindelse' if total == 1 else 'påmindelser'} venter på dig"


def text_of(digest: Digest) -> str:
    """Return the text of a mail: how much waits, in which cases, and where it is read."""
    parts = []
    for heading, pile, page, path in (
        ("Påmindelser i dine sager", digest.own, "Mine sager", OWN_CASES_PATH),
        ("Sager, der er løftet til dig", digest.escalated, "Tavle", BOARD_PATH),
    ):
        if pile.count:
            parts.append(f"{heading}: {pile.count}\n{_cases(pile)}\n{_where(page, digest, path)}")
    if digest.views:
        parts.append(_views(digest))
    chosen = ["Du får højst én mail om dagen. Vælg dem fra under Mail om påmindelser."]
    if digest.views:
        chosen.append("Visninger vælger du fra under Gemte visninger.")
    parts.append(" ".join(chosen))
    return "\n\n".join(parts) + "\n"


def _views(digest: Digest) -> str:
    lines = ["Dine gemte visninger"]
    for told in digest.views:
        lines.append(number_text(told))
        if digest.site:
            lines.append(f"{digest.site}{VIEWS_PATH}/{told.view_id}/liste")
    if not digest.site:
        lines.append("Log ind, og se Gemte visninger.")
    return "\n".join(lines)


def _cases(pile: Pile) -> str:
    shown = pile.numbers[:MOST_NUMBERS]
    more = " og flere" if len(pile.numbers) > MOST_NUMBERS else ""
    return f"Sag {', '.join(shown)}{more}"


def _where(page: str, digest: Digest, path: str) -> str:
    return f"{page}: {digest.site}{path}" if digest.site else f"Log ind, og se {page}."
