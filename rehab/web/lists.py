"""What stands above a list: the filters that narrow it, and the numbers that lead to others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChipView:
    """A filter of a list, with how much it lets through."""

    label: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class TileView:
    """A number that is the length of the list it leads to."""

    number: int
    label: str
    url: str
    current: bool
    tone: str
