"""Which seats can be begun on, the same ones a forecast counts and a booking gives."""

from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.courses import Bookable, CourseForm, Intake
from rehab.domain.start_forecast import Chance, FreeStart
from rehab.queries.bookable import bookable_courses
from rehab.queries.cases import find_case
from rehab.queries.start_forecast import free_starts
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import AWAY
from tests.support.start_forecasts import forecasts_of

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
HOLD = "hold_ikke_opererede"


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def one(ctx, app):
    """Return the only forecast of a referral."""

    def found(referral):
        [only] = forecasts_of(ctx, app, referral)[0]
        return only.found

    return found


@pytest.mark.parametrize(
    "course",
    [
        pytest.param({"offer_code": "rygestop"}, id="a course beside the training"),
        pytest.param({"cancelled_at": NOW}, id="cancelled"),
        pytest.param({"first": NOW - 2 * DAY}, id="a closed hold that has begun"),
        pytest.param({"first": NOW - DAY, "sessions": 1}, id="held"),
        pytest.param({"kommunekode": AWAY}, id="another kommune's"),
    ],
)
def test_what_gives_no_seat(make, one, course):
    make_course(make, **course)
    assert one(make.referral()).chance is Chance.NONE_FREE


@pytest.mark.parametrize(
    ("course", "first"),
    [
        pytest.param({"form": CourseForm.INDIVIDUAL, "capacity": 1}, 1, id="individual"),
        pytest.param(
            {"first": NOW - 2 * DAY, "intake": Intake.ROLLING, "sessions_each": 2},
            5,
            id="rolling intake begins at the next session",
        ),
        pytest.param({"first": NOW - 2 * DAY, "joinable_until": 2}, 5, id="can still be joined"),
    ],
)
def test_what_can_be_begun(make, one, course, first):
    make_course(make, **course)
    assert one(make.referral()).first.starts_on == TODAY + first * DAY


def test_an_individual_course_given_back_is_still_that_citizens_own(make, one):
    own = make_course(make, form=CourseForm.INDIVIDUAL, capacity=1)
    make_booking(make, make.case(), own, cancelled_at=NOW)
    assert one(make.referral()).free == 0


def test_the_free_seats_are_those_that_booking_gives(make, ctx, session):
    case = make.case()
    make_booking(make, make.case(), make_course(make, title="Et", capacity=3))
    make_booking(make, make.case(), make_course(make, title="To", capacity=1))
    make_course(make, title="Tre", first=NOW - 2 * DAY)
    make_course(make, title="Fire", first=NOW - 2 * DAY, joinable_until=3)
    bookable = bookable_courses(
        session,
        ctx.actor,
        find_case(session, ctx.actor, case.id),
        programme_for=ctx.programme_for,
        settings=ctx.settings,
        now=NOW,
    )
    expected = {
        FreeStart(row.course.title, row.first.starts_at.date(), row.course.capacity - row.taken)
        for row in bookable
        if isinstance(row.verdict, Bookable)
    }
    assert {row.title for row in expected} == {"Et", "Fire"}
    assert set(free_starts(session, ctx.actor, [HOLD], NOW)) == expected
