"""Who stands behind a request: all a request needs to know of a person, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from rehab.domain.access import Actor
from rehab.models import Absence, OpenSession, Organisation, User, UserRole
from rehab.queries.absences import is_on
from rehab.queries.contact_persons import HOLDER_ROLES


@dataclass(frozen=True, slots=True)
class Person:
    """A person who has logged in: who they are to the rules, and what the page calls them."""

    actor: Actor
    name: str
    kommune: str


def find_person(session: Session, token: str, since: datetime, on: date) -> Person | None:
    """Return the active person whose session this token is, unless it began before an instant.

    Who the person stands in for is asked anew for each request, so that a substitute's access
    begins and ends with the day and not with a session (F35).
    """
    query = (
        select(
            User.id,
            User.name,
            User.organisation_id,
            Organisation.name,
            UserRole.role,
            Absence.user_id,
        )
        .join(OpenSession, OpenSession.user_id == User.id)
        .join(Organisation, Organisation.id == User.organisation_id)
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .outerjoin(Absence, and_(Absence.substitute_id == User.id, is_on(on)))
        .where(OpenSession.token == token, OpenSession.started_at > since, User.active)
    )
    rows: Sequence[Any] = session.execute(query).all()  # an outer join makes the last two None
    if not rows:
        return None
    user_id, name, organisation_id, kommune = rows[0][:4]
    roles = frozenset(row[4] for row in rows if row[4] is not None)
    away: frozenset[UUID] = frozenset(row[5] for row in rows if row[5] is not None)
    stands_in_for = away if roles & HOLDER_ROLES else frozenset()
    return Person(Actor(user_id, organisation_id, roles, stands_in_for), name, kommune)
