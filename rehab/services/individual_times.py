"""Arranging one citizen's own times with a therapist, one by one (3.2, Boks 8 row 9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from rehab.domain.access import Permission
from rehab.domain.conflicts import Conflict
from rehab.domain.courses import CourseForm, SessionFacts, check_sessions
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_day
from rehab.domain.series_changes import PlannedSession
from rehab.domain.wording import require_words
from rehab.ids import new_id
from rehab.models import Booking, Case, Course, CourseSession
from rehab.queries.cases import scope_of
from rehab.services.bookings import BookCourse, book
from rehab.services.conflicts import conflicts_of, take_planning_turn, weigh
from rehab.services.context import Context
from rehab.services.courses import check_offer, check_second, find_therapist
from rehab.services.turns import take_turn


class IndividualTimeError(DomainError):
    """A time cannot be arranged for the citizen."""


@dataclass(frozen=True, slots=True)
class ArrangeTime:
    """One time for one citizen; `course_id` is what it is added to, None for the first of an offer.

    `counts_for` are the referrals that a new course counts for (F7).
    """

    offer_code: str
    starts_at: datetime
    minutes: int
    place: str
    therapist_id: UUID
    second_therapist_id: UUID | None = None
    course_id: UUID | None = None
    counts_for: frozenset[UUID] = frozenset()
    conflict_reason: str = ""


def draft_time(ctx: Context, case: Case, command: ArrangeTime) -> tuple[Conflict, ...]:
    """Return what a time would clash with, or refuse it, without saving anything (F50)."""
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    if case.closed_on is not None:
        raise IndividualTimeError("Sagen er afsluttet. Genåbn den, før der aftales tider.")
    require_words(command.place, "Skriv, hvor det er.")
    therapist = find_therapist(ctx, command.therapist_id)
    if command.second_therapist_id is not None:
        check_second(ctx, command.therapist_id, command.second_therapist_id)
    check_day(command.starts_at.date(), "Dagen", ctx.today)
    ends_at = command.starts_at + timedelta(minutes=command.minutes)
    facts = SessionFacts(command.starts_at, ends_at, command.place, therapist.name)
    check_sessions([facts], ctx.now)
    planned = PlannedSession(
        id=new_id(),
        starts_at=command.starts_at,
        ends_at=ends_at,
        place=command.place,
        therapist_id=command.therapist_id,
        second_therapist_id=command.second_therapist_id,
    )
    return conflicts_of(ctx, [planned], attending={planned.id: frozenset({case.id})})


def arrange_time(ctx: Context, case: Case, command: ArrangeTime) -> CourseSession:
    """Add a time to the citizen's individual course, or make the course with its first time.

    The first one is booked, so that it counts for the referrals and is recorded as offered. Needs
    the case's `referrals` and the citizen's carers' permission. Raises ConflictError.
    """
    ctx.require(Permission.COURSE_BOOK, scope_of(ctx.session, case))
    take_turn(ctx, case)
    take_planning_turn(ctx)
    conflicts = draft_time(ctx, case, command)
    course = _course(ctx, case, command)
    row = CourseSession(
        course_id=course.id,
        starts_at=command.starts_at,
        ends_at=command.starts_at + timedelta(minutes=command.minutes),
        place=command.place,
        therapist_id=command.therapist_id,
        second_therapist_id=command.second_therapist_id,
    )
    ctx.session.add(row)
    ctx.session.flush()
    if command.course_id is None:
        book(ctx, case, course, BookCourse(command.counts_for))
    ctx.record("course.session_added", case.id, course_id=course.id, session_id=row.id)
    weigh(ctx, course.id, conflicts, command.conflict_reason, case.id)
    return row


def _course(ctx: Context, case: Case, command: ArrangeTime) -> Course:
    if command.course_id is not None:
        query = (
            select(Course)
            .join(Booking, Booking.course_id == Course.id)
            .where(
                Course.id == command.course_id,
                Course.form == CourseForm.INDIVIDUAL,
                Course.cancelled_at.is_(None),
                Booking.case_id == case.id,
                Booking.cancelled_at.is_(None),
            )
        )
        found = ctx.session.scalars(query).one_or_none()
        if found is None:
            raise IndividualTimeError(
                "Forløbet er afbestilt eller aflyst. Vælg et tilbud i stedet."
            )
        return found
    check_offer(ctx, command.offer_code, CourseForm.INDIVIDUAL)
    offer = ctx.programme.offer(command.offer_code)
    course = Course(
        organisation_id=case.organisation_id,
        offer_code=command.offer_code,
        form=CourseForm.INDIVIDUAL,
        title=offer.label[:120] if offer else command.offer_code,
        place=command.place,
        capacity=1,
    )
    ctx.session.add(course)
    ctx.session.flush()
    ctx.record("course.arranged", case.id, course_id=course.id)
    return course
