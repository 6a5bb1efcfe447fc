"""Passing a seat on when a citizen has had all their sessions of a rolling hold (F52)."""

from rehab.models import Course
from rehab.queries.bookings import has_finished, rolling_bookings
from rehab.services.context import Context
from rehab.services.turns import take_turn
from rehab.services.waiting_list import offer_free_seats


def pass_seats_on(ctx: Context) -> int:
    """Free the seats of those who are done, and offer them to the waiting list; return how many.

    It looks at dates only, so late or twice it ends in the same place. The booking stays: what the
    citizen took part in is not touched.
    """
    courses: dict[Course, int] = {}
    for booking in rolling_bookings(ctx.session, ctx.organisation_id):
        if has_finished(booking, ctx.now):
            take_turn(ctx, booking.course)
            booking.finished_at = ctx.now
            ctx.record("course.seat_finished", booking.case_id, booking_id=booking.id)
            courses[booking.course] = courses.get(booking.course, 0) + 1
    ctx.session.flush()
    for course in courses:
        offer_free_seats(ctx, course)
    return sum(courses.values())
