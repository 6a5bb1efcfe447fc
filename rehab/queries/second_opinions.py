"""Reading what may be drawn for a second opinion, what waits for one, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    exists,
    false,
    func,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased, joinedload

from rehab.clock import civil_date
from rehab.domain.access import GRANTS, Actor, Permission, may
from rehab.domain.second_opinions import DecidedFact
from rehab.models import (
    Referral,
    SecondOpinion,
    SecondOpinionDraw,
    TriageRecord,
    User,
    UserRole,
)
from rehab.queries.visibility import of_organisation

_MOST_DRAWS = 50
_OPEN = (SecondOpinion.given_at.is_(None), SecondOpinion.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True)
class DrawCounts:
    """How far a draw has come."""

    drawn: int = 0
    given: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class DrawnRecord:
    """A decision that is to be drawn: its referral, and the group that was chosen."""

    id: UUID
    referral_id: UUID
    group: int | None


def decided_since(session: Session, actor: Actor, since: datetime) -> list[DecidedFact]:
    """Return the decisions of the actor's kommune since an instant, as the draw is given them."""
    other = aliased(TriageRecord)
    again = exists(
        select(true()).where(
            other.referral_id == TriageRecord.referral_id, other.id != TriageRecord.id
        )
    )
    drawn = exists(
        select(true()).where(
            SecondOpinion.triage_record_id == TriageRecord.id, SecondOpinion.withdrawn_at.is_(None)
        )
    )
    rows = session.execute(
        select(
            TriageRecord.id,
            Referral.organisation_id,
            TriageRecord.decided_by,
            TriageRecord.decided_at,
            again,
            drawn,
        )
        .join(Referral, Referral.id == TriageRecord.referral_id)
        .where(of_organisation(actor, Referral.organisation_id), TriageRecord.decided_at >= since)
        .order_by(TriageRecord.decided_at, TriageRecord.id)
    )
    return [
        DecidedFact(
            id=record_id,
            organisation_id=organisation_id,
            decided_by=decided_by,
            decided_on=civil_date(decided_at),
            stands_alone=not is_decided_again,
            drawn=is_drawn,
        )
        for record_id, organisation_id, decided_by, decided_at, is_decided_again, is_drawn in rows
    ]


def readers_of(session: Session, actor: Actor) -> frozenset[UUID]:
    """Return who may triage in the actor's kommune and so may give a second opinion."""
    roles = [role for role, granted in GRANTS.items() if Permission.REFERRAL_TRIAGE in granted]
    query = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(of_organisation(actor, User.organisation_id), User.active, UserRole.role.in_(roles))
    )
    return frozenset(session.scalars(query))


