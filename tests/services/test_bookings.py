"""Booking a seat, what it records, and giving it back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.courses import BookingRefusedError
from rehab.domain.deadlines import ClockState
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus
from rehab.domain.shared_training import TrainedTwiceError
from rehab.models import AuditEvent, Booking, BookingReferral, PathwayEventRow
from rehab.queries.bookings import find_booking
from rehab.queries.cases import find_case
from rehab.queries.clocks import clocks_of
from rehab.services.bookings import (
    BookCourse,
    BookingNotCancellableError,
    CountsForError,
    book,
    cancel_booking,
    count_for,
)
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def booked(ctx, case, course, *referrals):
    """Book as the page does: for all of the case's accepted referrals unless some are named."""
    found = find_case(ctx.session, ctx.actor, case.id)
    chosen = referrals or [row for row in found.referrals if row.status == "accepted"]
    with ctx.transaction():
        return book(ctx, found, course, BookCourse(frozenset(row.id for row in chosen)))


def trail(session, verb):
    return session.scalars(select(AuditEvent.data).where(AuditEvent.verb == verb)).all()


def offers(session):
    query = select(PathwayEventRow).where(PathwayEventRow.kind == EventKind.FIRST_CONTACT_OFFERED)
    return session.scalars(query).all()


def test_a_booking_takes_the_lowest_free_seat_and_is_in_the_trail(ctx, make, session):
    course = make_course(make)
    make_booking(make, make.case(), course)
    booking = booked(ctx, make.case(), course)
    assert booking.seat == 2
    assert trail(session, "course.booked") == [{"course_id": str(course.id), "seat": "2"}]


def test_a_booking_counts_for_each_referral_on_its_own_legal_basis(ctx, make, session):
    case = make.case()
    gop = make.referral(case=case, kind=ReferralKind.GGOP)
    booked(ctx, case, make_course(make))
    rows = session.scalars(select(BookingReferral)).all()
    assert {row.legal_basis for row in rows} == set(LegalBasis)
    assert gop.id in {row.referral_id for row in rows}


def test_the_first_session_to_come_is_recorded_as_offered(ctx, make, session):
    course = make_course(make, first=FIRST - timedelta(days=7), joinable_until=2)
    booked(ctx, make.case(), course)
    [offer] = offers(session)
    assert (offer.occurred_on, offer.appointment_on) == (date(2026, 11, 23), date(2026, 11, 24))
    assert trail(session, "pathway.recorded")[0]["on"] == "2026-11-24"


def test_the_offer_stops_the_clock_of_paragraph_140_on_the_offered_day(ctx, make):
    case = make.case(referrals=0)
    make.referral(case=case, kind=ReferralKind.GGOP, discharged_on=date(2026, 11, 20))
    booked(ctx, case, make_course(make))
    found = find_case(ctx.session, ctx.actor, case.id)
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, found.referrals, ctx.today)
    [reading] = [one for many in clocks.values() for one in many if one.code == "paragraf140"]
    assert (reading.state, reading.stopped_on) == (ClockState.MET, date(2026, 11, 24))


def test_a_second_course_does_not_move_what_was_offered(ctx, make, session):
    case = make.case()
    booked(ctx, case, make_course(make))
    booked(ctx, case, make_course(make, first=FIRST + timedelta(days=2), title="Rygestop"))
    assert [offer.appointment_on for offer in offers(session)] == [date(2026, 11, 24)]


def test_only_the_chosen_referral_is_offered(ctx, make, session):
    case = make.case()
    gop = make.referral(case=case, kind=ReferralKind.GGOP)
    booked(ctx, case, make_course(make), gop)
    assert [offer.referral_id for offer in offers(session)] == [gop.id]


@pytest.mark.parametrize(
    ("course", "case", "sentence"),
    [
        pytest.param({"capacity": 1}, {}, r"alle pladser \(1\) er optaget", id="full"),
        pytest.param({"cancelled_at": NOW}, {}, "Forløbet er aflyst", id="cancelled"),
        pytest.param({"first": NOW - timedelta(days=60)}, {}, "ingen kommende gange", id="ended"),
        pytest.param({}, {"closed_on": NOW.date()}, "Sagen er afsluttet", id="a closed case"),
    ],
)
def test_a_booking_that_cannot_be_is_refused_with_the_reason(ctx, make, course, case, sentence):
    row = make_course(make, **course)
    make_booking(make, make.case(), row)
    with pytest.raises(BookingRefusedError, match=sentence):
        booked(ctx, make.case(**case), row)


def test_nobody_is_booked_twice_on_one_course(ctx, make):
    case, course = make.case(), make_course(make)
    booked(ctx, case, course)
    with pytest.raises(BookingRefusedError, match="allerede booket"):
        booked(ctx, case, course)


def test_a_booking_counts_for_an_accepted_referral_of_the_case(ctx, make):
    case, course = make.case(), make_course(make)
    closed = make.referral(case=case, status=ReferralStatus.CLOSED)
    elsewhere = make.referral(case=make.case())
    with pytest.raises(CountsForError, match="mindst én accepteret henvisning"):
        booked(ctx, case, course, closed)
    with pytest.raises(CountsForError, match="mindst én"):
        booked(ctx, case, course, elsewhere)


