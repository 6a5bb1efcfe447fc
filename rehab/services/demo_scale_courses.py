"""The courses of a made-up kommune, filled seat by seat."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.courses import CourseForm
from rehab.models import (
    Attendance,
    Booking,
    BookingReferral,
    Course,
    CourseSession,
)
from rehab.services.demo_scale_names import (
    Stage,
)
from rehab.services.demo_scale_town import FilledCourse, Rows, Town

_SEATS: Final = 10

_MEETINGS: Final = 8


def take_seat(
    town: Town, rows: Rows, stage: Stage, case_id: UUID, referral_id: UUID, basis: LegalBasis
) -> None:
    """Book a seat on a course that is as far as the case; a full one is followed by a new."""
    wanted = town.draw.randint(*stage.first_session or (0, 0))
    course = town.courses.get(wanted)
    if course is None or course.seats == _SEATS:
        course = _course(town, rows, wanted)
        town.courses[wanted] = course
    course.seats += 1
    booking_id = town.id()
    rows.add(
        Booking,
        id=booking_id,
        kind="booked",
        course_id=course.id,
        case_id=case_id,
        seat=course.seats,
        booked_by=town.staff[0],
        booked_at=town.at(wanted + 3),
    )
    rows.add(BookingReferral, booking_id=booking_id, referral_id=referral_id, legal_basis=basis)
    for session_id, ends_at in course.sessions:
        if ends_at < town.ctx.now - timedelta(hours=20):
            present = town.happens(90)
            rows.add(
                Attendance,
                id=town.id(),
                session_id=session_id,
                booking_id=booking_id,
                mark=AttendanceMark.PRESENT if present else AttendanceMark.EXCUSED,
                recorded_by=course.therapist_id,
                recorded_at=ends_at,
            )


def _course(town: Town, rows: Rows, first_days_ago: int) -> FilledCourse:
    hour = town.draw.randint(8, 15)
    course = FilledCourse(town.id(), town.draw.choice(town.staff))
    rows.add(
        Course,
        id=course.id,
        organisation_id=town.organisation.id,
        offer_code="hold_ikke_opererede",
        form=CourseForm.HOLD,
        title=f"Rygtræning {town.serial}",
        place=f"Sal {town.draw.randint(1, 9)}",
        capacity=_SEATS,
    )
    for week in range(_MEETINGS):
        starts_at = town.at(first_days_ago - 7 * week, hour)
        session_id = town.id()
        course.sessions.append((session_id, starts_at + timedelta(hours=1)))
        rows.add(
            CourseSession,
            id=session_id,
            course_id=course.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place="Sal 1",
            therapist_id=course.therapist_id,
        )
    return course
