"""Reading the team's meetings and their agenda, filtered by who asks."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor, Permission
from rehab.models import AgendaItem, Case, TeamMeeting
from rehab.queries.visibility import of_organisation, visible_cases

_MOST: Final = 50


def waiting_items(session: Session, actor: Actor) -> Sequence[AgendaItem]:
    """Return what waits for a meeting, the first asked first."""
    return _items(session, actor, AgendaItem.ended_at.is_(None))


def items_of(session: Session, actor: Actor, meeting: TeamMeeting) -> Sequence[AgendaItem]:
    """Return what a meeting decided, in the order it was decided."""
    return _items(
        session, actor, AgendaItem.meeting_id == meeting.id, AgendaItem.note_id.is_not(None)
    )


def find_item(session: Session, actor: Actor, item_id: UUID) -> AgendaItem | None:
    """Return an item of the actor's kommune with its case, or None."""
    found = _items(session, actor, AgendaItem.id == item_id)
    return found[0] if found else None


def waiting_item_of(session: Session, case_id: UUID) -> AgendaItem | None:
    """Return the item of a case that waits for a meeting with who asked, or None."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.case_id == case_id, AgendaItem.ended_at.is_(None))
        .options(joinedload(AgendaItem.asker))
    )
    return session.scalars(query).one_or_none()


def open_meeting(session: Session, actor: Actor) -> TeamMeeting | None:
    """Return the meeting that is being held in the actor's kommune, or None."""
    query = select(TeamMeeting).where(
        of_organisation(actor, TeamMeeting.organisation_id), TeamMeeting.ended_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def find_meeting(session: Session, actor: Actor, meeting_id: UUID) -> TeamMeeting | None:
    """Return a meeting of the actor's kommune, or None."""
    query = select(TeamMeeting).where(
        of_organisation(actor, TeamMeeting.organisation_id), TeamMeeting.id == meeting_id
    )
    return session.scalars(query).one_or_none()


def held_meetings(session: Session, actor: Actor) -> Sequence[TeamMeeting]:
    """Return the latest meetings that have ended, the newest first."""
    query = select(TeamMeeting).where(
        of_organisation(actor, TeamMeeting.organisation_id), TeamMeeting.ended_at.is_not(None)
    )
    return session.scalars(query.order_by(TeamMeeting.begun_at.desc()).limit(_MOST)).all()


def decisions_of(session: Session, meetings: Sequence[TeamMeeting]) -> Mapping[UUID, int]:
    """Return how many cases each meeting decided about."""
    query = (
        select(AgendaItem.meeting_id, func.count())
        .where(
            AgendaItem.meeting_id.in_([row.id for row in meetings]), AgendaItem.note_id.is_not(None)
        )
        .group_by(AgendaItem.meeting_id)
    )
    return {meeting_id: count for meeting_id, count in session.execute(query) if meeting_id}


def _items(
    session: Session, actor: Actor, *conditions: ColumnElement[bool]
) -> Sequence[AgendaItem]:
    query = (
        select(AgendaItem)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(visible_cases(actor, Permission.CASE_READ), *conditions)
        .options(
            joinedload(AgendaItem.case).joinedload(Case.citizen),
            joinedload(AgendaItem.note),
            joinedload(AgendaItem.asker),
        )
        .order_by(AgendaItem.ended_at, AgendaItem.asked_at, Case.number)
    )
    return session.scalars(query).all()
