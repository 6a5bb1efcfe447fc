"""Reading the inbox and one referral, filtered by who asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from rehab.domain.access import Actor
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.deadlines import ClockReading, urgency
from rehab.domain.groups import find_code
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.models import (
    AccessLog,
    Case,
    ContactPerson,
    Delivery,
    Referral,
    StoredLetter,
    User,
)
from rehab.queries.clocks import clocks_of
from rehab.queries.visibility import visible_cases, visible_referrals
from rehab.settings import Settings

SURFACE: Final = "referral.show"
_RECENT: Final = timedelta(minutes=10)
_OPEN: Final = (ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.REGISTERED)


class InboxFilter(StrEnum):
    """Name the lists of the inbox, as they stand in the address."""

    NEW = "nye"
    PLANS = "gop"
    REGISTERED = "registrerede"
    OPEN = "aabne"
    ENDED = "afsluttede"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A referral with what its place in the list rests on."""

    referral: Referral
    clocks: tuple[ClockReading, ...]
    red_flag_hint: str | None
    has_open_case: bool


def list_inbox(
    session: Session,
    actor: Actor,
    which: InboxFilter,
    *,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    today: date,
) -> list[InboxRow]:
    """Return a list of the inbox: alarming codes first, then by the clock that presses most.

    What came first breaks a tie. Referrals that have ended have no clock that runs, so the
    newest stands first among them.
    """
    query = select(Referral).where(visible_referrals(actor), _only(which))
    query = query.options(
        joinedload(Referral.citizen),
        selectinload(Referral.diagnoses),
        selectinload(Referral.events),
    )
    referrals = list(session.scalars(query.order_by(Referral.received_at, Referral.id)))
    clocks = clocks_of(session, programme_for, settings, referrals, today)
    with_case = _citizens_with_open_case(session, actor, referrals)
    rows = [
        InboxRow(
            referral,
            clocks[referral.id],
            red_flag_hint(programme_for(referral.programme_version), referral),
            referral.case_id is None and referral.citizen_id in with_case,
        )
        for referral in referrals
    ]
    if which is InboxFilter.ENDED:
        return rows[::-1]
    return sorted(rows, key=lambda row: (row.red_flag_hint is None, urgency(row.clocks)))


def count_inbox(session: Session, actor: Actor) -> Mapping[InboxFilter, int]:
    """Return how long each list of the inbox is."""
    return {
        which: session.scalar(
            select(func.count()).select_from(Referral).where(visible_referrals(actor), _only(which))
        )
        or 0
        for which in InboxFilter
    }


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
    """Return the bytes a referral came in, or None when it is not the actor's or was typed in."""
    query = (
        select(Delivery)
        .join(StoredLetter, StoredLetter.delivery_id == Delivery.id)
        .join(Referral, Referral.letter_id == StoredLetter.id)
        .where(visible_referrals(actor), Referral.id == referral_id)
        .options(undefer(Delivery.raw))
    )
    delivery = session.scalars(query).one_or_none()
    return delivery.raw if delivery else None


def opened_by_others(
    session: Session, actor: Actor, referral_ids: Sequence[UUID], now: datetime
) -> Mapping[UUID, str]:
    """Return who else has just opened each referral, so that two people do not do the same."""
    query = (
        select(AccessLog.referral_id, User.name)
        .join(User, User.id == AccessLog.actor_id)
        .where(
            AccessLog.organisation_id == actor.organisation_id,
            AccessLog.surface == SURFACE,
            AccessLog.referral_id.in_(referral_ids),
            AccessLog.actor_id != actor.id,
            AccessLog.at > now - _RECENT,
        )
        .order_by(AccessLog.at)
    )
    return {opened: name for opened, name in session.execute(query) if opened is not None}


def red_flag_hint(programme: Programme, referral: Referral) -> str | None:
    """Return what is alarming about one of the diagnosis codes in itself, or None (3.3)."""
    for diagnosis in referral.diagnoses:
        found = find_code(programme, diagnosis.code) if diagnosis.code else None
        if found is not None and found[0].red_flag_hint is not None:
            return found[0].red_flag_hint
    return None


def _citizens_with_open_case(
    session: Session, actor: Actor, referrals: Sequence[Referral]
) -> frozenset[UUID]:
    query = select(Case.citizen_id).where(
        Case.organisation_id == actor.organisation_id,
        Case.closed_on.is_(None),
        Case.citizen_id.in_({row.citizen_id for row in referrals}),
    )
    return frozenset(session.scalars(query))


def _only(which: InboxFilter) -> ColumnElement[bool]:
    match which:
        case InboxFilter.NEW:
            return Referral.status == ReferralStatus.RECEIVED
        case InboxFilter.PLANS:
            return (Referral.status == ReferralStatus.RECEIVED) & (
                Referral.legal_basis == LegalBasis.SUNDHEDSLOVEN_140
            )
        case InboxFilter.REGISTERED:
            return Referral.status == ReferralStatus.REGISTERED
        case InboxFilter.OPEN:
            return Referral.status.in_(_OPEN)
        case InboxFilter.ENDED:
            return Referral.status.not_in(_OPEN)
