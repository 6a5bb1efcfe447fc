"""Fifty people book the last three seats at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.clock import COPENHAGEN
from rehab.domain.access import Role
from rehab.domain.courses import BookingRefusedError, CourseForm
from rehab.domain.errors import DomainError
from rehab.domain.seat_offers import OfferAnswer
from rehab.domain.series import Series
from rehab.domain.waiting_list import Ending
from rehab.models import (
    AuditEvent,
    Booking,
    Course,
    CourseSession,
    Seat,
    SeatOffer,
    User,
    WaitingEntry,
)
from rehab.queries.bookings import find_booking
from rehab.queries.cases import find_case
from rehab.queries.waiting_list import find_entry
from rehab.services.bookings import BookCourse, book, cancel_booking
from rehab.services.context import Context
from rehab.services.courses import PlanCourse, draft_course, plan_course
from rehab.services.individual_times import ArrangeTime, arrange_time
from rehab.services.seat_offers import accept_offer
from rehab.services.waiting_list import PutOnList, leave_list, put_on_list
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import Factories
from tests.support.waiting import make_waiting

BOOKING_AT_ONCE = 50
FULL = "Holdet er fuldt: alle pladser (5) er optaget. Vælg et andet hold eller en senere start."


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, BOOKING_AT_ONCE) as made:
        yield made


@pytest.fixture
def arrange(app, engine):
    """Builders on the database of this test, and the koordinator who acts."""

    def arranged(build):
        with GuardedSession(engine) as session:
            make = Factories(session, app.extensions["rehab_programme"], NOW)
            return make.user(Role.KOORDINATOR).actor(), build(make)

    return arranged


@pytest.fixture
def at_once(app, engine, settings):
    """Let each of some do something at the same moment; return the answers, refusals as texts."""
    programme = app.extensions["rehab_programme"]

    def run(actor, acts):
        together = Barrier(len(acts))

        def one(act):
            with GuardedSession(engine) as session:
                ctx = Context(session, actor, NOW, programme, settings)
                prepared = act(ctx)
                together.wait(timeout=30)
                try:
                    with ctx.transaction():
                        return prepared()
                except DomainError as refusal:
                    return str(refusal)

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def booking_of(case_id, course_id):
    """Read the case as the page does, and book when all the others have read theirs."""

    def prepare(ctx):
        case = find_case(ctx.session, ctx.actor, case_id)
        course = ctx.session.get_one(Course, course_id)
        wanted = BookCourse(frozenset(row.id for row in case.referrals))
        return lambda: book(ctx, case, course, wanted).seat

    return prepare


def booking_or_waiting(case_id, course_id):
    """Book as above, and wait for the course where it is full."""

    def prepare(ctx):
        case = find_case(ctx.session, ctx.actor, case_id)
        course = ctx.session.get_one(Course, course_id)
        wanted = frozenset(row.id for row in case.referrals)
        offer_code = course.offer_code

        def act():
            try:
                return book(ctx, case, course, BookCourse(wanted)).seat
            except BookingRefusedError:
                put_on_list(ctx, case, PutOnList(offer_code, course_id, wanted))
                return "venter"

        return act

    return prepare


def two_of_five(make):
    course = make_course(make, capacity=5)
    for _ in range(2):
        make_booking(make, make.case(), course)
    citizens = [make.citizen(identifier=f"020270{9900 + n}") for n in range(BOOKING_AT_ONCE)]
    return course.id, [make.case(citizen=citizen).id for citizen in citizens]


def active_seats(engine):
    with Session(engine) as session:
        query = select(Seat.seat).where(Seat.cancelled_at.is_(None)).order_by(Seat.seat)
        return session.scalars(query).all()


def test_fifty_at_once_get_the_three_seats_that_are_left(arrange, at_once, engine):
    actor, (course_id, case_ids) = arrange(two_of_five)
    answers = at_once(actor, [booking_of(case_id, course_id) for case_id in case_ids])
    assert sorted(answer for answer in answers if isinstance(answer, int)) == [3, 4, 5]
    assert [answer for answer in answers if isinstance(answer, str)] == [FULL] * 47
    assert active_seats(engine) == [1, 2, 3, 4, 5]
    with Session(engine) as session:
        traces = session.scalars(select(AuditEvent).where(AuditEvent.verb == "course.booked"))
        assert len(traces.all()) == 3


def test_those_who_get_no_seat_can_all_wait(arrange, at_once, engine):
    actor, (course_id, case_ids) = arrange(two_of_five)
    answers = at_once(actor, [booking_or_waiting(row, course_id) for row in case_ids[:12]])
    assert sorted(map(str, answers)) == ["3", "4", "5", *["venter"] * 9]
    with Session(engine) as session:
        assert len(session.scalars(select(WaitingEntry)).all()) == 9


def a_freed_seat(make):
    course = make_course(make, capacity=1)
    booking = make_booking(make, make.case(), course)
    make_waiting(make, make.case())
    return course.id, booking.id


def cancelling(booking_id):
    def prepare(ctx):
        booking = find_booking(ctx.session, ctx.actor, booking_id)
        return lambda: cancel_booking(ctx, booking, "Flyttet")

    return prepare


def test_an_offer_accepted_twice_at_once_is_one_booking(arrange, at_once, engine):
    actor, (_, booking_id) = arrange(a_freed_seat)
    assert at_once(actor, [cancelling(booking_id)]) == [1]
    with Session(engine) as session:
        offer_id = session.scalars(select(SeatOffer.id)).one()
    answers = at_once(actor, [lambda ctx: lambda: accept_offer(ctx, offer_id).seat] * 6)
    assert sorted(map(str, answers)) == [
        "1",
        *["Tilbuddet er allerede besvaret. Genindlæs siden."] * 5,
    ]
    with Session(engine) as session:
        assert session.scalars(select(SeatOffer.answer)).one() is OfferAnswer.ACCEPTED
        booked = session.scalars(select(Booking).where(Booking.cancelled_at.is_(None)))
        assert [row.seat for row in booked] == [1]


def accepting(offer_id):
    return lambda ctx: lambda: accept_offer(ctx, offer_id).seat


def leaving(entry_id):
    """Read who waits as the page does, and take them off when all have read."""

    def prepare(ctx):
        entry = find_entry(ctx.session, ctx.actor, entry_id)
        return lambda: leave_list(ctx, entry, "Vil ikke mere")

    return prepare


def test_a_yes_while_others_take_the_citizen_off_the_list_ends_in_one_way(arrange, at_once, engine):
    actor, (_, booking_id) = arrange(a_freed_seat)
    assert at_once(actor, [cancelling(booking_id)]) == [1]
    with Session(engine) as session:
        offer_id, entry_id = session.execute(select(SeatOffer.id, SeatOffer.entry_id)).one()
    answers = at_once(actor, [leaving(entry_id), accepting(offer_id), leaving(entry_id)])
    gone = "Borgeren står ikke længere på ventelisten. Genindlæs siden."
    with Session(engine) as session:
        answer = session.scalars(select(SeatOffer.answer)).one()
        ending = session.scalars(select(WaitingEntry.ending)).one()
    if answers[1] == 1:
        assert (answers[0], answers[2]) == (gone, gone)
        assert (answer, ending) == (OfferAnswer.ACCEPTED, Ending.BOOKED)
        assert active_seats(engine) == [1]
    else:
        assert answers[1] == "Tilbuddet er allerede besvaret. Genindlæs siden."
        assert sorted(map(str, (answers[0], answers[2]))) == [gone, "None"]
        assert (answer, ending) == (OfferAnswer.WITHDRAWN, Ending.WITHDRAWN)
        assert active_seats(engine) == []


def test_a_seat_given_back_while_others_book_goes_to_whoever_waits(arrange, at_once, engine):
    def build(make):
        course_id, booking_id = a_freed_seat(make)
        return course_id, booking_id, [make.case().id for _ in range(5)]

    actor, (course_id, booking_id, case_ids) = arrange(build)
    booking = [booking_of(case_id, course_id) for case_id in case_ids]
    answers = at_once(actor, [cancelling(booking_id), cancelling(booking_id), *booking])
    assert sorted(map(str, answers[:2])) == [
        "1",
        "Pladsen er allerede afbestilt. Genindlæs siden.",
    ]
    assert set(answers[2:]) == {FULL.replace("5", "1")}
    assert active_seats(engine) == [1]
    with Session(engine) as session:
        waiting = session.scalars(select(WaitingEntry.case_id)).one()
        held = session.scalars(select(Seat).where(Seat.cancelled_at.is_(None))).one()
        assert (held.case_id, held.kind) == (waiting, "held")


def planning(ctx):
    """Plan the same hold as everybody else, seen while nobody had saved it."""
    command = PlanCourse(
        offer_code="hold_opererede",
        form=CourseForm.HOLD,
        title="Rygskole",
        place="Sal 1",
        capacity=8,
        therapist_id=ctx.session.scalars(select(User.id).where(User.login == "terapeut")).one(),
        series=Series(date(2026, 12, 17), frozenset(), 3),
        starts_at=time(10),
        minutes=60,
    )
    shown = draft_course(ctx, command)
    return lambda: plan_course(ctx, replace(command, conflict_reason="Delt sal"), shown).title


def test_a_hold_planned_three_times_at_once_is_one_hold(arrange, at_once, engine):
    actor, _ = arrange(lambda make: make.user(Role.TERAPEUT, login="terapeut").id)
    answers = at_once(actor, [planning] * 3)
    assert answers.count("Rygskole") == 1
    refused = [answer for answer in answers if answer != "Rygskole"]
    assert all("Lokalet Sal 1 er optaget torsdag 17.12.2026" in answer for answer in refused)
    with Session(engine) as session:
        assert session.scalars(select(Course.title)).all() == ["Rygskole"]


def test_the_same_time_arranged_with_two_citizens_at_once_is_given_to_one(arrange, at_once, engine):
    def build(make):
        therapist = make.user(Role.TERAPEUT)
        return therapist.id, [make.case().id for _ in range(2)]

    actor, (therapist_id, case_ids) = arrange(build)

    def arranging(case_id):
        def prepare(ctx):
            case = find_case(ctx.session, ctx.actor, case_id)
            command = ArrangeTime(
                offer_code="individuel_traening",
                starts_at=datetime(2026, 11, 25, 10, tzinfo=COPENHAGEN),
                minutes=45,
                place="Rum 4",
                therapist_id=therapist_id,
                counts_for=frozenset(row.id for row in case.referrals),
            )
            return lambda: arrange_time(ctx, case, command).place

        return prepare

    answers = at_once(actor, [arranging(case_id) for case_id in case_ids])
    assert answers.count("Rum 4") == 1
    with Session(engine) as session:
        assert len(session.scalars(select(CourseSession)).all()) == 1
