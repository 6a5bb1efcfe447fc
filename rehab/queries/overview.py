"""Reading what the leader's figures are counted from: referrals with their clocks today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from rehab.domain.access import Actor, Permission
from rehab.domain.deadlines import ClockReading
from rehab.domain.indicators import is_overdue, is_waiting, judge, period_start
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.models import Case, Citizen, ContactPerson, Referral, User
from rehab.queries.clocks import clocks_of
from rehab.queries.visibility import visible_cases, visible_referrals
from rehab.settings import Settings

_NOT_DONE = frozenset({ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED})


@dataclass(frozen=True, slots=True)
class FollowedReferral:
    """A referral with its clocks as they stand today, and who holds its case."""

    referral_id: UUID
    case_id: UUID | None
    case_number: str | None
    contact_person: str | None
    citizen: Citizen
    received_on: date
    is_open: bool
    readings: tuple[ClockReading, ...]


@dataclass(frozen=True, slots=True)
class FollowedClock:
    """One clock of one referral, as a row of a list."""

    referral: FollowedReferral
    reading: ClockReading


def list_followed_referrals(
    session: Session,
    actor: Actor,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    today: date,
) -> list[FollowedReferral]:
    """Return the referrals the figures of a day are counted from, the oldest first.

    They are those that are not closed, and those received in the period that shares are taken of.
    """
    query = (
        select(Referral)
        .where(
            visible_referrals(actor),
            or_(Referral.closed_on.is_(None), Referral.received_on >= period_start(today)),
        )
        .options(joinedload(Referral.citizen), selectinload(Referral.events))
        .order_by(Referral.received_on, Referral.id)
    )
    referrals = list(session.scalars(query))
    clocks = clocks_of(session, programme_for, settings, referrals, today)
    numbers = _numbers(session, actor)
    holders = _holders(session, actor)
    return [
        FollowedReferral(
            referral_id=referral.id,
            case_id=referral.case_id,
            case_number=numbers.get(referral.case_id) if referral.case_id else None,
            contact_person=holders.get(referral.case_id) if referral.case_id else None,
            citizen=referral.citizen,
            received_on=referral.received_on,
            is_open=referral.closed_on is None and referral.status in _NOT_DONE,
            readings=clocks[referral.id],
        )
        for referral in referrals
    ]


def overdue_clocks(referrals: list[FollowedReferral]) -> list[FollowedClock]:
    """Return every clock that has run out unmet, the longest overdue first."""
    found = [
        FollowedClock(referral, reading)
        for referral in referrals
        for reading in referral.readings
        if referral.is_open and is_overdue(reading)
    ]
    return sorted(
        found,
        key=lambda row: (
            row.reading.due or date.max,
            row.reading.code,
            str(row.referral.referral_id),
        ),
    )


def waiting_clocks(referrals: list[FollowedReferral]) -> list[FollowedClock]:
    """Return the start clock of each referral that still waits to start, the oldest first."""
    return [
        FollowedClock(referral, reading)
        for referral in referrals
        if referral.is_open and is_waiting(referral.readings)
        for reading in referral.readings
        if reading.code == "start"
    ]


def judged_clocks(referrals: list[FollowedReferral], code: str, today: date) -> list[FollowedClock]:
    """Return the clocks with a code that a share is taken of, the oldest referral first."""
    return [
        FollowedClock(referral, reading)
        for referral in referrals
        if referral.received_on >= period_start(today)
        for reading in referral.readings
        if reading.code == code and judge(reading).counts
    ]


def _numbers(session: Session, actor: Actor) -> Mapping[UUID, str]:
    query = select(Case.id, Case.number).where(visible_cases(actor, Permission.CASE_READ))
    return {case_id: number for case_id, number in session.execute(query)}  # noqa: C416 - rows


def _holders(session: Session, actor: Actor) -> Mapping[UUID, str]:
    holder = aliased(ContactPerson)  # the condition on visibility asks about kontaktpersoner too
    query = (
        select(holder.case_id, User.name)
        .join(User, User.id == holder.user_id)
        .join(Case, Case.id == holder.case_id)
        .where(visible_cases(actor, Permission.CASE_READ), holder.until_on.is_(None))
    )
    return {case_id: name for case_id, name in session.execute(query)}  # noqa: C416 - rows
