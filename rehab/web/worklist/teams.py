"""Narrowing the board to the cases of one team, or to those that have none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rehab.domain.worklists import NoTeam, TeamsAtWork, WorklistFilter
from rehab.models import Team
from rehab.web.links import Link
from rehab.web.presenters import Chip
from rehab.web.worklist.choices import Choice, Option, choice_of, chosen_chip, opening_chip

CHOOSING: Final = "teams"
_LABEL: Final = "Ét team"


def team_choice(teams: Sequence[Team], wanted: WorklistFilter, endpoint: str, link: Link) -> Choice:
    """Return the choice of a team; the cases that have none come last, and can be chosen too."""
    options = [
        Option(
            value=str(one.id),
            label=one.name if one.retired_at is None else f"{one.name} (nedlagt)",
            chosen=one.id == wanted.team,
        )
        for one in teams
    ]
    none = NoTeam.NO_TEAM
    options.append(Option(none.value, "Uden team", chosen=wanted.team is none))
    if wanted.team is not None and not any(one.chosen for one in options):
        options.append(Option(str(wanted.team), "Et team, der ikke er her", chosen=True))
    return choice_of("team", "Team", options, replace(wanted, team=None), link(endpoint))


def team_chip(
    choice: Choice | None, at_work: TeamsAtWork, wanted: WorklistFilter, endpoint: str, link: Link
) -> tuple[Chip, ...]:
    """Return the chip that opens the choice or takes it off, or none where it says nothing."""
    if choice is not None:
        return chosen_chip(choice, replace(wanted, team=None), endpoint, link)
    if not at_work.can_be_chosen:
        return ()
    return opening_chip(_LABEL, CHOOSING, wanted, endpoint, link)
