"""Narrowing the board to the cases one person holds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rehab.domain.worklists import WorklistFilter
from rehab.queries.holders import Holder
from rehab.web.links import Link
from rehab.web.presenters import Chip
from rehab.web.worklist.choices import Choice, Option, choice_of, chosen_chip, opening_chip

CHOOSING: Final = "personer"
_LABEL: Final = "Én kontaktperson"


def holder_choice(
    holders: Sequence[Holder], wanted: WorklistFilter, endpoint: str, link: Link
) -> Choice:
    """Return the choice of a kontaktperson, named as on the cards: with who stands in (F35)."""
    options = [
        Option(
            value=str(one.user_id),
            label=f"{one.name} (vikar: {one.substitute})" if one.substitute else one.name,
            chosen=one.user_id == wanted.holder_id,
        )
        for one in holders
    ]
    if wanted.holder_id is not None and not any(one.chosen for one in options):
        options.append(Option(str(wanted.holder_id), "En, der ikke er her", chosen=True))
    rest = replace(wanted, holder_id=None)
    return choice_of("kontaktperson", "Kontaktperson", options, rest, link(endpoint))


def holder_chip(
    choice: Choice | None, wanted: WorklistFilter, endpoint: str, link: Link
) -> tuple[Chip, ...]:
    """Return the chip that opens the choice, or that of the chosen person, which takes it off."""
    if choice is None:
        return opening_chip(_LABEL, CHOOSING, wanted, endpoint, link)
    return chosen_chip(choice, replace(wanted, holder_id=None), endpoint, link)
