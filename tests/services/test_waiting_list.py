"""Being put on the waiting list, moved and taken off, and who a freed seat is offered to."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Role
from rehab.domain.courses import BookingRefusedError, CourseForm
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import ReferralKind
from rehab.domain.seat_offers import OfferAnswer
from rehab.domain.waiting_list import Ending, WaitingListError
from rehab.models import AuditEvent, Booking, Case, HeldSeat, Notice, Seat, SeatOffer, WaitingEntry
from rehab.queries.bookings import find_booking
from rehab.queries.cases import find_case
from rehab.queries.waiting_list import find_entry, waiting_for_course, waiting_of_case
from rehab.services.bookings import BookCourse, book, cancel_booking
from rehab.services.free_seats import judge_of, offer_free_seats
from rehab.services.seat_offers import seats_without_offer
from rehab.services.waiting_list import PutOnList, leave_list, move_back, move_first, put_on_list
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course
from tests.support.waiting import make_waiting

OFFER = "hold_ikke_opererede"


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def full(make):
    """A hold of one seat, and who sits on it."""
    course = make_course(make, capacity=1)
    return course, make_booking(make, make.case(), course)


def free(ctx, booking):
    with ctx.transaction():
        return cancel_booking(ctx, find_booking(ctx.session, ctx.actor, booking.id), "Flyttet")


def verbs(session, case_id):
    query = select(AuditEvent.verb).where(AuditEvent.case_id == case_id)
    return set(session.scalars(query))


def put_on(ctx, case, course=None, offer_code=OFFER):
    found = find_case(ctx.session, ctx.actor, case.id)
    counts_for = frozenset(row.id for row in found.referrals)
    command = PutOnList(offer_code, course.id if course else None, counts_for)
    with ctx.transaction():
        return put_on_list(ctx, found, command).id


def test_a_citizen_waits_for_an_offer_or_for_one_course(ctx, make, session, full):
    course, _ = full
    one, other = make.case(), make.case()
    put_on(ctx, one)
    put_on(ctx, other, course)
    wishes = set(session.scalars(select(WaitingEntry.course_id)))
    assert wishes == {None, course.id}
    assert "waiting.put_on" in verbs(session, one.id)


def test_a_free_seat_is_offered_as_soon_as_somebody_waits(ctx, make, session, full):
    later = make_course(make, capacity=1, first=FIRST + timedelta(days=20))
    sooner = make_course(make, capacity=1, first=FIRST + timedelta(days=10))
    put_on(ctx, make.case())
    assert session.scalars(select(SeatOffer.course_id)).all() == [sooner.id]
    assert seats_without_offer(ctx) == []
    put_on(ctx, make.case())
    assert set(session.scalars(select(SeatOffer.course_id))) == {sooner.id, later.id}


def test_a_cancelled_individual_time_is_offered_to_nobody(ctx, make, session):
    own = make_course(make, capacity=1, form=CourseForm.INDIVIDUAL, first=FIRST + timedelta(days=9))
    booking = make_booking(make, make.case(), own)
    make_waiting(make, make.case())
    assert free(ctx, booking) == 0
    assert session.scalars(select(SeatOffer)).all() == []
    assert seats_without_offer(ctx) == []


def test_a_case_waits_once_for_an_offer(ctx, make):
    case = make.case()
    put_on(ctx, case)
    with pytest.raises(WaitingListError, match="står allerede på ventelisten"):
        put_on(ctx, case)
    with pytest.raises(IntegrityError):
        make_waiting(make, case)


def test_a_case_without_an_open_referral_does_not_wait(ctx, make):
    with pytest.raises(WaitingListError, match="visiteres først"):
        put_on(ctx, make.case(referrals=0))


def test_a_wished_course_is_one_of_the_offer(ctx, make):
    with pytest.raises(WaitingListError, match="ønskede forløb"):
        put_on(ctx, make.case(), make_course(make, offer_code="rygestop"))


def test_a_therapist_puts_only_own_citizens_on_the_list(ctx_as, ctx, make):
    found = find_case(ctx.session, ctx.actor, make.case().id)
    with pytest.raises(NotPermittedError):
        put_on_list(ctx_as(Role.TERAPEUT), found, PutOnList(OFFER, None, frozenset()))


def test_the_order_is_by_law_then_by_programme_then_by_date(ctx, make, session):
    course = make_course(make)
    early = make.case()
    late = make.case(referrals=0)
    make.referral(case=late, kind=ReferralKind.GGOP, discharged_on=NOW.date() - timedelta(days=3))
    for days, case in enumerate((early, late)):
        make_waiting(make, case, put_on_at=NOW - timedelta(days=9 - days))
    rows = waiting_for_course(session, judge_of(ctx), course)
    assert [row.entry.case_id for row in rows] == [late.id, early.id]
    assert [row.ranked.text for row in rows] == [
        "Nr. 1: frist efter loven 27.11.2026, på listen siden 15.11.2026",
        "Nr. 2: frist efter programmet 05.12.2026, på listen siden 14.11.2026",
    ]


def test_who_wishes_another_course_does_not_stand_in_the_way(ctx, make, session):
    course, other = make_course(make), make_course(make, title="Rygskole, hold 2")
    make_waiting(make, make.case(), course=other, put_on_at=NOW - timedelta(days=9))
    case = make.case()
    make_waiting(make, case, put_on_at=NOW)
    assert [row.entry.case_id for row in waiting_for_course(session, judge_of(ctx), course)] == [
        case.id
    ]
    [mine] = waiting_of_case(session, judge_of(ctx), find_case(session, ctx.actor, case.id))
    assert mine.ranked.number == 2


def test_a_jump_needs_a_reason_is_shown_and_can_be_taken_back(ctx, make, session):
    course = make_course(make)
    make_waiting(make, make.case(), put_on_at=NOW - timedelta(days=9))
    last = make_waiting(make, make.case(), put_on_at=NOW)
    with pytest.raises(WaitingListError, match="frem i køen"):
        move_first(ctx, find_entry(session, ctx.actor, last.id), " ")
    with ctx.transaction():
        move_first(ctx, find_entry(session, ctx.actor, last.id), "Skal rejse.")
    [first, _] = waiting_for_course(session, judge_of(ctx), course)
    assert first.entry.id == last.id
    assert first.ranked.why == "flyttet forrest 23.11.2026 af Test Koordinator: Skal rejse."
    assert "waiting.moved_first" in verbs(session, last.case_id)
    with ctx.transaction():
        move_back(ctx, find_entry(session, ctx.actor, last.id))
    assert waiting_for_course(session, judge_of(ctx), course)[1].entry.id == last.id


def test_a_freed_seat_is_offered_and_held_in_the_same_transaction(ctx, make, session, full):
    _, booking = full
    first, second = (
        make_waiting(make, make.case(), put_on_at=NOW + n * timedelta(hours=1)) for n in range(2)
    )
    assert free(ctx, booking) == 1
    offer = session.scalars(select(SeatOffer)).one()
    assert (offer.entry_id, offer.answer) == (first.id, None)
    assert offer.answer_by == FIRST
    held = session.scalars(select(HeldSeat)).one()
    assert (held.case_id, held.seat, held.cancelled_at) == (first.case_id, 1, None)
    notice = session.scalars(select(Notice)).one()
    assert (notice.case_id, notice.kind) == (first.case_id, "seat_offered")
    assert "seat_offer.made" in verbs(session, first.case_id)
    assert verbs(session, second.case_id) == set()


def test_a_held_seat_is_taken_for_everybody_else(ctx, make, session, full):
    course, booking = full
    make_waiting(make, make.case())
    free(ctx, booking)
    other = find_case(session, ctx.actor, make.case().id)
    wanted = BookCourse(frozenset(row.id for row in other.referrals))
    with pytest.raises(BookingRefusedError, match="Holdet er fuldt"):
        book(ctx, other, course, wanted)
    with pytest.raises(IntegrityError):
        make_booking(make, other, course, seat=1)


def test_a_held_seat_is_no_booking(ctx, make, session, full):
    _, booking = full
    make_waiting(make, make.case())
    free(ctx, booking)
    active = Seat.cancelled_at.is_(None)
    assert session.scalars(select(Booking).where(Booking.cancelled_at.is_(None))).all() == []
    assert session.scalar(select(func.count(Booking.id)).where(active)) == 0
    assert session.scalar(select(func.count()).select_from(Booking).where(active)) == 0
    assert session.scalar(select(func.count()).select_from(Seat).where(active)) == 1


def test_the_one_who_gave_the_seat_back_is_not_offered_it(ctx, make, session, full):
    course, booking = full
    make_waiting(make, session.get_one(Case, booking.case_id), course=course)
    assert free(ctx, booking) == 0
    second = make_waiting(make, make.case(), put_on_at=NOW + timedelta(hours=1))
    with ctx.transaction():
        assert offer_free_seats(ctx, course) == 1
    assert session.scalars(select(SeatOffer.entry_id)).one() == second.id
    assert "waiting.passed_over" in verbs(session, booking.case_id)


def test_who_has_something_else_then_is_passed_over_with_the_reason(ctx, make, session, full):
    _, booking = full
    busy = make.case()
    make_booking(make, busy, make_course(make, offer_code="rygestop"))
    make_waiting(make, busy, put_on_at=NOW - timedelta(days=9))
    free_one = make_waiting(make, make.case(), put_on_at=NOW)
    free(ctx, booking)
    assert session.scalars(select(SeatOffer.entry_id)).one() == free_one.id
    query = select(AuditEvent.data).where(AuditEvent.verb == "waiting.passed_over")
    assert session.scalars(query).one()["reason"] == "clash"


def test_a_seat_freed_too_late_to_answer_is_offered_to_nobody(ctx_as, make, session):
    course = make_course(make, capacity=1)
    booking = make_booking(make, make.case(), course)
    make_waiting(make, make.case())
    evening = ctx_as(Role.KOORDINATOR, now=datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    early = make_course(make, first=datetime(2026, 11, 24, 6, 30, tzinfo=UTC), capacity=1)
    assert free(evening, booking) == 1
    make_waiting(make, make.case())
    with evening.transaction():
        assert offer_free_seats(evening, early) == 0


def test_a_course_that_is_cancelled_or_over_offers_nothing(ctx, make):
    make_waiting(make, make.case())
    for course in (
        make_course(make, cancelled_at=NOW),
        make_course(make, first=NOW - timedelta(days=40)),
    ):
        with ctx.transaction():
            assert offer_free_seats(ctx, course) == 0


def test_whoever_leaves_the_list_says_why_and_the_offer_goes_on(ctx, make, session, full):
    _, booking = full
    first, second = (
        make_waiting(make, make.case(), put_on_at=NOW + n * timedelta(hours=1)) for n in range(2)
    )
    free(ctx, booking)
    with pytest.raises(WaitingListError, match="ikke venter længere"):
        leave_list(ctx, find_entry(session, ctx.actor, first.id), "")
    with ctx.transaction():
        leave_list(ctx, find_entry(session, ctx.actor, first.id), "Træner selv.")
    gone = session.get_one(WaitingEntry, first.id)
    assert (gone.ending, gone.left_reason, gone.left_at) == (Ending.WITHDRAWN, "Træner selv.", NOW)
    answers = dict(session.execute(select(SeatOffer.entry_id, SeatOffer.answer)).all())
    assert answers == {first.id: OfferAnswer.WITHDRAWN, second.id: None}


def test_whoever_is_booked_elsewhere_no_longer_waits(ctx, make, session, full):
    case, other = make.case(), make_course(make, first=FIRST + timedelta(days=1))
    entry = make_waiting(make, case)
    found = find_case(session, ctx.actor, case.id)
    with ctx.transaction():
        book(ctx, found, other, BookCourse(frozenset(row.id for row in found.referrals)))
    assert session.get_one(WaitingEntry, entry.id).ending is Ending.BOOKED
