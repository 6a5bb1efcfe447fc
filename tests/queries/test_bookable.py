"""What a citizen can be booked on: holds, and no individual course of somebody else."""

import pytest

from rehab.domain.access import Role
from rehab.domain.courses import CourseForm
from rehab.queries.bookable import bookable_courses
from rehab.queries.cases import find_case
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course


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
