"""Booking a citizen on a course, and giving the seat back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rehab.clock import civil_date
from rehab.domain.access import Permission
from rehab.domain.clock_rules import EventKind
from rehab.domain.courses import (
    Bookable,
    BookingFacts,
    CourseFacts,
    NotBookable,
    SeatFacts,
    may_book,
    require_seat,
)
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words
from rehab.models import (
    Booking,
    BookingReferral,
    Case,
    Course,
    CourseSession,
    PathwayEventRow,
    Referral,
)
from rehab.queries.bookings import (
    countable_referrals,
    session_facts,
    sessions_of_case,
    sessions_of_course,
    taken_seats,
)
from rehab.queries.cases import scope_of
from rehab.services.context import Context
from rehab.services.turns import take_turn


class CountsForError(DomainError):
    """A booking was to count for nothing, or for a referral it cannot count for."""


class BookingNotCancellableError(DomainError):
    """A booking cannot be cancelled, or not without a reason."""


@dataclass(frozen=True, slots=True)
class BookCourse:
    """Which of the case's referrals a booking counts for: it may be both GOP and Ref01 (F7)."""

    counts_for: frozenset[UUID]


def book(ctx: Context, case: Case, course: Course, command: BookCourse) -> Booking:
    """Give a citizen the lowest free seat on a course, and record the first meeting as offered.

    Bookings of one course wait for each other, so a seat is never given twice; the database
    refuses it as well. Raises BookingRefusedError with every reason, a full course among them.
    """
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    if course.organisation_id != case.organisation_id:
        raise CountsForError("Forløbet hører til en anden kommune. Vælg et fra listen.")
    referrals = _chosen(ctx, case, command)
    take_turn(ctx, course)
    sessions = sessions_of_course(ctx.session, course.id)
    seat = require_seat(_verdict(ctx, case, course, sessions))
    booking = Booking(
        course_id=course.id,
        case_id=case.id,
        seat=seat,
        booked_by=ctx.actor.id,
        booked_at=ctx.now,
        counts_for=[
            BookingReferral(referral_id=referral.id, legal_basis=referral.legal_basis)
            for referral in referrals
        ],
    )
    ctx.session.add(booking)
    ctx.session.flush()
    ctx.record("course.booked", case.id, course_id=course.id, seat=seat)
    first = next(session for session in sessions if session.starts_at > ctx.now)
    _record_offer(ctx, case, referrals, first)
    return booking


def cancel_booking(ctx: Context, booking: Booking, reason: str) -> None:
    """Give a seat back, saying why. What was offered stays offered (F24) and marks are kept.

    Needs the booking's `case` loaded.
    """
    case = booking.case
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    if booking.cancelled_at is not None:
        raise BookingNotCancellableError("Pladsen er allerede afbestilt. Genindlæs siden.")
    if not has_words(reason):
        raise BookingNotCancellableError("Skriv, hvorfor pladsen afbestilles.")
    booking.cancelled_at = ctx.now
    booking.cancel_reason = reason.strip()
    ctx.record(
        "course.booking_cancelled", case.id, course_id=booking.course_id, booking_id=booking.id
    )


def _chosen(ctx: Context, case: Case, command: BookCourse) -> tuple[Referral, ...]:
    countable = countable_referrals(case, ctx.programme_for)
    chosen = tuple(row for row in countable if row.id in command.counts_for)
    if not chosen:
        raise CountsForError(
            "Vælg mindst én accepteret henvisning, som forløbet tæller for. "
            "Er der ingen, skal henvisningen visiteres først."
        )
    if len(chosen) < len(command.counts_for):
        raise CountsForError(
            "En af henvisningerne er ikke længere åben. Genindlæs siden, og vælg igen."
        )
    return chosen


def _verdict(
    ctx: Context, case: Case, course: Course, sessions: list[CourseSession]
) -> Bookable | NotBookable:
    taken = taken_seats(ctx.session, course.id)
    return may_book(
        CourseFacts(
            name=course.title,
            form=course.form,
            seats=SeatFacts(course.capacity, frozenset(taken)),
            sessions=tuple(session_facts(session) for session in sessions),
            cancelled=course.cancelled_at is not None,
        ),
        BookingFacts(
            case_is_open=case.closed_on is None,
            already_on_course=case.id in taken.values(),
            other_sessions=sessions_of_case(ctx.session, case.id),
        ),
        ctx.now,
    )


def _record_offer(
    ctx: Context, case: Case, referrals: tuple[Referral, ...], first: CourseSession
) -> None:
    """Record the offered day where there is none: it counts even if cancelled (SL-9)."""
    day = civil_date(first.starts_at)
    offered = _already_offered(ctx, referrals)
    for referral in referrals:
        if referral.id not in offered:
            ctx.session.add(
                PathwayEventRow(
                    referral_id=referral.id,
                    kind=EventKind.FIRST_CONTACT_OFFERED,
                    occurred_on=ctx.today,
                    appointment_on=day,
                    recorded_by=ctx.actor.id,
                    recorded_at=ctx.now,
                )
            )
            ctx.record(
                "pathway.recorded",
                case.id,
                referral_id=referral.id,
                kind=EventKind.FIRST_CONTACT_OFFERED,
                on=day,
            )


def _already_offered(ctx: Context, referrals: tuple[Referral, ...]) -> set[UUID]:
    rows = ctx.session.scalars(
        select(PathwayEventRow).where(
            PathwayEventRow.referral_id.in_([referral.id for referral in referrals])
        )
    ).all()
    cancelled = {row.cancels_id for row in rows}
    return {
        row.referral_id
        for row in rows
        if row.kind is EventKind.FIRST_CONTACT_OFFERED
        and row.id not in cancelled
        and row.cancels_id is None
    }
