"""Who can hold a case, and what the suggestion of one looks at."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import GRANTS, Actor, Permission, Role
from rehab.domain.contact_persons import (
    LOOKED_AHEAD,
    Away,
    CitizenNeeds,
    Colleague,
    parse_postcodes,
)
from rehab.models import Absence, Case, Citizen, ContactPerson, User, UserRole
from rehab.queries.list_rows import CitizenFacts
from rehab.queries.tallies import open_cases_by_holder
from rehab.queries.visibility import of_organisation

HOLDER_ROLES: Final = frozenset({Role.VISITATOR, Role.KOORDINATOR, Role.TERAPEUT})
_LEADING_ROLES: Final = frozenset(
    role for role, granted in GRANTS.items() if Permission.ATTENDANCE_RECORD in granted
)


def list_colleagues(session: Session, actor: Actor, on: date) -> Sequence[Colleague]:
    """Return the active people of the kommune who can hold a case, by name.

    In three queries, however many people: who they are, their load, and who of them is away.
    """
    treats, leads = _has_role({Role.TERAPEUT}), _has_role(_LEADING_ROLES)
    query = (
        select(User.id, User.name, User.title, User.postcodes, User.languages, treats, leads)
        .where(of_organisation(actor, User.organisation_id), User.active, _has_role(HOLDER_ROLES))
        .order_by(User.name, User.id)
    )
    away = _away(session, actor, on)
    load = open_cases_by_holder(session, actor)
    return [
        Colleague(
            user_id=user_id,
            name=name,
            title=title,
            open_cases=load.get(user_id, 0),
            is_therapist=bool(is_therapist),
            may_lead=bool(may_lead),
            away=away.get(user_id),
            district=parse_postcodes(postcodes) if postcodes else (),
            languages=frozenset(languages),
        )
        for (
            user_id,
            name,
            title,
            postcodes,
            languages,
            is_therapist,
            may_lead,
        ) in session.execute(query)
    ]


def needs_of(citizen: Citizen | CitizenFacts) -> CitizenNeeds:
    """Return what of a citizen bears on who should hold the case; a protected address does not."""
    return CitizenNeeds(
        postcode="" if citizen.address_protected else citizen.postcode,
        needs_interpreter=citizen.needs_interpreter or bool(citizen.language),
        language=citizen.language,
    )


def list_unanswered(session: Session, actor: Actor) -> Sequence[tuple[ContactPerson, Case]]:
    """Return the open cases that wait for the actor's yes or no, the nearest last day first.

    The case comes with its citizen. `contact_person` has an index on who and until when.
    """
    query = (
        select(ContactPerson, Case)
        .join(Case, Case.id == ContactPerson.case_id)
        .where(
            of_organisation(actor, Case.organisation_id),
            Case.closed_on.is_(None),
            ContactPerson.user_id == actor.id,
            ContactPerson.until_on.is_(None),
            ContactPerson.accepted_at.is_(None),
            ContactPerson.answer_by.is_not(None),
        )
        .options(joinedload(Case.citizen))
        .order_by(ContactPerson.answer_by, ContactPerson.assigned_at, ContactPerson.id)
    )
    return [(row, case) for row, case in session.execute(query)]


def find_colleague(session: Session, actor: Actor, user_id: UUID) -> User | None:
    """Return a person of the actor's own kommune, or None."""
    query = select(User).where(of_organisation(actor, User.organisation_id), User.id == user_id)
    return session.scalars(query).one_or_none()


def _has_role(roles: AbstractSet[Role]) -> ColumnElement[bool]:
    return exists(select(true()).where(UserRole.user_id == User.id, UserRole.role.in_(roles)))


def _away(session: Session, actor: Actor, on: date) -> Mapping[UUID, Away]:
    """Return the nearest absence of each person who is away within the days looked ahead."""
    query = (
        select(Absence.user_id, Absence.from_on, Absence.until_on)
        .where(
            of_organisation(actor, Absence.organisation_id),
            Absence.cancelled_at.is_(None),
            Absence.until_on >= on,
            Absence.from_on <= on + LOOKED_AHEAD,
        )
        .order_by(Absence.from_on.desc())
    )
    return {user_id: Away(first, last) for user_id, first, last in session.execute(query)}
