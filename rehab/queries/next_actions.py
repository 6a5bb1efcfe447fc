"""From stored rows to the facts the next action of a case is decided from, for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.clock_rules import EventKind
from rehab.domain.measures import MeasurePoint
from rehab.domain.next_actions import CaseProgress, ReferralProgress
from rehab.domain.referrals import ReferralStatus
from rehab.models import (
    Booking,
    BookingReferral,
    Case,
    Course,
    CourseSession,
    Epikrise,
    Measurement,
)
from rehab.queries.bookings import booked_sessions
from rehab.queries.clocks import FirstAttendance, facts_of, first_attendances


@dataclass(frozen=True, slots=True)
class Booked:
    """What lies ahead of one referral's bookings: how many sessions, the next one, its end."""

    sessions_left: int
    next_at: datetime | None
    next_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The facts of a case's next action, and when the citizen is expected next.

    `changes_at` is when they change by themselves: the end of the next session.
    """

    facts: CaseProgress
    next_session_at: datetime | None
    changes_at: datetime | None = None


def progress_of(session: Session, cases: Sequence[Case], now: datetime) -> Mapping[UUID, Progress]:
    """Return how far each case has come; four queries, however many cases.

    Needs the cases' `contact_persons` and `referrals` loaded, and these with `events`.
    """
    ids = [referral.id for case in cases for referral in case.referrals]
    attended = first_attendances(session, ids, civil_date(now))
    booked = _booked(session, ids, now)
    measured = _measured(session, [case.id for case in cases])
    signed = set(
        session.scalars(
            select(Epikrise.referral_id).where(
                Epikrise.referral_id.in_(ids), Epikrise.signed_at.is_not(None)
            )
        )
    )
    return {case.id: _of_case(case, attended, booked, measured[case.id], signed) for case in cases}


def _of_case(
    case: Case,
    attended: Mapping[UUID, FirstAttendance],
    booked: Mapping[UUID, Booked],
    measured: set[MeasurePoint],
    signed: set[UUID],
) -> Progress:
    worked_on = [
        referral
        for referral in case.referrals
        if referral.status is ReferralStatus.ACCEPTED
        and referral.closed_on is None
        and referral.id not in signed
    ]
    referrals = []
    for referral in worked_on:
        kinds = [event.kind for event in facts_of(referral, attended.get(referral.id)).events]
        mine = booked.get(referral.id)
        started = EventKind.FIRST_CONTACT_HELD in kinds
        referrals.append(
            ReferralProgress(
                reached=started or EventKind.CONTACT_REACHED in kinds,
                attempts=kinds.count(EventKind.CONTACT_ATTEMPTED),
                started=started,
                booked=mine is not None,
                sessions_left=mine.sessions_left if mine else 0,
            )
        )
    ahead = [booked[referral.id] for referral in worked_on if referral.id in booked]
    return Progress(
        facts=CaseProgress(
            closed=case.closed_on is not None,
            has_contact_person=any(row.until_on is None for row in case.contact_persons),
            measured_start=MeasurePoint.START in measured,
            measured_end=MeasurePoint.END in measured,
            referrals=tuple(referrals),
        ),
        next_session_at=_first(row.next_at for row in ahead),
        changes_at=_first(row.next_ends_at for row in ahead),
    )


def _first(instants: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


def _booked(session: Session, referral_ids: list[UUID], now: datetime) -> Mapping[UUID, Booked]:
    to_come = and_(CourseSession.ends_at > now, CourseSession.cancelled_at.is_(None))
    ahead = sql_case((to_come, CourseSession.starts_at))
    ends = sql_case((to_come, CourseSession.ends_at))
    query = (
        select(BookingReferral.referral_id, func.count(ahead), func.min(ahead), func.min(ends))
        .join(Booking, Booking.id == BookingReferral.booking_id)
        .join(Course, Course.id == Booking.course_id)
        .outerjoin(CourseSession, CourseSession.course_id == Course.id)
        .where(
            BookingReferral.referral_id.in_(referral_ids),
            Booking.cancelled_at.is_(None),
            Course.cancelled_at.is_(None),
            Booking.sessions_each.is_(None),
        )
        .group_by(BookingReferral.referral_id)
    )
    found = {
        referral_id: Booked(sessions_left, next_at, ends_at)
        for referral_id, sessions_left, next_at, ends_at in session.execute(query)
    }
    for referral_id, rolling in _booked_on_rolling(session, referral_ids, now):
        found[referral_id] = _both(found.get(referral_id), rolling)
    return found


def _booked_on_rolling(
    session: Session, referral_ids: list[UUID], now: datetime
) -> Iterator[tuple[UUID, Booked]]:
    """Yield what lies ahead for those booked for part of a series: their own sessions (F52)."""
    counting = select(BookingReferral.booking_id).where(
        BookingReferral.referral_id.in_(referral_ids)
    )
    query = (
        select(Booking)
        .join(Course, Course.id == Booking.course_id)
        .where(
            Booking.id.in_(counting),
            Booking.cancelled_at.is_(None),
            Course.cancelled_at.is_(None),
            Booking.sessions_each.is_not(None),
        )
        .options(
            joinedload(Booking.course).selectinload(Course.sessions),
            selectinload(Booking.counts_for),
        )
    )
    for booking in session.scalars(query):
        ahead = [
            row
            for row in booked_sessions(booking)
            if row.cancelled_at is None and row.ends_at > now
        ]
        first = ahead[0] if ahead else None
        mine = Booked(
            len(ahead), first.starts_at if first else None, first.ends_at if first else None
        )
        for row in booking.counts_for:
            yield row.referral_id, mine


def _both(one: Booked | None, other: Booked) -> Booked:
    if one is None:
        return other
    return Booked(
        one.sessions_left + other.sessions_left,
        _first((one.next_at, other.next_at)),
        _first((one.next_ends_at, other.next_ends_at)),
    )


def _measured(session: Session, case_ids: list[UUID]) -> Mapping[UUID, set[MeasurePoint]]:
    points: defaultdict[UUID, set[MeasurePoint]] = defaultdict(set)
    query = select(Measurement.case_id, Measurement.point)
    for case_id, point in session.execute(query.where(Measurement.case_id.in_(case_ids))):
        points[case_id].add(point)
    return points
