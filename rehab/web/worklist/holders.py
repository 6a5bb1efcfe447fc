"""Narrowing the board to the cases one person holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rehab.domain.worklists import WorklistFilter
from rehab.queries.holders import Holder
from rehab.web.links import Link
from rehab.web.list_filters import values_of
from rehab.web.presenters import Chip

CHOOSING: Final = "personer"
_LABEL: Final = "Én kontaktperson"


@dataclass(frozen=True, slots=True)
class HolderOption:
    """A person to choose, named as on the cards: with who stands in meanwhile (F35)."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HolderChoice:
    """The people to choose among, and what else the list is narrowed to and stays so."""

    url: str
    kept: tuple[tuple[str, str], ...]
    options: tuple[HolderOption, ...]


def holder_choice(
    holders: Sequence[Holder], wanted: WorklistFilter, endpoint: str, link: Link
) -> HolderChoice:
    """Return the choice of a kontaktperson as a form that is sent as an address."""
    kept = values_of(replace(wanted, holder_id=None)) | {"vis": "alle"}
    options = [
        HolderOption(
            value=str(one.user_id),
            label=f"{one.name} (vikar: {one.substitute})" if one.substitute else one.name,
            chosen=one.user_id == wanted.holder_id,
        )
        for one in holders
    ]
    if wanted.holder_id is not None and not any(one.chosen for one in options):
        options.append(HolderOption(str(wanted.holder_id), "En, der ikke er her", chosen=True))
    return HolderChoice(link(endpoint), tuple(kept.items()), tuple(options))


def holder_chip(
    choice: HolderChoice | None, wanted: WorklistFilter, endpoint: str, link: Link
) -> tuple[Chip, ...]:
    """Return the chip that opens the choice, or the one of the chosen person, which takes it off.

    While nobody is chosen in an open choice there is none: the choice itself stands there.
    """
    if choice is None:
        return (Chip(_LABEL, link(endpoint, **values_of(wanted), vis=CHOOSING), False, None),)  # noqa: FBT003
    bare = link(endpoint, **values_of(replace(wanted, holder_id=None)), vis="alle")
    return tuple(Chip(one.label, bare, True, None) for one in choice.options if one.chosen)  # noqa: FBT003
