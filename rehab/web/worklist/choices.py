"""Narrowing the board to one of many, as a person or a team: a list that a chip opens."""

from collections.abc import Iterable
from dataclasses import dataclass

from rehab.domain.worklists import WorklistFilter
from rehab.web.links import Link
from rehab.web.list_filters import values_of
from rehab.web.presenters import Chip


@dataclass(frozen=True, slots=True)
class Option:
    """One that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen among, and what else the list is narrowed to and stays so.

    It is a form that is sent as an address; `name` is what stands in it.
    """

    name: str
    label: str
    url: str
    kept: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]


def choice_of(
    name: str, label: str, options: Iterable[Option], rest: WorklistFilter, url: str
) -> Choice:
    """Return a choice; `rest` is the filter without what is chosen here."""
    kept = values_of(rest) | {"vis": "alle"}
    return Choice(name, label, url, tuple(kept.items()), tuple(options))


def opening_chip(
    label: str, choosing: str, wanted: WorklistFilter, endpoint: str, link: Link
) -> tuple[Chip, ...]:
    """Return the chip that opens a choice, by an address that says which."""
    return (Chip(label, link(endpoint, **values_of(wanted), vis=choosing), False, None),)  # noqa: FBT003


def chosen_chip(
    choice: Choice, rest: WorklistFilter, endpoint: str, link: Link
) -> tuple[Chip, ...]:
    """Return the chip of what is chosen, which takes it off; none while nothing is.

    The open choice itself stands there then.
    """
    bare = link(endpoint, **values_of(rest), vis="alle")
    return tuple(Chip(one.label, bare, True, None) for one in choice.options if one.chosen)  # noqa: FBT003
