"""Who is away, who stands in, and who answers a citizen on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, false, or_, select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.absence import AbsenceFacts
from rehab.domain.access import Actor, Permission, may
from rehab.models import Absence, Case, ContactPerson, User
from rehab.queries.visibility import of_organisation


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers the citizen: the kontaktperson, and meanwhile the substitute, with last day."""

    holder: User
    substitute: User | None = None
    until_on: date | None = None

    @property
    def person(self) -> User:
        """Return whom the citizen reaches."""
        return self.substitute or self.holder


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who does the work of one who is away."""

    substitute_id: UUID
    name: str


def who_answers(session: Session, case: Case, on: date) -> Answering | None:
    """Return who answers the citizen of a case on a day, or None when nobody holds it (F35).

    Needs nothing loaded. For letters and messages: `person` is who to name.
    """
    query = (
        select(User)
        .join(ContactPerson, ContactPerson.user_id == User.id)
        .where(ContactPerson.case_id == case.id, ContactPerson.until_on.is_(None))
    )
    holder = session.scalars(query).one_or_none()
    if holder is None:
        return None
    away = substitutes_of(session, [holder.id], on).get(holder.id)
    return Answering(holder, away.substitute, away.until_on) if away else Answering(holder)


def substitutes_of(session: Session, user_ids: Iterable[UUID], on: date) -> Mapping[UUID, Absence]:
    """Return the absence each of these people is in on a day, its `substitute` loaded.

    One query for a whole list: rows show both names.
    """
    query = (
        select(Absence)
        .where(Absence.user_id.in_(set(user_ids)), is_on(on))
        .options(joinedload(Absence.substitute))
    )
    return {row.user_id: row for row in session.scalars(query)}


_AWAY: Final = (
    select(Absence.user_id, Absence.substitute_id, User.name)
    .join(User, User.id == Absence.substitute_id)
    .where(
        Absence.user_id.in_(bindparam("ids", expanding=True)),
        Absence.cancelled_at.is_(None),
        Absence.from_on <= bindparam("on_day"),
        Absence.until_on >= bindparam("on_day"),
    )
)


def stand_ins(session: Session, user_ids: Iterable[UUID], on: date) -> Mapping[UUID, StandIn]:
    """Return who stands in for each of these people who is away on a day.

    `substitutes_of` for lists, which show the name and no more.
    """
    asked = {"ids": sorted(user_ids), "on_day": on}
    found = session.connection().execute(_AWAY, asked)
    return {user_id: StandIn(substitute_id, name) for user_id, substitute_id, name in found}


def stood_in_for(session: Session, user_id: UUID, on: date) -> frozenset[UUID]:
    """Return the people a person stands in for on a day."""
    query = select(Absence.user_id).where(Absence.substitute_id == user_id, is_on(on))
    return frozenset(session.scalars(query))


def absences_beside(session: Session, user_ids: Iterable[UUID], on: date) -> list[AbsenceFacts]:
    """Return the absences from a day on in which any of these people is away or stands in."""
    ids = set(user_ids)
    query = select(Absence).where(
        or_(Absence.user_id.in_(ids), Absence.substitute_id.in_(ids)),
        Absence.cancelled_at.is_(None),
        Absence.until_on >= on,
    )
    return [
        AbsenceFacts(row.user_id, row.substitute_id, row.from_on, row.until_on)
        for row in session.scalars(query.order_by(Absence.from_on, Absence.id))
    ]


def list_absences(session: Session, actor: Actor, on: date) -> Sequence[Absence]:
    """Return the absences now and ahead that the actor may see, the nearest first.

    Leader and koordinator see everybody's; others those in which they are away or stand in.
    """
    query = (
        select(Absence)
        .where(_seen_by(actor), Absence.cancelled_at.is_(None), Absence.until_on >= on)
        .options(joinedload(Absence.user), joinedload(Absence.substitute))
        .order_by(Absence.from_on, Absence.until_on, Absence.id)
    )
    return session.scalars(query).all()


def find_absence(session: Session, actor: Actor, absence_id: UUID) -> Absence | None:
    """Return an absence the actor may see, also one that is over or was cancelled, or None."""
    query = select(Absence).where(_seen_by(actor), Absence.id == absence_id)
    people = (joinedload(Absence.user), joinedload(Absence.substitute))
    return session.scalars(query.options(*people)).one_or_none()


def is_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Return the condition that an absence covers a day and was not cancelled."""
    return Absence.cancelled_at.is_(None) & (Absence.from_on <= day) & (Absence.until_on >= day)


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if not may(actor, Permission.ABSENCE_RECORD):
        return false()
    own = of_organisation(actor, Absence.organisation_id)
    if may(actor, Permission.CONTACT_PERSON_ASSIGN):
        return own
    return own & or_(Absence.user_id == actor.id, Absence.substitute_id == actor.id)
