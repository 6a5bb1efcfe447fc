"""Reading what the daily job judges: a kommune's open cases, a batch at a time.

Everything comes from the standings by index, as plain rows: memory does not grow with the number
of cases, and only the referrals a free choice may be due for are read as a whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from rehab.clock import civil_date
from rehab.domain.access import SYSTEM
from rehab.domain.escalations import FollowUp, WatchedCase, WatchedClock
from rehab.domain.standings import ClockOutcome, KeptClock, reading_on
from rehab.models import (
    AuditEvent,
    Case,
    CaseStanding,
    ClockStanding,
    ContactPerson,
    Referral,
    ReturnToWorkPlan,
)


@dataclass(frozen=True, slots=True)
class Watched:
    """One open case with what its tasks are judged by."""

    case_id: UUID
    programme_version: str
    facts: WatchedCase
    sick_since: date | None
    has_plan: bool


def batches_of_open_cases(
    session: Session, organisation_id: UUID, size: int
) -> Iterator[Sequence[UUID]]:
    """Yield a kommune's open cases, each batch read after the one before is done with."""
    key = CaseStanding.case_id
    query = select(key).where(CaseStanding.organisation_id == organisation_id).order_by(key)
    batch = session.scalars(query.limit(size)).all()
    while batch:
        yield batch
        batch = session.scalars(query.where(key > batch[-1]).limit(size)).all()


def watch(
    session: Session, case_ids: Sequence[UUID], limits: FollowUp, today: date
) -> list[Watched]:
    """Return these cases as they stand on a day; one that was closed meanwhile is left out."""
    rows = session.execute(
        select(
            CaseStanding.case_id,
            CaseStanding.holder_id,
            CaseStanding.sick_since,
            Case.programme_version,
            Case.opened_on,
        )
        .join(Case, Case.id == CaseStanding.case_id)
        .where(CaseStanding.case_id.in_(case_ids))
        .order_by(CaseStanding.case_id)
    ).all()
    clocks = _clocks(session, case_ids, limits, today)
    late = today - timedelta(days=limits.silent_days)
    silent = [
        each
        for each, found in clocks.items()
        if any(clock.reading.due is not None and clock.reading.due <= late for clock in found)
    ]
    done = _last_done(session, silent)
    left = _left_on(session, [row.case_id for row in rows if row.holder_id is None])
    planned = _planned(session, [row.case_id for row in rows if row.sick_since is not None])
    return [
        Watched(
            case_id=row.case_id,
            programme_version=row.programme_version,
            facts=WatchedCase(
                clocks=tuple(clocks.get(row.case_id, ())),
                unheld_since=left.get(row.case_id, row.opened_on)
                if row.holder_id is None
                else None,
                last_done_on=done.get(row.case_id),
            ),
            sick_since=row.sick_since,
            has_plan=row.case_id in planned,
        )
        for row in rows
    ]


def awaiting_an_offer(
    session: Session, case_ids: Sequence[UUID], clock_codes: Sequence[str]
) -> Sequence[Referral]:
    """Return the referrals of cases without a stop in time for a clock of these codes.

    The clock still runs, or a time was offered that is too late; they come with their events.
    """
    query = (
        select(Referral)
        .join(ClockStanding, ClockStanding.referral_id == Referral.id)
        .where(
            Referral.case_id.in_(case_ids),
            ClockStanding.code.in_(clock_codes),
            ClockStanding.outcome.in_([ClockOutcome.RUNNING, ClockOutcome.MISSED]),
        )
        .options(selectinload(Referral.events))
        .order_by(Referral.id)
    )
    return session.scalars(query).unique().all()


def _clocks(
    session: Session, case_ids: Sequence[UUID], limits: FollowUp, today: date
) -> Mapping[UUID, list[WatchedClock]]:
    """Return the clocks that run out soon or have run out, by the case."""
    row = ClockStanding
    query = (
        select(
            Referral.case_id,
            row.referral_id,
            row.code,
            row.label,
            row.due_on,
            row.outcome,
            row.paused_from,
            row.paused_until,
            row.strength,
            row.section,
        )
        .join(Referral, Referral.id == row.referral_id)
        .where(
            Referral.case_id.in_(case_ids),
            row.outcome == ClockOutcome.RUNNING,
            row.stopped_on.is_(None),
            row.due_on <= today + timedelta(days=limits.warn_days),
        )
        .order_by(row.referral_id, row.code)
    )
    found: defaultdict[UUID, list[WatchedClock]] = defaultdict(list)
    for each in session.execute(query):
        clock = KeptClock(
            code=each.code,
            label=each.label,
            due=each.due_on,
            outcome=each.outcome,
            stopped_on=None,
            paused_from=each.paused_from,
            paused_until=each.paused_until,
            strength=each.strength,
            section=each.section,
        )
        found[each.case_id].append(WatchedClock(each.referral_id, reading_on(clock, today)))
    return found


def _last_done(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """Return the day a person last did anything in each case; to put a task away is no deed."""
    query = (
        select(AuditEvent.case_id, func.max(AuditEvent.at))
        .where(
            AuditEvent.case_id.in_(case_ids),
            AuditEvent.actor_id != SYSTEM.id,
            AuditEvent.verb.not_like("reminder.%"),
        )
        .group_by(AuditEvent.case_id)
    )
    found = session.execute(query)
    return {case_id: civil_date(at) for case_id, at in found if case_id is not None}


def _left_on(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """Return the day the last holder left each case that had one."""
    query = (
        select(ContactPerson.case_id, func.max(ContactPerson.until_on))
        .where(ContactPerson.case_id.in_(case_ids))
        .group_by(ContactPerson.case_id)
    )
    return {case_id: day for case_id, day in session.execute(query) if day is not None}


def _planned(session: Session, case_ids: Sequence[UUID]) -> set[UUID]:
    query = select(ReturnToWorkPlan.case_id).where(ReturnToWorkPlan.case_id.in_(case_ids))
    return set(session.scalars(query))