def records_to_draw(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[DrawnRecord]:
    """Return the decisions of these ids that are the kommune's, with referral and group."""
    rows = session.execute(
        select(TriageRecord.id, Referral.id, Referral.patient_group)
        .join(Referral, Referral.id == TriageRecord.referral_id)
        .where(of_organisation(actor, Referral.organisation_id), TriageRecord.id.in_(ids))
        .order_by(TriageRecord.id)
    )
    return [DrawnRecord(*row) for row in rows]


def list_draws(session: Session, actor: Actor) -> Sequence[SecondOpinionDraw]:
    """Return the kommune's latest draws, the newest first."""
    query = select(SecondOpinionDraw).where(_leads(actor, SecondOpinionDraw.organisation_id))
    newest = (SecondOpinionDraw.drawn_at.desc(), SecondOpinionDraw.id)
    return session.scalars(query.order_by(*newest).limit(_MOST_DRAWS)).all()


def counts_of(session: Session, draws: Sequence[SecondOpinionDraw]) -> Mapping[UUID, DrawCounts]:
    """Return how far each draw has come."""
    query = (
        select(
            SecondOpinion.draw_id,
            func.count(),
            func.count(SecondOpinion.given_at),
            func.count(SecondOpinion.withdrawn_at),
        )
        .where(SecondOpinion.draw_id.in_([row.id for row in draws]))
        .group_by(SecondOpinion.draw_id)
    )
    return {draw_id: DrawCounts(*counts) for draw_id, *counts in session.execute(query)}


def find_draw(session: Session, actor: Actor, draw_id: UUID) -> SecondOpinionDraw | None:
    """Return a draw of the kommune for its leader, or None."""
    own = _leads(actor, SecondOpinionDraw.organisation_id)
    query = select(SecondOpinionDraw).where(own, SecondOpinionDraw.id == draw_id)
    return session.scalars(query).one_or_none()


def opinions_of(session: Session, actor: Actor, draw: SecondOpinionDraw) -> Sequence[SecondOpinion]:
    """Return what a draw holds, with referral and first decision, as the referrals came."""
    return _for_leader(session, actor, SecondOpinion.draw_id == draw.id)


def given_since(session: Session, actor: Actor, since: datetime) -> Sequence[SecondOpinion]:
    """Return the opinions given since an instant, with referral and first decision."""
    return _for_leader(session, actor, SecondOpinion.given_at >= since)


def find_drawn(session: Session, actor: Actor, opinion_id: UUID) -> SecondOpinion | None:
    """Return one opinion of the kommune for its leader, or None."""
    found = _for_leader(session, actor, SecondOpinion.id == opinion_id)
    return found[0] if found else None


def open_of(session: Session, draw: SecondOpinionDraw) -> Sequence[SecondOpinion]:
    """Return what of a draw still waits for somebody."""
    query = select(SecondOpinion).where(SecondOpinion.draw_id == draw.id, *_OPEN)
    return session.scalars(query.order_by(SecondOpinion.id)).all()


def waiting_for(session: Session, actor: Actor) -> Sequence[SecondOpinion]:
    """Return what waits for the actor's opinion with its referral: nothing the actor decided."""
    query = (
        select(SecondOpinion)
        .join(TriageRecord, TriageRecord.id == SecondOpinion.triage_record_id)
        .join(Referral, Referral.id == SecondOpinion.referral_id)
        .where(_reads(actor), *_OPEN)
        .options(joinedload(SecondOpinion.referral))
        .order_by(Referral.received_on, SecondOpinion.id)
    )
    return session.scalars(query).all()


def number_waiting(actor: Actor) -> Select[int]:
    """Return the query of how much `waiting_for` returns, for those who ask several things."""
    return (
        select(func.count())
        .select_from(SecondOpinion)
        .join(TriageRecord, TriageRecord.id == SecondOpinion.triage_record_id)
        .where(_reads(actor), *_OPEN)
    )


def find_to_answer(session: Session, actor: Actor, opinion_id: UUID) -> SecondOpinion | None:
    """Return an opinion the actor may be asked for, with its referral and first decision.

    One that was given or withdrawn is returned too, so that the page can say so. None for the
    actor's own decision and for another kommune's.
    """
    query = (
        select(SecondOpinion)
        .join(TriageRecord, TriageRecord.id == SecondOpinion.triage_record_id)
        .where(_reads(actor), SecondOpinion.id == opinion_id)
        .options(
            joinedload(SecondOpinion.triage_record),
            joinedload(SecondOpinion.referral).joinedload(Referral.citizen),
            joinedload(SecondOpinion.referral).selectinload(Referral.diagnoses),
        )
    )
    return session.scalars(query).unique().one_or_none()


def _reads(actor: Actor) -> ColumnElement[bool]:
    if not may(actor, Permission.REFERRAL_TRIAGE):
        return false()
    own = of_organisation(actor, SecondOpinion.organisation_id)
    return own & (TriageRecord.decided_by != actor.id)


def _leads(actor: Actor, column: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    if not may(actor, Permission.SECOND_OPINION_DRAW):
        return false()
    return of_organisation(actor, column)


def _for_leader(
    session: Session, actor: Actor, condition: ColumnElement[bool]
) -> Sequence[SecondOpinion]:
    query = (
        select(SecondOpinion)
        .join(Referral, Referral.id == SecondOpinion.referral_id)
        .where(_leads(actor, SecondOpinion.organisation_id), condition)
        .options(joinedload(SecondOpinion.referral), joinedload(SecondOpinion.triage_record))
        .order_by(Referral.received_on, SecondOpinion.id)
    )
    return session.scalars(query).all()
