"""Reading what a citizen can be booked on, and what each start means for the deadlines."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Actor
from rehab.domain.course_starts import (
    PossibleStart,
    Proposal,
    StartVerdict,
    propose,
    start_verdicts,
)
from rehab.domain.courses import (
    Bookable,
    BookingFacts,
    CourseFacts,
    CourseForm,
    NotBookable,
    SeatFacts,
    may_book,
)
from rehab.domain.offers import training_codes
from rehab.domain.programme import Programme
from rehab.domain.shared_training import Training, doubled
from rehab.models import (
    Booking,
    Case,
    Course,
    CourseSession,
    Referral,
    SeatOffer,
    WaitingEntry,
)
from rehab.queries.bookings import (
    attended_sessions,
    booked_sessions,
    bookings_of_case,
    countable_referrals,
    has_begun,
    held_seats,
    seats_of,
    session_facts,
    would_attend,
)
from rehab.queries.clocks import counted_of, read_counted
from rehab.queries.visibility import of_organisation
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class ReferralStart:
    """What a start means for one deadline of one referral; each has its own clocks (F7)."""

    referral: Referral
    verdict: StartVerdict


@dataclass(frozen=True, slots=True)
class BookableCourse:
    """A course with sessions to come, as seen from one case: seats, first meeting, deadlines.

    `taken` counts the seats that are held for an offer too. `doubles` is training of the same kind
    that the citizen has in the same weeks (F7), and `offer_id` is the seat on it that the citizen
    is offered and has not answered.
    """

    course: Course
    taken: int
    held: int
    first: CourseSession
    sessions_left: int
    verdict: Bookable | NotBookable
    starts: tuple[ReferralStart, ...]
    doubles: Training | None = None
    offer_id: UUID | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether every seat is taken or held, so that a citizen can only wait."""
        return self.taken >= self.course.capacity


def bookable_courses(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    now: datetime,
    chosen: Collection[UUID] | None = None,
) -> tuple[BookableCourse, ...]:
    """Return the kommune's courses with sessions to come, those that can be booked first.

    An individual course is one citizen's own, also when it was given back, and nobody else sees it.
    Within each the earliest first meeting comes first, and each says which deadlines of the chosen
    referrals a start on it keeps, all of them when none is named. Needs the case's `referrals`
    with their events.
    """
    referrals = [
        row
        for row in countable_referrals(case, programme_for)
        if chosen is None or row.id in chosen
    ]
    counted = counted_of(session, programme_for, settings, referrals, civil_date(now))
    clocks = read_counted(counted, referrals, civil_date(now))
    courses = _without_those_of_others(session, upcoming_courses(session, actor, now), case)
    seats = seats_of(session, [course.id for course in courses])
    held = held_seats(session, [course.id for course in courses])
    bookings = bookings_of_case(session, case.id)
    others = attended_sessions(bookings)
    offers = _offers_to(session, case)
    trained = [training_of(booking) for booking in bookings]
    rows = []
    for course in courses:
        ahead = would_attend(course, now)
        if not ahead:
            continue
        taken = seats.get(course.id, {})
        facts = CourseFacts(
            name=course.title,
            form=course.form,
            seats=SeatFacts(course.capacity, frozenset(taken)),
            sessions=tuple(session_facts(meeting) for meeting in ahead),
            begun=has_begun(course, now),
        )
        booking = BookingFacts(
            case_is_open=case.closed_on is None,
            already_on_course=course.id not in offers and case.id in taken.values(),
            has_offer=course.id in offers,
            other_sessions=others,
        )
        rows.append(
            BookableCourse(
                course=course,
                taken=len(taken),
                held=held.get(course.id, 0),
                first=ahead[0],
                sessions_left=len(ahead),
                verdict=may_book(facts, booking, now),
                starts=tuple(
                    ReferralStart(referral, verdict)
                    for referral in referrals
                    if referral.id in counted
                    for verdict in start_verdicts(
                        counted[referral.id].rules,
                        clocks[referral.id],
                        civil_date(ahead[0].starts_at),
                    )
                ),
                doubles=doubled(training_ahead(course, ahead), trained),
                offer_id=offers.get(course.id),
            )
        )
    return tuple(sorted(rows, key=_order))


def proposal_for(rows: Iterable[BookableCourse], programme: Programme) -> Proposal | None:
    """Return the course to propose: the earliest that keeps the deadlines, and why (F53).

    Only the training itself is ever proposed.
    """
    trains = training_codes(programme.offers)
    return propose(
        PossibleStart(
            row.course.id,
            row.first.starts_at,
            tuple(start.verdict for start in row.starts),
            clashes=bool(row.verdict.warnings),
        )
        for row in rows
        if isinstance(row.verdict, Bookable)
        and row.doubles is None
        and row.course.offer_code in trains
    )


def training_of(booking: Booking) -> Training:
    """Return what a booking is, for the rule that nothing is trained twice.

    Needs `course` with `sessions`, and `counts_for`.
    """
    return _training(
        booking.course,
        booked_sessions(booking),
        frozenset(r.referral_id for r in booking.counts_for),
    )


def training_ahead(
    course: Course, ahead: Sequence[CourseSession], counts_for: frozenset[UUID] = frozenset()
) -> Training:
    """Return what a booking of a course would be."""
    return _training(course, ahead, counts_for)


def _training(
    course: Course, meetings: Sequence[CourseSession], counts_for: frozenset[UUID]
) -> Training:
    days = [civil_date(row.starts_at) for row in meetings if row.cancelled_at is None]
    return Training(
        course=course.id,
        title=course.title,
        offer_code=course.offer_code,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        counts_for=counts_for,
    )


def upcoming_courses(session: Session, actor: Actor, now: datetime) -> Sequence[Course]:
    """Return the kommune's courses with sessions to come, with their sessions."""
    upcoming = select(CourseSession.course_id).where(
        CourseSession.starts_at > now, CourseSession.cancelled_at.is_(None)
    )
    return session.scalars(
        select(Course)
        .where(
            of_organisation(actor, Course.organisation_id),
            Course.cancelled_at.is_(None),
            Course.id.in_(upcoming),
        )
        .options(selectinload(Course.sessions).joinedload(CourseSession.therapist))
    ).all()


def _offers_to(session: Session, case: Case) -> dict[UUID, UUID]:
    query = (
        select(SeatOffer.course_id, SeatOffer.id)
        .join(WaitingEntry, WaitingEntry.id == SeatOffer.entry_id)
        .where(WaitingEntry.case_id == case.id, SeatOffer.answered_at.is_(None))
    )
    return {row.course_id: row.id for row in session.execute(query)}


def _without_those_of_others(
    session: Session, courses: Sequence[Course], case: Case
) -> list[Course]:
    own = [course.id for course in courses if course.form is CourseForm.INDIVIDUAL]
    of_others = select(Booking.course_id).where(
        Booking.course_id.in_(own), Booking.case_id != case.id
    )
    hidden = set(session.scalars(of_others)) if own else set()
    return [course for course in courses if course.id not in hidden]


def _order(row: BookableCourse) -> tuple[bool, datetime, UUID]:
    return (isinstance(row.verdict, NotBookable), row.first.starts_at, row.course.id)
