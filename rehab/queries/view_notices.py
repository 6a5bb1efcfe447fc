"""Reading which saved views tell a person what, and how long their lists are for that person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Actor
from rehab.domain.kept_filters import filter_in, may_open
from rehab.domain.view_notices import (
    Judgement,
    NoticeState,
    NoticeWish,
    ViewNumber,
    is_due,
    judge,
)
from rehab.models import SavedView, SavedViewNotice
from rehab.queries.saved_views import visible_views
from rehab.queries.view_lengths import ViewLengths


@dataclass(frozen=True, slots=True)
class JudgedView:
    """A view that was looked at for a person: the number, the state before, and what it came to."""

    number: ViewNumber
    before: NoticeState
    judgement: Judgement

    @property
    def has_moved(self) -> bool:
        """Tell whether there is anything to keep."""
        return self.before != self.judgement.state


def list_wishes(session: Session, actor: Actor) -> Mapping[UUID, NoticeWish]:
    """Return by view when each of the views an actor sees tells that actor."""
    query = (
        select(SavedViewNotice)
        .join(SavedView, SavedView.id == SavedViewNotice.view_id)
        .where(SavedViewNotice.user_id == actor.id, visible_views(actor))
    )
    return {row.view_id: row.wish() for row in session.scalars(query)}


def find_notice(session: Session, actor: Actor, view_id: UUID) -> SavedViewNotice | None:
    """Return the actor's own notice of a view, or None."""
    return session.get(SavedViewNotice, (actor.id, view_id))


def judged_views(session: Session, actor: Actor, today: date) -> Sequence[JudgedView]:
    """Return the views due for a person today, each judged by the list that person would see.

    What is shared no more, or is of a list the person's work has not, is passed over.
    """
    query = (
        select(SavedViewNotice, SavedView.page, SavedView.query)
        .join(SavedView, SavedView.id == SavedViewNotice.view_id)
        .where(SavedViewNotice.user_id == actor.id, visible_views(actor))
        .order_by(SavedView.page, SavedView.name, SavedView.id)
    )
    lengths = ViewLengths(session, actor, today)
    judged = []
    for row, page, kept in session.execute(query):
        wish, before = row.wish(), row.state()
        if may_open(actor, page) and is_due(wish, before, today):
            count = lengths.of(page, filter_in(kept))
            number = ViewNumber(row.view_id, page, wish, count)
            judged.append(JudgedView(number, before, judge(wish, before, count, today)))
    return judged
