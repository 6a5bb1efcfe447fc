"""Reading who is to be mailed what waits, and what it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from rehab.domain.access import Actor, Permission, may
from rehab.domain.digests import MOST_NUMBERS, Digest, DigestChoice, Pile
from rehab.models import CaseStanding, DigestMail, Reminder, SavedViewNotice, User
from rehab.queries.absences import stood_in_for
from rehab.queries.visibility import held_as

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is mailed today: as whom, where, and whether what waits is to be in it."""

    actor: Actor
    address: str
    wants_what_waits: bool


def people_to_mail(session: Session, today: date) -> Iterator[UUID]:
    """Yield the active people who want a mail of what waits or of a view and have none of today.

    They are read some at a time, each lot when the one before is done with.
    """
    had = select(true()).where(DigestMail.user_id == User.id, DigestMail.for_day == today)
    told = select(true()).where(SavedViewNotice.user_id == User.id)
    query = (
        select(User.id)
        .where(
            User.active,
            or_(User.digest == DigestChoice.DAILY, exists(told)),
            User.email != "",
            ~exists(had),
        )
        .order_by(User.id)
        .limit(_AT_ONCE)
    )
    batch: Sequence[UUID] = session.scalars(query).all()
    while batch:
        yield from batch
        batch = session.scalars(query.where(User.id > batch[-1])).all()


def person_to_mail(session: Session, user_id: UUID, today: date) -> Receiver:
    """Return who a person is today, standing in for others too, and the address of the mail."""
    query = select(User).where(User.id == user_id).options(selectinload(User.roles))
    user = session.scalars(query.execution_options(populate_existing=True)).one()
    actor = replace(user.actor(), stands_in_for=stood_in_for(session, user_id, today))
    return Receiver(actor, user.email, user.digest is DigestChoice.DAILY)


def digest_of(session: Session, to: Receiver, site: str) -> Digest:
    """Return what waits for a person: in the cases held, and what is lifted in the kommune.

    Nothing for who is mailed only of views.
    """
    actor = to.actor
    if not to.wants_what_waits:
        return Digest(Pile(0), Pile(0), site)
    own = CaseStanding.holder_id.in_(held_as(actor)) & Reminder.is_escalation.is_(False)
    lifted = Pile(0)
    if may(actor, Permission.CONTACT_PERSON_ASSIGN):
        lifted = _pile(session, actor, Reminder.is_escalation.is_(True))
    return Digest(_pile(session, actor, own), lifted, site)


def _pile(session: Session, actor: Actor, which: ColumnElement[bool]) -> Pile:
    waiting = (
        CaseStanding.organisation_id == actor.organisation_id,
        Reminder.organisation_id == actor.organisation_id,
        Reminder.done_at.is_(None),
        which,
    )
    joined = CaseStanding.case_id == Reminder.case_id
    count = session.scalar(
        select(func.count(Reminder.id)).join(CaseStanding, joined).where(*waiting)
    )
    if not count:
        return Pile(0)
    numbers = (
        select(CaseStanding.number)
        .join(Reminder, joined)
        .where(*waiting)
        .group_by(CaseStanding.number)
        .order_by(func.min(Reminder.due_on), CaseStanding.number)
        .limit(MOST_NUMBERS + 1)
    )
    return Pile(count, tuple(session.scalars(numbers)))
