"""Booking a citizen on a course, and giving the seat back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

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
from rehab.domain.shared_training import check_not_trained_twice
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
from rehab.queries.bookable import training_ahead, training_of
from rehab.queries.bookings import (
    attended_sessions,
    booked_sessions,
    bookings_of_case,
    countable_referrals,
    has_begun,
    promised_sessions,
    session_facts,
    taken_seats,
    would_attend,
)
from rehab.queries.cases import scope_of
from rehab.services.context import Context
from rehab.services.free_seats import offer_free_seats
from rehab.services.turns import take_turn
from rehab.services.waiting_list import leave_on_booking


class CountsForError(DomainError):
    """A booking was to count for nothing, or for a referral it cannot count for."""


class BookingNotCancellableError(DomainError):
    """A booking cannot be cancelled, or not without a reason."""


@dataclass(frozen=True, slots=True)
class BookCourse:
    """Which of the case's referrals a booking counts for: it may be both GOP and Ref01 (F7)."""

    counts_for: frozenset[UUID]


def book(
    ctx: Context, case: Case, course: Course, command: BookCourse, *, seat: int | None = None
) -> Booking:
    """Give a citizen a seat on a course, and record the first meeting as offered.

    Bookings of one course wait for each other, so a seat is never given twice; the database
    refuses it as well. It is the lowest free seat, unless one was held for the citizen. Whoever
    waited for the offer waits no longer. Raises BookingRefusedError with every reason, a full
    course among them, and TrainedTwiceError.
    """
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    if course.organisation_id != case.organisation_id:
        raise CountsForError("Forløbet hører til en anden kommune. Vælg et fra listen.")
    referrals = chosen_referrals(ctx, case, command)
    take_turn(ctx, case)
    take_turn(ctx, course)
    fresh = ctx.session.get_one(
        Course, course.id, options=[selectinload(Course.sessions)], populate_existing=True
    )
    ahead = would_attend(fresh, ctx.now)
    plan = bookings_of_case(ctx.session, case.id)
    taken = taken_seats(ctx.session, fresh.id)
    free = free_seat_for(ctx, case, fresh, command, plan, taken)
    booking = Booking(
        course_id=course.id,
        case_id=case.id,
        seat=seat or free,
        booked_by=ctx.actor.id,
        booked_at=ctx.now,
        sessions_each=promised_sessions(fresh),
        counts_for=[
            BookingReferral(referral_id=referral.id, legal_basis=referral.legal_basis)
            for referral in referrals
        ],
    )
    ctx.session.add(booking)
    ctx.session.flush()
    ctx.record("course.booked", case.id, course_id=course.id, seat=booking.seat)
    record_offered(ctx, case, referrals, ahead[0])
    leave_on_booking(ctx, case, fresh)
    return booking


def cancel_booking(ctx: Context, booking: Booking, reason: str) -> int:
    """Give a seat back, saying why, and offer it to the waiting list; return how many were offered.

    What was offered stays offered (F24) and marks are kept. Needs the booking's `case` loaded.
    """
    case = booking.case
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    course = ctx.session.get_one(Course, booking.course_id)
    take_turn(ctx, course)
    ctx.session.refresh(booking, ["cancelled_at"])
    if booking.cancelled_at is not None:
        raise BookingNotCancellableError("Pladsen er allerede afbestilt. Genindlæs siden.")
    if not has_words(reason):
        raise BookingNotCancellableError("Skriv, hvorfor pladsen afbestilles.")
    booking.cancelled_at = ctx.now
    booking.cancel_reason = reason.strip()
    ctx.record(
        "course.booking_cancelled", case.id, course_id=booking.course_id, booking_id=booking.id
    )
    return offer_free_seats(ctx, course)


def count_for(ctx: Context, booking: Booking, referral_id: UUID | None) -> None:
    """Let a booking count for one more of the case's referrals, from today (F7).

    The referral's first meeting is the next one, and is recorded as offered. Needs the booking's
    `case` with `referrals`, its `course` with `sessions`, and `counts_for`.
    """
    case = booking.case
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    take_turn(ctx, booking.course)
    ctx.session.refresh(booking, ["cancelled_at"])
    if booking.cancelled_at is not None:
        raise CountsForError("Pladsen er afbestilt og tæller ikke længere for noget.")
    wanted = frozenset() if referral_id is None else frozenset({referral_id})
    [referral] = chosen_referrals(ctx, case, BookCourse(wanted))
    if ctx.session.get(BookingReferral, (booking.id, referral.id)) is not None:
        raise CountsForError("Forløbet tæller allerede for henvisningen. Genindlæs siden.")
    ahead = [
        row
        for row in booked_sessions(booking)
        if row.starts_at > ctx.now and row.cancelled_at is None
    ]
    if not ahead:
        raise CountsForError(
            "Forløbet har ingen kommende gange, så det kan ikke tælle for henvisningen. "
            "Book et andet forløb."
        )
    booking.counts_for.append(
        BookingReferral(referral_id=referral.id, legal_basis=referral.legal_basis)
    )
    ctx.record("course.counts_for", case.id, booking_id=booking.id, referral_id=referral.id)
    record_offered(ctx, case, [referral], ahead[0])


def chosen_referrals(ctx: Context, case: Case, command: BookCourse) -> tuple[Referral, ...]:
    """Return the referrals a booking is to count for. Raises `CountsForError`."""
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


def free_seat_for(
    ctx: Context,
    case: Case,
    course: Course,
    command: BookCourse,
    plan: Sequence[Booking],
    taken: Mapping[int, UUID],
) -> int:
    """Return the seat a citizen may have beside those taken; the rule of every booking.

    It writes nothing, so that a page can say beforehand what a booking would come to. `plan` is
    what the citizen is booked on. Raises `BookingRefusedError` and `TrainedTwiceError`.
    """
    ahead = would_attend(course, ctx.now)
    seat = require_seat(_verdict(ctx, case, course, ahead, plan, taken))
    check_not_trained_twice(
        training_ahead(course, ahead, command.counts_for), map(training_of, plan)
    )
    return seat


def _verdict(
    ctx: Context,
    case: Case,
    course: Course,
    ahead: Sequence[CourseSession],
    plan: Sequence[Booking],
    taken: Mapping[int, UUID],
) -> Bookable | NotBookable:
    booked = any(row.course_id == course.id and row.finished_at is None for row in plan)
    return may_book(
        CourseFacts(
            name=course.title,
            form=course.form,
            seats=SeatFacts(course.capacity, frozenset(taken)),
            sessions=tuple(session_facts(session) for session in ahead),
            cancelled=course.cancelled_at is not None,
            begun=has_begun(course, ctx.now),
        ),
        BookingFacts(
            case_is_open=case.closed_on is None,
            already_on_course=booked,
            has_offer=not booked and case.id in taken.values(),
            other_sessions=attended_sessions(plan),
        ),
        ctx.now,
    )


def record_offered(
    ctx: Context, case: Case, referrals: Sequence[Referral], first: CourseSession
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


def _already_offered(ctx: Context, referrals: Sequence[Referral]) -> set[UUID]:
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
