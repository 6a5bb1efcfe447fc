"""Reading files that could not be placed, filtered by who asks."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select, true
from sqlalchemy.orm import Session, undefer

from rehab.domain.access import Actor, Permission, may
from rehab.models import Delivery, IntakeOutcome, StoredLetter

_UNPLACED = (IntakeOutcome.QUARANTINED, IntakeOutcome.REFUSED, IntakeOutcome.PARKED)


def list_quarantine(session: Session, actor: Actor) -> list[Delivery]:
    """Return the kommune's files where no letter could be placed, the newest first."""
    query = select(Delivery).where(visible_quarantine(actor))
    return list(session.scalars(query.order_by(Delivery.received_at.desc(), Delivery.id.desc())))


def quarantined(actor: Actor) -> Select[int]:
    """Return the query of the quarantine's length, for those who ask several things at once."""
    return select(func.count()).select_from(Delivery).where(visible_quarantine(actor))


def find_quarantined(session: Session, actor: Actor, delivery_id: UUID) -> Delivery | None:
    """Return one such file with its bytes, or None when it is placed or not the actor's."""
    query = select(Delivery).where(visible_quarantine(actor), Delivery.id == delivery_id)
    return session.scalars(query.options(undefer(Delivery.raw))).one_or_none()


def visible_quarantine(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Delivery` for those who look after what could not be placed."""
    if not may(actor, Permission.QUARANTINE_READ) or actor.organisation_id is None:
        return false()
    has_letters = exists(select(true()).where(StoredLetter.delivery_id == Delivery.id))
    return and_(
        Delivery.organisation_id == actor.organisation_id,
        Delivery.outcome.in_(_UNPLACED),
        Delivery.put_away_at.is_(None),
        ~has_letters,
    )
