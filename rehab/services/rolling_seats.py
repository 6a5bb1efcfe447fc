"""Passing a seat on when a citizen has had all their sessions of a rolling hold (F52)."""

from uuid import UUID

from rehab.models import Course
from rehab.queries.bookings import has_finished, rolling_bookings, rolling_courses
from rehab.services.context import Context
from rehab.services.free_seats import offer_free_seats
from rehab.services.turns import take_turn


def pass_seats_on(ctx: Context) -> int:
    """Free the seats of those who are done, and offer them to the waiting list; return how many.

    It looks at dates only, so late or twice it ends in the same place. The booking stays: what the
    citizen took part in is not touched.
    """
    done = 0
    for course_id in rolling_courses(ctx.session, ctx.organisation_id):
        with ctx.transaction():
            done += _pass_on(ctx, course_id)
    return done


def _pass_on(ctx: Context, course_id: UUID) -> int:
    done = 0
    for booking in rolling_bookings(ctx.session, course_id):
        if has_finished(booking, ctx.now):
            take_turn(ctx, booking.course)
            booking.finished_at = ctx.now
            ctx.record("course.seat_finished", booking.case_id, booking_id=booking.id)
            done += 1
    if done:
        ctx.session.flush()
        offer_free_seats(ctx, ctx.session.get_one(Course, course_id))
    return done
