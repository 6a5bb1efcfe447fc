"""One act on many cases: how many at a time, and what is said of each (F44).

An act on many is so many acts on one: each case is judged by the rule of the single act and done
or refused by itself, so that a half-failed run says exactly which cases are as they were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError

MOST_ROWS: Final = 200
NOT_YOURS: Final = "Sagen findes ikke, eller du har ikke adgang til den."
FAULT: Final = "Der skete en fejl, og sagen er ikke ændret. Prøv igen med denne sag."
T = TypeVar("T", bound=UUID)


class BulkSizeError(DomainError):
    """No cases were chosen, or more than are done at a time."""


class Outcome(StrEnum):
    """What became of one case, or what will."""

    READY = "ready"
    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What became of one case, or what will, in a sentence that says why not."""

    outcome: Outcome
    sentence: str


def check_rows(chosen: Iterable[T]) -> tuple[T, ...]:
    """Return the chosen cases, each once and in order. Raises `BulkSizeError`."""
    rows = tuple(dict.fromkeys(chosen))
    if not rows:
        raise BulkSizeError("Sæt flueben ved mindst én sag på listen, og prøv igen.")
    if len(rows) > MOST_ROWS:
        raise BulkSizeError(
            f"Du har valgt {len(rows)} sager. Vælg højst {MOST_ROWS} ad gangen, så du kan nå at "
            "se dem igennem."
        )
    return rows


def summary(answers: Iterable[RowAnswer]) -> str:
    """Say how a run went: how many were done, were so already, and were left as they are."""
    outcomes = [answer.outcome for answer in answers]
    parts = [f"{outcomes.count(Outcome.DONE)} gjort"]
    if already := outcomes.count(Outcome.ALREADY):
        parts.append(f"{already} i forvejen")
    if refused := outcomes.count(Outcome.REFUSED):
        parts.append(f"{refused} ikke ændret")
    if failed := outcomes.count(Outcome.FAILED):
        parts.append(plural(failed, "fejl", "fejl"))
    return f"{plural(len(outcomes), 'sag', 'sager')}: {', '.join(parts)}."
