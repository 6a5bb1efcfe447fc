"""From stored events to clocks: facts are gathered here, and counted in the domain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind
from rehab.domain.deadlines import ClockFacts, ClockReading, PathwayEvent, read_clocks
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.models import (
    Attendance,
    Booking,
    BookingReferral,
    CourseSession,
    PathwayEventRow,
    Referral,
)
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class FirstAttendance:
    """The first time a citizen was present at something that counts for a referral."""

    on: date
    recorded_on: date


def first_attendances(
    session: Session, referral_ids: Iterable[UUID]
) -> Mapping[UUID, FirstAttendance]:
    """Return the first present mark for each referral that has one; two rows never tie a clock."""
    query = (
        select(
            BookingReferral.referral_id,
            func.min(CourseSession.starts_at),
            func.min(Attendance.recorded_at),
        )
        .join(Booking, Booking.id == BookingReferral.booking_id)
        .join(Attendance, Attendance.booking_id == Booking.id)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(
            BookingReferral.referral_id.in_(list(referral_ids)),
            Attendance.mark == AttendanceMark.PRESENT,
        )
        .group_by(BookingReferral.referral_id)
    )
    return {
        referral_id: FirstAttendance(civil_date(starts), civil_date(recorded))
        for referral_id, starts, recorded in session.execute(query)
    }


def closed_days(settings: Settings, around: date) -> frozenset[date]:
    """Return the kommune's own closed days of the years that a deadline near a day can touch."""
    years = range(around.year - 1, around.year + 3)
    days = product(years, settings.local_closed_days)
    return frozenset(
        date(year, month, day) for year, (month, day) in days if _exists(year, month, day)
    )


def facts_of(referral: Referral, attended: FirstAttendance | None) -> ClockFacts:
    """Return what the clocks of a referral are counted from. Needs its `events` loaded.

    A session the citizen came to is a held first contact, whether or not anybody typed it in.
    """
    cancelled = {row.cancels_id for row in referral.events}
    events = [
        _event(row) for row in referral.events if row.id not in cancelled and row.cancels_id is None
    ]
    if attended is not None:
        events.append(PathwayEvent(EventKind.FIRST_CONTACT_HELD, attended.on, attended.recorded_on))
    return ClockFacts(
        legal_basis=referral.legal_basis,
        received_on=referral.received_on,
        discharged_on=referral.discharged_on,
        earliest_start_on=referral.earliest_start_on,
        events=tuple(events),
        ended_on=referral.closed_on,
    )


def clocks_of(
    session: Session,
    programme: Programme,
    settings: Settings,
    referrals: Sequence[Referral],
    today: date,
) -> Mapping[UUID, tuple[ClockReading, ...]]:
    """Return the clocks of each referral as they stand on a day, most urgent due day first.

    One query for all of them. A referral that was only registered has no clock of ours: a
    specialised plan is the hospital's to start (4.4).
    """
    attended = first_attendances(session, [referral.id for referral in referrals])
    return {
        referral.id: read_clocks(
            programme.clocks,
            facts_of(referral, attended.get(referral.id)),
            today,
            closed_days(settings, referral.received_on),
        )
        if referral.status is not ReferralStatus.REGISTERED
        else ()
        for referral in referrals
    }


def _event(row: PathwayEventRow) -> PathwayEvent:
    return PathwayEvent(
        row.kind, row.appointment_on or row.occurred_on, civil_date(row.recorded_at)
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)  # noqa: DTZ001 - only asks whether 29 February exists
    except ValueError:
        return False
    return True
