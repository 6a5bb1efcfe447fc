"""Courses and bookings for tests, made as `Factories` makes its rows: valid and boring."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.courses import CourseForm, Intake
from rehab.models import (
    Booking,
    BookingReferral,
    Case,
    Course,
    CourseSession,
    CourseTemplate,
    Referral,
    User,
)
from tests.conftest import NOW
from tests.support.factories import HOME, Factories

# 24 November 2026 at 10 in Denmark: the day after NOW.
FIRST = datetime(2026, 11, 24, 9, 0, tzinfo=NOW.tzinfo)


def make_course(
    make: Factories,
    *,
    sessions: int = 3,
    first: datetime = FIRST,
    every: timedelta = timedelta(days=7),
    therapist: User | None = None,
    capacity: int = 12,
    kommunekode: str = HOME,
    **fields: Any,
) -> Course:
    """A hold with weekly sessions of an hour, the first one tomorrow."""
    therapist = therapist or make.user(Role.TERAPEUT, kommunekode=kommunekode)
    course = Course(
        organisation_id=make.organisation(kommunekode).id,
        **{
            "offer_code": "hold_ikke_opererede",
            "form": CourseForm.HOLD,
            "title": "Rygskole, hold 1",
            "place": "Sal 1",
            "capacity": capacity,
        }
        | fields,
    )
    course.sessions = [
        CourseSession(
            starts_at=(start := first + number * every),
            ends_at=start + timedelta(hours=1),
            place=course.place,
            therapist_id=therapist.id,
        )
        for number in range(sessions)
    ]
    make.save(course)
    return course


def make_template(make: Factories, *, kommunekode: str = HOME, **fields: Any) -> CourseTemplate:
    """A template of six sessions on Mondays and Thursdays, as a kommune has for its rygskole."""
    template = CourseTemplate(
        organisation_id=make.organisation(kommunekode).id,
        **{
            "name": "Rygskole, 6 gange",
            "offer_code": "hold_ikke_opererede",
            "form": CourseForm.HOLD,
            "sessions": 6,
            "times": {"0": "10:30", "3": "14:00"},
            "minutes": 60,
            "place": "Sal 2",
            "capacity": 12,
            "minimum": 4,
            "intake": Intake.CLOSED,
            "joinable_until": 1,
            "content": [{"information": "Ryggens opbygning"}, {"exercise": "Squat"}],
        }
        | fields,
    )
    make.save(template)
    return template


def sessions_of(make: Factories, course: Course) -> list[UUID]:
    """The ids of a course's sessions in the order they are held."""
    query = select(CourseSession.id).where(CourseSession.course_id == course.id)
    return list(make._session.scalars(query.order_by(CourseSession.starts_at)))


def make_booking(make: Factories, case: Case, course: Course, **fields: Any) -> Booking:
    """The lowest free seat, counting for every accepted referral of the case."""
    session = make._session
    taken = set(
        session.scalars(
            select(Booking.seat).where(
                Booking.course_id == course.id, Booking.cancelled_at.is_(None)
            )
        )
    )
    booking = Booking(
        course_id=course.id,
        case_id=case.id,
        **{
            "seat": min(set(range(1, course.capacity + 1)) - taken),
            "booked_by": case.id,
            "booked_at": NOW - timedelta(days=30),
            "sessions_each": course.sessions_each if course.intake is Intake.ROLLING else None,
        }
        | fields,
        counts_for=[
            BookingReferral(referral_id=row.id, legal_basis=LegalBasis(row.legal_basis))
            for row in session.scalars(select(Referral).where(Referral.case_id == case.id))
        ],
    )
    make.save(booking)
    return booking


def make_held_today(make: Factories) -> UUID:
    """A session today with an ordinary citizen and one whose address is protected."""
    course = make_course(make, sessions=1, first=NOW)
    names = (("Anna", "Testborger", False), ("Bo", "Prøvesen", True))
    for given_name, surname, protected in names:
        citizen = make.citizen(given_name=given_name, surname=surname, address_protected=protected)
        make_booking(make, make.case(citizen=citizen), course)
    return sessions_of(make, course)[0]
