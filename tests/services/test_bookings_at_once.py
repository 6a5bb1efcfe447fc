"""Ten people book the last three seats at the same moment, each on a connection of their own."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.courses import BookingRefusedError
from rehab.models import AuditEvent, Booking, Course
from rehab.models.audit import guard_against_unaudited_writes
from rehab.models.engines import prepare_engine
from rehab.models.schema import migrate
from rehab.queries.cases import find_case
from rehab.services.bookings import BookCourse, book
from rehab.services.context import Context
from tests.conftest import NOW
from tests.support import databases
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import Factories

BOOKING_AT_ONCE = 10


class GuardedSession(Session):
    """A session as the app's own: nothing is saved that no audit event explains."""


guard_against_unaudited_writes(GuardedSession)


@pytest.fixture
def engine(template_database, tmp_path):
    """An engine on a database of this test's own, where commits are real."""
    if databases.ENGINE == "postgresql":
        url = make_url(template_database).set(database="at_once")
        server = create_engine(
            template_database, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        with server.connect() as connection:
            connection.execute(text("CREATE DATABASE at_once"))
        server.dispose()
        migrate(url.render_as_string(hide_password=False))
    else:
        copy = tmp_path / "at-once.db"
        shutil.copyfile(template_database.removeprefix("sqlite:///"), copy)
        url = make_url(f"sqlite:///{copy}")
    made = create_engine(url, pool_size=BOOKING_AT_ONCE, hide_parameters=True)
    prepare_engine(made)
    yield made
    made.dispose()


def test_ten_at_once_get_the_three_seats_that_are_left(app, engine, settings):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        actor = make.user(Role.KOORDINATOR).actor()
        course_id = (course := make_course(make, capacity=5)).id
        for _ in range(2):
            make_booking(make, make.case(), course)
        case_ids = [make.case().id for _ in range(BOOKING_AT_ONCE)]
    together = Barrier(BOOKING_AT_ONCE)

    def one(case_id):
        with GuardedSession(engine) as session:
            ctx = Context(session, actor, NOW, programme, settings)
            case = find_case(session, actor, case_id)
            course = session.get_one(Course, course_id)
            wanted = BookCourse(frozenset(row.id for row in case.referrals))
            together.wait(timeout=10)
            try:
                with ctx.transaction():
                    return book(ctx, case, course, wanted).seat
            except BookingRefusedError as refusal:
                return str(refusal)

    with ThreadPoolExecutor(BOOKING_AT_ONCE) as pool:
        answers = list(pool.map(one, case_ids))

    assert sorted(answer for answer in answers if isinstance(answer, int)) == [3, 4, 5]
    refused = {answer for answer in answers if isinstance(answer, str)}
    assert refused == {
        "Holdet er fuldt: alle pladser (5) er optaget. Vælg et andet hold eller en senere start."
    }
    with Session(engine) as session:
        seats = session.scalars(select(Booking.seat).order_by(Booking.seat)).all()
        assert seats == [1, 2, 3, 4, 5]
        traces = session.scalars(select(AuditEvent).where(AuditEvent.verb == "course.booked"))
        assert len(traces.all()) == 3
