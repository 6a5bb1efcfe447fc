"""From stored events to clocks: facts are gathered here, and counted in the domain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind
from rehab.domain.deadlines import ClockFacts, ClockReading, PathwayEvent, read_clocks
from rehab.domain.programme import Programme
from rehab.domain.referrals import runs_clocks
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
    session: Session, referral_ids: Iterable[UUID], known_on: date | None = None
) -> Mapping[UUID, FirstAttendance]:
    """Return the first present mark of each referral that has one, as it was known on a day.

    The two days may come from two sessions: a sheet filled in late does not hide an earlier one.
    """
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
    if known_on is not None:
        query = query.where(Attendance.recorded_at < _day_after(known_on))
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


def facts_of(
    referral: Referral, attended: FirstAttendance | None, known_on: date | None = None
) -> ClockFacts:
    """Return what the clocks of a referral are counted from. Needs its `events` loaded.

    A session the citizen came to is a held first contact, whether or not anybody typed it in. With
    a day given, what was recorded after it is left out: an event, and what took one back.
    """
    known = [row for row in referral.events if _is_known(row.recorded_at, known_on)]
    cancelled = {row.cancels_id for row in known}
    events = [_event(row) for row in known if row.id not in cancelled and row.cancels_id is None]
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
    programme_for: Callable[[str], Programme],
    settings: Settings,
    referrals: Sequence[Referral],
    today: date,
) -> Mapping[UUID, tuple[ClockReading, ...]]:
    """Return the clocks of each referral as they stand on a day, most urgent due day first.

    One query for all of them, and each by the version of the programme it was received under. A
    specialised plan has no clock of ours.
    """
    attended = first_attendances(session, [referral.id for referral in referrals], today)
    return {
        referral.id: read_clocks(
            programme_for(referral.programme_version).clocks,
            facts_of(referral, attended.get(referral.id), today),
            today,
            closed_days(settings, referral.received_on),
        )
        if runs_clocks(
            referral.status,
            referral.gop_type,
            programme_for(referral.programme_version).triage.register_only,
        )
        else ()
        for referral in referrals
    }


def _is_known(recorded_at: datetime, on: date | None) -> bool:
    return on is None or civil_date(recorded_at) <= on


def _day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)


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
