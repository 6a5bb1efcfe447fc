"""Changing a course as a whole: its name, seats and intake; and cancelling it altogether."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from rehab.domain.courses import (
    CourseForm,
    IntakeFacts,
    SeatFacts,
    check_capacity,
    check_intake,
    check_lower_capacity,
)
from rehab.domain.notices import NoticeKind
from rehab.domain.seat_offers import OfferAnswer
from rehab.domain.series_changes import ChangedMeanwhileError, SeriesChangeError
from rehab.domain.wording import has_words, require_words
from rehab.models import Booking, Course, CourseSession, SeatOffer, WaitingEntry
from rehab.queries.bookings import booked_sessions, sessions_of_course, taken_seats
from rehab.services.context import Context
from rehab.services.courses import GIVE_NAME
from rehab.services.free_seats import end_offer, offer_free_seats
from rehab.services.series_changes import tell
from rehab.services.session_access import require_planner
from rehab.services.turns import take_turn

_SETTINGS: Final = (
    "title",
    "capacity",
    "minimum",
    "intake",
    "joinable_until",
    "sessions_each",
    "equipment",
)


@dataclass(frozen=True, slots=True)
class CourseSettings:
    """What may be changed of a course after it was planned.

    `seen` is the course as the page showed it when it was opened, by `settings_mark`.
    """

    title: str
    capacity: int
    intake: IntakeFacts
    equipment: tuple[str, ...] = ()
    seen: str | None = None


def settings_mark(course: Course) -> str:
    """Return what tells a course's settings from what somebody else has made of them."""
    shown = [getattr(course, name) for name in _SETTINGS]
    return sha256(repr(shown).encode()).hexdigest()


def change_settings(ctx: Context, course: Course, command: CourseSettings) -> int:
    """Change a course's name, seats and intake; return how many new seats were offered on.

    Fewer seats than are taken is refused: nobody loses a seat by a number (F51). Whoever is booked
    keeps the number of sessions they were booked for (F52). Raises ChangedMeanwhileError.
    """
    require_planner(ctx, course)
    take_turn(ctx, course)
    ctx.session.refresh(course, [*_SETTINGS, "cancelled_at"])
    _check_runs(course)
    if command.seen is not None and command.seen != settings_mark(course):
        raise ChangedMeanwhileError("forløbet")
    require_words(command.title, GIVE_NAME)
    check_capacity(course.form, command.capacity)
    seats = frozenset(taken_seats(ctx.session, course.id))
    check_lower_capacity(command.capacity, SeatFacts(course.capacity, seats))
    held = sum(row.cancelled_at is None for row in sessions_of_course(ctx.session, course.id))
    check_intake(command.intake, command.capacity, held)
    before = course.capacity
    course.title, course.capacity = command.title, command.capacity
    course.minimum = command.intake.minimum
    course.intake = command.intake.intake
    course.joinable_until = command.intake.joinable_until
    course.sessions_each = command.intake.sessions_each
    course.equipment = list(command.equipment)
    ctx.record("course.settings_changed", course_id=course.id, before=before, after=course.capacity)
    return offer_free_seats(ctx, course) if command.capacity > before else 0


def cancel_course(ctx: Context, course: Course, reason: str) -> int:
    """Cancel a course and every session ahead, saying why; return how many lost their seat.

    A hold below its minimum is not begun. Those booked go back to be booked: their seat is given
    back with the reason, they are told, and their case asks for another course. What was held and
    marked stays. Nobody is offered a seat on it any more, and who waited for it waits for any.
    """
    require_planner(ctx, course)
    take_turn(ctx, course)
    ctx.session.refresh(course, ["cancelled_at"])
    _check_runs(course)
    if not has_words(reason):
        raise SeriesChangeError("Skriv, hvorfor forløbet aflyses.")
    why = reason.strip()
    lost = _give_seats_back(ctx, course, why)
    ahead = select(CourseSession).where(
        CourseSession.course_id == course.id,
        CourseSession.starts_at > ctx.now,
        CourseSession.cancelled_at.is_(None),
    )
    for row in ctx.session.scalars(ahead):
        row.cancelled_at, row.cancel_reason = ctx.now, why
    course.cancelled_at, course.cancel_reason = ctx.now, why
    ctx.record("course.cancelled", course_id=course.id)
    _wait_for_any(ctx, course)
    return lost


def _give_seats_back(ctx: Context, course: Course, why: str) -> int:
    query = (
        select(Booking)
        .where(Booking.course_id == course.id, Booking.cancelled_at.is_(None))
        .options(joinedload(Booking.case), joinedload(Booking.course).selectinload(Course.sessions))
        .order_by(Booking.seat, Booking.id)
    )
    bookings = ctx.session.scalars(query).all()
    kind = "Holdet" if course.form is CourseForm.HOLD else "Forløbet"
    for booking in bookings:
        ahead = [
            row
            for row in booked_sessions(booking)
            if row.starts_at > ctx.now and row.cancelled_at is None
        ]
        booking.cancelled_at = ctx.now
        booking.cancel_reason = f"{kind} er aflyst: {why}"
        ctx.record(
            "course.booking_cancelled",
            booking.case_id,
            course_id=course.id,
            booking_id=booking.id,
        )
        if ahead:
            first = ahead[0]
            tell(ctx, booking.case, NoticeKind.SESSION_CANCELLED, first.starts_at, first.place)
    return len(bookings)


def _wait_for_any(ctx: Context, course: Course) -> None:
    offers = select(SeatOffer).where(
        SeatOffer.course_id == course.id, SeatOffer.answered_at.is_(None)
    )
    for offer in ctx.session.scalars(offers.options(selectinload(SeatOffer.entry))).all():
        end_offer(ctx, offer, OfferAnswer.WITHDRAWN)
    waiting = select(WaitingEntry).where(
        WaitingEntry.course_id == course.id, WaitingEntry.left_at.is_(None)
    )
    for entry in ctx.session.scalars(waiting):
        entry.course_id = None


def _check_runs(course: Course) -> None:
    if course.cancelled_at is not None:
        raise SeriesChangeError("Forløbet er allerede aflyst. Genindlæs siden.")
