"""Reading the cases an act on many is about, with what the rules of the single acts look at."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.domain.access import Actor, Permission, Role
from rehab.models import (
    Case,
    CitizenLetter,
    ContactPerson,
    LetterBatch,
    Referral,
    User,
    UserRole,
    WaitingEntry,
)
from rehab.queries.visibility import of_organisation, visible_cases


def cases_by_id(
    session: Session, actor: Actor, case_ids: Collection[UUID], permission: Permission
) -> Mapping[UUID, Case]:
    """Return those of some cases the actor may act on, with citizen and referrals.

    In a number of queries that does not grow with the cases.
    """
    query = (
        select(Case)
        .where(visible_cases(actor, permission), Case.id.in_(case_ids))
        .options(
            joinedload(Case.citizen),
            selectinload(Case.referrals).selectinload(Referral.events),
        )
    )
    return {case.id: case for case in session.scalars(query)}


def holders_of(session: Session, case_ids: Collection[UUID]) -> Mapping[UUID, User]:
    """Return who holds each of some cases now; a case nobody holds is not among them."""
    query = (
        select(ContactPerson.case_id, User)
        .join(User, User.id == ContactPerson.user_id)
        .where(ContactPerson.case_id.in_(case_ids), ContactPerson.until_on.is_(None))
    )
    return dict(session.execute(query).all())


def people_with_roles(
    session: Session, user_ids: Collection[UUID]
) -> Mapping[UUID, tuple[User, frozenset[Role]]]:
    """Return some people with their roles."""
    roles: dict[UUID, set[Role]] = {}
    for user_id, role in session.execute(
        select(UserRole.user_id, UserRole.role).where(UserRole.user_id.in_(user_ids))
    ):
        roles.setdefault(user_id, set()).add(role)
    people = session.scalars(select(User).where(User.id.in_(user_ids)))
    return {user.id: (user, frozenset(roles.get(user.id, ()))) for user in people}


def find_own_batch(session: Session, actor: Actor, batch_id: UUID) -> LetterBatch | None:
    """Return a batch of letters the actor asked for, or None."""
    query = select(LetterBatch).where(
        LetterBatch.id == batch_id,
        LetterBatch.requested_by == actor.id,
        of_organisation(actor, LetterBatch.organisation_id),
    )
    return session.scalars(query).one_or_none()


def written_in(session: Session, batch_id: UUID, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of some cases have a letter in a batch already."""
    query = select(CitizenLetter.case_id).where(
        CitizenLetter.batch_id == batch_id, CitizenLetter.case_id.in_(case_ids)
    )
    return frozenset(session.scalars(query))


def waiting_among(session: Session, case_ids: Collection[UUID], offer_code: str) -> frozenset[UUID]:
    """Return which of some cases wait for an offer already."""
    query = select(WaitingEntry.case_id).where(
        WaitingEntry.case_id.in_(case_ids),
        WaitingEntry.offer_code == offer_code,
        WaitingEntry.left_at.is_(None),
    )
    return frozenset(session.scalars(query))
