"""Who can hold a case, and how many each holds already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Role
from rehab.models import Case, ContactPerson, User, UserRole
from rehab.queries.visibility import of_organisation

HOLDER_ROLES: Final = frozenset({Role.VISITATOR, Role.KOORDINATOR, Role.TERAPEUT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who can become kontaktperson, with the load that ranks them."""

    user_id: UUID
    name: str
    title: str
    open_cases: int


def list_candidates(session: Session, actor: Actor) -> Sequence[Candidate]:
    """Return the active people of the kommune who can hold a case, the least loaded first.

    Therapists come before visitators and koordinators with the same load: holding cases is their
    work, and the others' is the entrance.
    """
    load = (
        select(ContactPerson.user_id, func.count().label("open_cases"))
        .join(Case, Case.id == ContactPerson.case_id)
        .where(ContactPerson.until_on.is_(None), Case.closed_on.is_(None))
        .group_by(ContactPerson.user_id)
        .subquery()
    )
    holders = select(UserRole.user_id).where(UserRole.role.in_(HOLDER_ROLES))
    therapists = set(
        session.scalars(select(UserRole.user_id).where(UserRole.role == Role.TERAPEUT))
    )
    query = (
        select(User.id, User.name, User.title, func.coalesce(load.c.open_cases, 0))
        .outerjoin(load, load.c.user_id == User.id)
        .where(of_organisation(actor, User.organisation_id), User.active, User.id.in_(holders))
    )
    found = [Candidate(*row) for row in session.execute(query)]
    return sorted(
        found,
        key=lambda one: (one.open_cases, one.user_id not in therapists, one.name, one.user_id),
    )


def find_colleague(session: Session, actor: Actor, user_id: UUID) -> User | None:
    """Return a person of the actor's own kommune, or None."""
    query = select(User).where(of_organisation(actor, User.organisation_id), User.id == user_id)
    return session.scalars(query).one_or_none()
