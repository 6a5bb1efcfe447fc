"""Reading the people of a kommune, for those who keep them."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, selectinload

from rehab.domain.access import Actor, Permission, may
from rehab.models import User


def find_user(session: Session, actor: Actor, user_id: UUID) -> User | None:
    """Return a person of the actor's kommune with roles, or None."""
    query = select(User).where(_kept_by(actor), User.id == user_id)
    return session.scalars(query.options(selectinload(User.roles))).one_or_none()


def list_users(session: Session, actor: Actor) -> list[User]:
    """Return the people of the actor's kommune with roles: the active first, then by name."""
    query = select(User).where(_kept_by(actor)).options(selectinload(User.roles))
    return list(session.scalars(query.order_by(User.active.desc(), User.name, User.id)))


def _kept_by(actor: Actor) -> ColumnElement[bool]:
    if not may(actor, Permission.USERS_MANAGE) or actor.organisation_id is None:
        return false()
    return User.organisation_id == actor.organisation_id
