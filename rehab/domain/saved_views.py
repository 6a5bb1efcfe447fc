"""Lists kept under a name: whose they are, who sees them and who may change them (F42).

A view is a filter and nothing of a case, so whoever sees it sees through it only what they would
see anyhow.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab.domain.access import Actor, Permission, may
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words

LONGEST_NAME: Final = 60
MOST_VIEWS: Final = 30


class SavedViewError(DomainError):
    """A view cannot be kept, shared or changed."""


@dataclass(frozen=True, slots=True)
class ViewScope:
    """The facts about a view that decide who sees and changes it."""

    organisation_id: UUID
    owner_id: UUID
    shared: bool


def may_see_view(actor: Actor, view: ViewScope) -> bool:
    """Tell whether a view is the actor's own or shared in the actor's kommune."""
    return actor.organisation_id == view.organisation_id and (
        view.shared or view.owner_id == actor.id
    )


def may_change_view(actor: Actor, view: ViewScope) -> bool:
    """Tell whether the actor may rename or delete a view: an own one, or a shared one."""
    if not may_see_view(actor, view):
        return False
    return may(actor, Permission.VIEW_SHARE) if view.shared else view.owner_id == actor.id


def check_view_name(text: str) -> str:
    """Return the name of a view. Raises `SavedViewError` for one that says nothing or too much."""
    name = " ".join(text.split())
    if not has_words(name):
        raise SavedViewError("Giv visningen et navn.")
    if len(name) > LONGEST_NAME:
        raise SavedViewError(f"Skriv et navn på højst {LONGEST_NAME} tegn.")
    return name


def check_may_share(actor: Actor) -> None:
    """Refuse to share from whoever may not: it stands on everybody's page."""
    if not may(actor, Permission.VIEW_SHARE):
        raise SavedViewError("Kun koordinator og leder deler visninger. Gem den som din egen.")


def check_room(count: int) -> None:
    """Refuse one view more than a page can show. Raises `SavedViewError`."""
    if count >= MOST_VIEWS:
        raise SavedViewError(f"Du har {MOST_VIEWS} visninger. Slet en, før du gemmer en ny.")
