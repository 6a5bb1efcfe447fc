"""Reading seats: which courses a citizen can be booked on, and what a booking is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.course_starts import StartVerdict, start_verdicts
from rehab.domain.courses import (
    Bookable,
    BookingFacts,
    CourseFacts,
    NotBookable,
    SeatFacts,
    SessionFacts,
    may_book,
)
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.models import Booking, Case, Course, CourseSession, Referral
from rehab.queries.clocks import clocks_of
from rehab.queries.visibility import of_organisation, visible_cases
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class ReferralStart:
    """What a start means for one deadline of one referral; each has its own clocks (F7)."""

    referral: Referral
    verdict: StartVerdict


@dataclass(frozen=True, slots=True)
class BookableCourse:
    """A course with sessions to come, as seen from one case: seats, first meeting, deadlines."""

    course: Course
    taken: int
    first: CourseSession
    sessions_left: int
    verdict: Bookable | NotBookable
    starts: tuple[ReferralStart, ...]


def countable_referrals(
    case: Case, programme_for: Callable[[str], Programme]
) -> tuple[Referral, ...]:
    """Return the referrals a booking can count for: accepted and not closed. Needs `referrals`.

    A plan that is only registered, because the hospital trains, is never among them (4.4).
    """
    return tuple(
        referral
        for referral in case.referrals
        if referral.status is ReferralStatus.ACCEPTED
        and referral.gop_type not in programme_for(referral.programme_version).triage.register_only
    )


def session_facts(row: CourseSession) -> SessionFacts:
    """Return when and where a session is, for the rules; the therapist stands as an id."""
    return SessionFacts(row.starts_at, row.ends_at, row.place, str(row.therapist_id))


def sessions_of_course(session: Session, course_id: UUID) -> list[CourseSession]:
    """Return the sessions of a course in the order they are held."""
    query = select(CourseSession).where(CourseSession.course_id == course_id)
    return list(session.scalars(query.order_by(CourseSession.starts_at, CourseSession.id)))


def sessions_of_case(session: Session, case_id: UUID) -> tuple[SessionFacts, ...]:
    """Return every session of what a citizen is booked on, to see which clash."""
    query = (
        select(CourseSession)
        .join(Booking, Booking.course_id == CourseSession.course_id)
        .where(Booking.case_id == case_id, Booking.cancelled_at.is_(None))
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    return tuple(session_facts(row) for row in session.scalars(query))


def taken_seats(session: Session, course_id: UUID) -> Mapping[int, UUID]:
    """Return the seats of a course that are taken, and by which case."""
    return seats_of(session, [course_id]).get(course_id, {})


def seats_of(session: Session, course_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[int, UUID]]:
    """Return the taken seats of several courses at once."""
    query = select(Booking.course_id, Booking.seat, Booking.case_id).where(
        Booking.course_id.in_(list(course_ids)), Booking.cancelled_at.is_(None)
    )
    taken: dict[UUID, dict[int, UUID]] = defaultdict(dict)
    for course_id, seat, case_id in session.execute(query):
        taken[course_id][seat] = case_id
    return taken


def bookable_courses(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    now: datetime,
) -> tuple[BookableCourse, ...]:
    """Return the kommune's courses with sessions to come, those that can be booked first.

    Within each the earliest first meeting comes first, and each says which deadlines a start on
    it keeps. Needs the case's `referrals` with their events.
    """
    referrals = countable_referrals(case, programme_for)
    clocks = clocks_of(session, programme_for, settings, referrals, civil_date(now))
    upcoming = select(CourseSession.course_id).where(CourseSession.starts_at > now)
    query = (
        select(Course)
        .where(
            of_organisation(actor, Course.organisation_id),
            Course.cancelled_at.is_(None),
            Course.id.in_(upcoming),
        )
        .options(selectinload(Course.sessions).joinedload(CourseSession.therapist))
    )
    courses = session.scalars(query).all()
    seats = seats_of(session, [course.id for course in courses])
    others = sessions_of_case(session, case.id)
    rows = []
    for course in courses:
        taken = seats.get(course.id, {})
        ahead = [meeting for meeting in course.sessions if meeting.starts_at > now]
        facts = CourseFacts(
            name=course.title,
            form=course.form,
            seats=SeatFacts(course.capacity, frozenset(taken)),
            sessions=tuple(session_facts(meeting) for meeting in course.sessions),
        )
        booking = BookingFacts(
            case_is_open=case.closed_on is None,
            already_on_course=case.id in taken.values(),
            other_sessions=others,
        )
        rows.append(
            BookableCourse(
                course=course,
                taken=len(taken),
                first=ahead[0],
                sessions_left=len(ahead),
                verdict=may_book(facts, booking, now),
                starts=tuple(
                    ReferralStart(referral, verdict)
                    for referral in referrals
                    for verdict in start_verdicts(
                        programme_for(referral.programme_version).clocks,
                        clocks[referral.id],
                        civil_date(ahead[0].starts_at),
                    )
                ),
            )
        )
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                isinstance(row.verdict, NotBookable),
                row.first.starts_at,
                row.course.id,
            ),
        )
    )


def find_booking(session: Session, actor: Actor, booking_id: UUID) -> Booking | None:
    """Return a booking with its course and case, or None when the actor may not change it."""
    query = (
        select(Booking)
        .join(Case, Case.id == Booking.case_id)
        .where(Booking.id == booking_id, visible_cases(actor, Permission.COURSE_BOOK))
        .options(joinedload(Booking.course), joinedload(Booking.case).joinedload(Case.citizen))
    )
    return session.scalars(query).one_or_none()
