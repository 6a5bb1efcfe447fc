"""What a citizen can be booked on: holds, and no individual course of somebody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.courses import BookingRefusedError, CourseForm, NotBookable
from rehab.models import SeatOffer
from rehab.queries.bookable import bookable_courses
from rehab.queries.cases import find_case
from rehab.services.bookings import BookCourse, book
from rehab.services.free_seats import offer_free_seats
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.waiting import make_waiting


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def seen_from(ctx):
    """Return the titles of what is shown to whoever books in a case."""

    def titles(case):
        found = bookable_courses(
            ctx.session,
            ctx.actor,
            find_case(ctx.session, ctx.actor, case.id),
            programme_for=ctx.programme_for,
            settings=ctx.settings,
            now=NOW,
        )
        return {row.course.title for row in found}

    return titles


def test_who_holds_an_offer_is_pointed_to_it_and_not_called_booked(ctx, make, session):
    course = make_course(make, capacity=1, first=NOW + timedelta(days=14))
    case = make.case()
    make_waiting(make, case, course=course)
    with ctx.transaction():
        offer_free_seats(ctx, course)
    found = find_case(session, ctx.actor, case.id)
    [row] = bookable_courses(
        session,
        ctx.actor,
        found,
        programme_for=ctx.programme_for,
        settings=ctx.settings,
        now=NOW,
    )
    says = "Borgeren har et tilbud om plads på holdet, der venter på svar. Svar på det."
    assert row.verdict == NotBookable((says,))
    assert row.offer_id == session.scalars(select(SeatOffer.id)).one()
    with pytest.raises(BookingRefusedError) as refusal:
        book(ctx, found, course, BookCourse(frozenset(one.id for one in found.referrals)))
    assert refusal.value.reasons == (says,)


@pytest.mark.parametrize(
    "given_back", [pytest.param(None, id="booked"), pytest.param(NOW, id="given back")]
)
def test_an_individual_course_is_seen_by_its_own_citizen_alone(make, seen_from, given_back):
    mine, other = make.case(), make.case()
    own = make_course(make, capacity=1, form=CourseForm.INDIVIDUAL, title="Individuel træning")
    make_booking(make, mine, own, cancelled_at=given_back)
    make_course(make)
    assert seen_from(mine) == {"Individuel træning", "Rygskole, hold 1"}
    assert seen_from(other) == {"Rygskole, hold 1"}
