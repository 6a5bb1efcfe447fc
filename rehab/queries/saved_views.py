"""Reading saved views: a person's own, and those shared in the kommune."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from rehab.domain.access import Actor
from rehab.domain.worklists import ListPage
from rehab.models import SavedView, SavedViewDefault, User
from rehab.queries.visibility import of_organisation


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view as its lists show it, and whether the actor's list opens with it."""

    id: UUID
    page: ListPage
    name: str
    query: str
    shared: bool
    owner_id: UUID
    owner: str
    is_default: bool


def list_views(session: Session, actor: Actor, page: ListPage | None = None) -> Sequence[ViewLine]:
    """Return the views an actor sees, of one list or of all, by list and name."""
    return [ViewLine(*row) for row in session.connection().execute(_views_query(actor, page))]


@lru_cache(maxsize=256)
def _views_query(actor: Actor, page: ListPage | None) -> Select[*tuple[Any, ...]]:
    """Return the query of the views; it stands above every list, so it is remembered."""
    columns: tuple[ColumnElement[Any], ...] = (
        SavedView.id.expression,
        SavedView.page.expression,
        SavedView.name.expression,
        SavedView.query.expression,
        SavedView.shared.expression,
        SavedView.owner_id.expression,
        User.name.expression,
        SavedViewDefault.user_id.is_not(None),
    )
    query = (
        select(*columns)
        .join(User, User.id == SavedView.owner_id)
        .outerjoin(
            SavedViewDefault,
            and_(SavedViewDefault.view_id == SavedView.id, SavedViewDefault.user_id == actor.id),
        )
        .where(visible_views(actor))
        .order_by(SavedView.page, SavedView.name, SavedView.id)
    )
    return query if page is None else query.where(SavedView.page == page)


def find_view(session: Session, actor: Actor, view_id: UUID) -> SavedView | None:
    """Return a view the actor sees, or None."""
    query = select(SavedView).where(SavedView.id == view_id, visible_views(actor))
    return session.scalars(query).one_or_none()


def count_own(session: Session, actor: Actor) -> int:
    """Return how many views a person has saved."""
    query = select(func.count()).select_from(SavedView).where(SavedView.owner_id == actor.id)
    return session.scalar(query) or 0


def is_named(
    session: Session, owner_id: UUID, page: ListPage, name: str, beside: UUID | None = None
) -> bool:
    """Tell whether another view of the same owner and list has a name already."""
    query = select(SavedView.id).where(
        SavedView.owner_id == owner_id, SavedView.page == page, SavedView.name == name
    )
    return any(view_id != beside for view_id in session.scalars(query))


def visible_views(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `SavedView` that `may_see_view` states for one view."""
    return and_(
        of_organisation(actor, SavedView.organisation_id),
        or_(SavedView.shared, SavedView.owner_id == actor.id),
    )
