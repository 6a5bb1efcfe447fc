"""Cutting a long list into pages whose number stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list, and the numbers of the pages beside it."""

    rows: Sequence[T]
    first: int
    last: int
    total: int
    previous: int | None
    next: int | None


def page_of(rows: Sequence[T], wanted: str, size: int) -> ListPage[T]:
    """Return the page of a list that an address asks for.

    What is no page number, or one beyond the end, gives the nearest page there is: a list may
    have grown shorter since the address was made.
    """
    count = max(1, -(-len(rows) // size))
    number = min(max(int(wanted), 1), count) if wanted.isdecimal() and len(wanted) < 9 else 1  # noqa: PLR2004 - longer numbers are nonsense
    start = (number - 1) * size
    cut = rows[start : start + size]
    return ListPage(
        rows=cut,
        first=start + 1 if cut else 0,
        last=start + len(cut),
        total=len(rows),
        previous=number - 1 if number > 1 else None,
        next=number + 1 if number < count else None,
    )


@dataclass(frozen=True, slots=True)
class Turns:
    """Where to turn from a page of a list that is too long to number its pages."""

    previous: str | None
    next: str | None