def test_a_plan_that_the_hospital_trains_counts_for_no_booking(ctx, make):
    case = make.case(referrals=0)
    plan = make.referral(case=case, kind=ReferralKind.GGOP, gop_type=GopType.SPECIALISERET)
    with pytest.raises(CountsForError):
        booked(ctx, case, make_course(make), plan)


def test_a_therapist_books_own_citizens_only(ctx_as, make):
    case, course = make.case(), make_course(make)
    found = find_case(ctx_as(Role.KOORDINATOR).session, ctx_as(Role.KOORDINATOR).actor, case.id)
    with pytest.raises(NotPermittedError):
        book(ctx_as(Role.TERAPEUT), found, course, BookCourse(frozenset()))
    with pytest.raises(NotPermittedError):
        book(ctx_as(Role.LEDER), found, course, BookCourse(frozenset()))


def test_another_kommunes_course_is_refused(ctx, make):
    course = make_course(make, kommunekode="998")
    with pytest.raises(CountsForError, match="en anden kommune"):
        booked(ctx, make.case(), course)


def test_the_database_refuses_a_seat_given_twice(make):
    course = make_course(make)
    make_booking(make, make.case(), course, seat=4)
    with pytest.raises(IntegrityError):
        make_booking(make, make.case(), course, seat=4)


def test_a_cancelled_seat_is_free_again_and_what_was_offered_stays(ctx, make, session):
    case, course = make.case(), make_course(make, capacity=1)
    booking = booked(ctx, case, course)
    found = find_booking(session, ctx.actor, booking.id)
    with ctx.transaction():
        cancel_booking(ctx, found, " Er flyttet ")
    assert booking.cancel_reason == "Er flyttet"
    assert booked(ctx, make.case(), course).seat == 1
    assert len(offers(session)) == 2
    assert trail(session, "course.booking_cancelled") == [
        {"course_id": str(course.id), "booking_id": str(booking.id)}
    ]


def test_a_cancellation_needs_a_reason_and_happens_once(ctx, make, session):
    booking = make_booking(make, make.case(), make_course(make))
    found = find_booking(session, ctx.actor, booking.id)
    with pytest.raises(BookingNotCancellableError, match="hvorfor"):
        cancel_booking(ctx, found, "  ")
    found.cancelled_at = NOW
    with pytest.raises(BookingNotCancellableError, match="allerede afbestilt"):
        cancel_booking(ctx, found, "Igen")


def test_a_booking_comes_to_count_for_the_other_referral(ctx, make, session):
    case, course = make.case(), make_course(make)
    booking = booked(ctx, case, course)
    gop = make.referral(case=case, kind=ReferralKind.GGOP, discharged_on=date(2026, 11, 20))
    found = find_booking(session, ctx.actor, booking.id)
    with ctx.transaction():
        count_for(ctx, found, gop.id)
    counted = session.scalars(select(BookingReferral.referral_id))
    assert gop.id in set(counted)
    offered = {row.referral_id: row.appointment_on for row in offers(session)}
    assert offered[gop.id] == date(2026, 11, 24)
    assert trail(session, "course.counts_for") == [
        {"booking_id": str(booking.id), "referral_id": str(gop.id)}
    ]
    with pytest.raises(CountsForError, match="allerede"):
        count_for(ctx, find_booking(session, ctx.actor, booking.id), gop.id)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param({"cancelled_at": NOW}, "afbestilt", id="given back"),
        pytest.param({"case": "other"}, "mindst én accepteret", id="of another case"),
        pytest.param({"first": NOW - timedelta(days=40)}, "ingen kommende gange", id="over"),
    ],
)
def test_what_a_booking_cannot_come_to_count_for(ctx, make, session, fields, sentence):
    case = make.case()
    course = make_course(make, first=fields.get("first", FIRST))
    booking = make_booking(make, case, course, cancelled_at=fields.get("cancelled_at"))
    other = make.referral(case=make.case() if "case" in fields else case)
    with pytest.raises(CountsForError, match=sentence):
        count_for(ctx, find_booking(session, ctx.actor, booking.id), other.id)


def test_the_same_training_is_not_booked_twice(ctx, make):
    case = make.case()
    [xref] = find_case(ctx.session, ctx.actor, case.id).referrals
    gop = make.referral(case=case, kind=ReferralKind.GGOP)
    booked(ctx, case, make_course(make), xref)
    second = make_course(make, first=FIRST + timedelta(hours=3))
    with pytest.raises(TrainedTwiceError, match="tælle for begge"):
        booked(ctx, case, second, gop)
    assert booked(ctx, case, second, xref, gop).seat == 1


def test_a_leder_cancels_nothing(ctx_as, make, session, ctx):
    booking = make_booking(make, make.case(), make_course(make))
    leder = ctx_as(Role.LEDER)
    found = find_booking(session, ctx.actor, booking.id)
    with pytest.raises(NotPermittedError):
        cancel_booking(leder, found, "Flyttet")
    assert session.get_one(Booking, booking.id).cancelled_at is None
