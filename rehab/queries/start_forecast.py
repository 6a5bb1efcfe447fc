"""Reading what a forecast of a start is made of: the free seats, and those who stand before (F30).

A course has no team, and neither has a free seat on it: what is read holds for the whole kommune.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.access import Actor
from rehab.domain.booked_sessions import (
    BookedSpan,
    SessionSlot,
    counted_sessions,
    sessions_of_booking,
)
from rehab.domain.clock_rules import Strength
from rehab.domain.course_starts import running_of_start, start_codes
from rehab.domain.courses import CourseForm, Intake, IntakeFacts, is_begun
from rehab.domain.deadlines import ClockReading
from rehab.domain.offers import training_codes
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.domain.standings import ClockOutcome
from rehab.domain.start_forecast import FreeStart, InLine, StartForecast, ahead_of, forecast
from rehab.domain.waiting_list import Dues, dues_of
from rehab.models import (
    Case,
    ClockStanding,
    Course,
    CourseSession,
    Referral,
    Seat,
    WaitingEntry,
)
from rehab.queries.clocks import Counted
from rehab.queries.visibility import of_organisation

_HAS_SEAT: Final = and_(Seat.cancelled_at.is_(None), Seat.finished_at.is_(None))


@dataclass(frozen=True, slots=True)
class DeadlineForecast:
    """What is forecast for one deadline of a referral, and where the deadline comes from."""

    label: str
    section: str
    found: StartForecast


def start_forecasts(
    session: Session,
    actor: Actor,
    referral: Referral,
    *,
    counted: Counted | None,
    readings: Collection[ClockReading],
    programme: Programme,
    now: datetime,
) -> tuple[DeadlineForecast, ...]:
    """Return the forecast for each deadline of a referral that only a start can meet.

    None where nothing waits for a start: no deadline of ours runs, or the citizen has a seat. What
    is forecast rests on the referral's own days and not on whether it is decided, so accepting it
    changes nothing. Four statements at most, however many courses and however many wait.
    """
    deadlines = running_of_start(counted.rules, readings) if counted else ()
    if counted is None or not deadlines:
        return ()
    trains = training_codes(programme.offers)
    if _sits(session, referral, trains):
        return ()
    starts = free_starts(session, actor, trains, now)
    line = those_in_line(session, referral, start_codes(counted.rules), trains)
    ahead = ahead_of(line, dues_of(counted.rules, readings))
    return tuple(
        DeadlineForecast(reading.label, reading.section, forecast(reading.due, starts, ahead))
        for reading in deadlines
        if reading.due is not None
    )


def free_starts(
    session: Session, actor: Actor, offer_codes: Collection[str], now: datetime
) -> tuple[FreeStart, ...]:
    """Return the kommune's courses of some offers with a seat that can be booked now.

    Each with the day a citizen booked now would begin. An individual course counts until it is
    somebody's: one that was given back is still that citizen's own.
    """
    taken = (
        select(func.count())
        .where(Seat.course_id == Course.id, _HAS_SEAT)
        .correlate(Course)
        .scalar_subquery()
    )
    free = (Course.capacity - taken).label("free")
    ahead = exists().where(
        CourseSession.course_id == Course.id,
        CourseSession.starts_at > now,
        CourseSession.cancelled_at.is_(None),
    )
    somebodys = and_(
        Course.form == CourseForm.INDIVIDUAL, exists().where(Seat.course_id == Course.id)
    )
    query = (
        select(Course.id, Course.title, Course.intake, Course.joinable_until, free)
        .add_columns(Course.sessions_each)
        .where(
            of_organisation(actor, Course.organisation_id),
            Course.offer_code.in_(offer_codes),
            Course.cancelled_at.is_(None),
            free > 0,
            ahead,
            ~somebodys,
        )
    )
    rows = session.execute(query.order_by(Course.id)).all()
    slots = _slots(session, [row.id for row in rows])
    found = []
    for row in rows:
        rule = IntakeFacts(row.intake, row.joinable_until, row.sessions_each)
        each = row.sessions_each if row.intake is Intake.ROLLING else None
        mine = counted_sessions(sessions_of_booking(slots[row.id], BookedSpan(now, None, each)))
        begins = min((slot.starts_at for slot in mine if slot.starts_at > now), default=None)
        if begins is not None and not is_begun(rule, slots[row.id], now):
            found.append(FreeStart(row.title, civil_date(begins), row.free))
    return tuple(found)


def those_in_line(
    session: Session, referral: Referral, codes: Collection[str], offer_codes: Collection[str]
) -> tuple[InLine, ...]:
    """Return who waits for a start in the kommune besides the citizen of a referral, by due days.

    In open cases: those with an accepted referral whose deadline for a start runs, and those on
    the waiting list; nobody with a seat, booked or held for an offer. One statement, of the kept
    clocks, which says the days and how many and never who.
    """
    running = and_(
        ClockStanding.organisation_id == referral.organisation_id,
        ClockStanding.outcome == ClockOutcome.RUNNING,
        ClockStanding.code.in_(codes),
    )
    by_law = ClockStanding.strength == Strength.LOV
    waits = union_all(
        select(
            Referral.case_id,
            case((by_law, ClockStanding.due_on)).label("by_law"),
            case((~by_law, ClockStanding.due_on)).label("otherwise"),
            literal(0).label("jumped"),
        )
        .join(ClockStanding, ClockStanding.referral_id == Referral.id)
        .where(running, Referral.status == ReferralStatus.ACCEPTED),
        select(
            WaitingEntry.case_id,
            cast(null(), Date),
            cast(null(), Date),
            case((WaitingEntry.jumped_at.is_not(None), 1), else_=0),
        ).where(
            WaitingEntry.organisation_id == referral.organisation_id,
            WaitingEntry.left_at.is_(None),
            WaitingEntry.offer_code.in_(offer_codes),
        ),
    ).subquery()
    each = (
        select(
            func.min(waits.c.by_law).label("by_law"),
            func.min(waits.c.otherwise).label("otherwise"),
            func.max(waits.c.jumped).label("jumped"),
        )
        .join(Case, Case.id == waits.c.case_id)
        .where(
            Case.closed_on.is_(None),
            Case.citizen_id != referral.citizen_id,
            ~_seated(offer_codes),
        )
        .group_by(Case.id)
        .subquery()
    )
    groups = select(each.c.by_law, each.c.otherwise, each.c.jumped, func.count())
    rows = session.execute(groups.group_by(each.c.by_law, each.c.otherwise, each.c.jumped))
    return tuple(
        InLine(many, Dues(by_law, otherwise), jumped=bool(jumped))
        for by_law, otherwise, jumped, many in rows
    )


def _sits(session: Session, referral: Referral, offer_codes: Collection[str]) -> bool:
    """Tell whether the citizen has a seat in an open case, which the referral is or will be in."""
    query = select(Case.id).where(
        Case.citizen_id == referral.citizen_id, Case.closed_on.is_(None), _seated(offer_codes)
    )
    return session.scalar(query.limit(1)) is not None


def _seated(offer_codes: Collection[str]) -> ColumnElement[bool]:
    """Return the condition on `Case` that it has a seat on training, booked or held."""
    return (
        exists()
        .where(
            Seat.case_id == Case.id,
            _HAS_SEAT,
            Course.id == Seat.course_id,
            Course.offer_code.in_(offer_codes),
            Course.cancelled_at.is_(None),
        )
        .correlate(Case)
    )


def _slots(session: Session, course_ids: Iterable[UUID]) -> dict[UUID, list[SessionSlot]]:
    query = select(
        CourseSession.course_id,
        CourseSession.id,
        CourseSession.starts_at,
        CourseSession.ends_at,
        CourseSession.cancelled_at,
    ).where(CourseSession.course_id.in_(list(course_ids)))
    found: dict[UUID, list[SessionSlot]] = defaultdict(list)
    for row in session.execute(query):
        found[row.course_id].append(
            SessionSlot(row.id, row.starts_at, row.ends_at, cancelled=row.cancelled_at is not None)
        )
    return found
