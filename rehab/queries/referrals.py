"""Reading one referral and what stands beside it, filtered by who asks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, true
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from rehab.domain.access import Actor
from rehab.domain.groups import find_code
from rehab.domain.programme import Programme
from rehab.models import (
    AccessLog,
    Case,
    ContactPerson,
    Delivery,
    Referral,
    StoredLetter,
    User,
)
from rehab.queries.raw_files import holds_only_own
from rehab.queries.visibility import visible_cases, visible_referrals

SURFACE: Final = "referral.show"
_RECENT: Final = timedelta(minutes=10)


def find_referral(session: Session, actor: Actor, referral_id: UUID) -> Referral | None:
    """Return the referral with all a triage page shows, or None when it is not the actor's."""
    query = select(Referral).where(visible_referrals(actor), Referral.id == referral_id)
    query = query.options(
        joinedload(Referral.citizen),
        selectinload(Referral.diagnoses),
        selectinload(Referral.events),
        selectinload(Referral.triage_decisions),
    )
    return session.scalars(query).unique().one_or_none()


def other_referrals(session: Session, actor: Actor, referral: Referral) -> list[Referral]:
    """Return the citizen's other referrals, the newest first."""
    query = select(Referral).where(
        visible_referrals(actor),
        Referral.citizen_id == referral.citizen_id,
        Referral.id != referral.id,
    )
    return list(session.scalars(query.order_by(Referral.received_at.desc(), Referral.id)))


def open_case_beside(session: Session, actor: Actor, referral: Referral) -> Case | None:
    """Return the citizen's open case that the referral does not stand in yet, or None."""
    query = select(Case).where(
        visible_cases(actor),
        Case.citizen_id == referral.citizen_id,
        Case.closed_on.is_(None),
        Case.id != referral.case_id if referral.case_id else true(),
    )
    query = query.options(
        selectinload(Case.referrals).selectinload(Referral.diagnoses),
        selectinload(Case.referrals).selectinload(Referral.events),
        selectinload(Case.contact_persons).joinedload(ContactPerson.user),
    )
    return session.scalars(query.order_by(Case.opened_on, Case.id)).unique().first()


def find_message(session: Session, actor: Actor, referral_id: UUID) -> bytes | None:
    """Return the bytes a referral came in, or None when there are none to give the actor.

    So it is when the referral is not the actor's, when it was typed in, and when the file holds
    letters for others too.
    """
    query = (
        select(Delivery)
        .join(StoredLetter, StoredLetter.delivery_id == Delivery.id)
        .join(Referral, Referral.letter_id == StoredLetter.id)
        .where(visible_referrals(actor), Referral.id == referral_id, holds_only_own(actor))
        .options(undefer(Delivery.raw))
    )
    delivery = session.scalars(query).one_or_none()
    return delivery.raw if delivery else None


_READ: Final = cast("Table", AccessLog.__table__).c
_OPENED: Final = (
    select(_READ.referral_id, User.name)
    .join(User, User.id == _READ.actor_id)
    .where(
        _READ.organisation_id == bindparam("organisation_id"),
        _READ.surface == SURFACE,
        _READ.referral_id.in_(bindparam("ids", expanding=True)),
        _READ.actor_id != bindparam("actor_id"),
        _READ.at > bindparam("since"),
    )
    .order_by(_READ.at)
)


def opened_by_others(
    session: Session, actor: Actor, referral_ids: Sequence[UUID], now: datetime
) -> Mapping[UUID, str]:
    """Return who else has just opened each referral, so that two people do not do the same."""
    asked = {
        "organisation_id": actor.organisation_id,
        "ids": list(referral_ids),
        "actor_id": actor.id,
        "since": now - _RECENT,
    }
    return {opened: name for opened, name in session.connection().execute(_OPENED, asked)}  # noqa: C416 - rows


def red_flag_hint(programme: Programme, referral: Referral) -> str | None:
    """Return what is alarming about one of the diagnosis codes in itself, or None (3.3)."""
    for diagnosis in referral.diagnoses:
        found = find_code(programme, diagnosis.code) if diagnosis.code else None
        if found is not None and found[0].red_flag_hint is not None:
            return found[0].red_flag_hint
    return None
