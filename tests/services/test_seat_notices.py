"""What was told of an offered seat is taken back when the offer ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.notices import NoticeKind
from rehab.models import (
    CitizenLetter,
    Course,
    LetterState,
    Notice,
    NoticeStatus,
    Reminder,
    SeatOffer,
)
from rehab.queries.cases import find_case
from rehab.queries.citizen_letters import list_to_print
from rehab.services.bookings import BookCourse, book
from rehab.services.citizen_letters import mark_printed
from rehab.services.course_settings import cancel_course
from rehab.services.free_seats import offer_free_seats
from rehab.services.seat_offers import run_offers
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.course_factories import make_course
from tests.support.waiting import make_waiting

IN_TWO_WEEKS = NOW + timedelta(days=14)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def offered(ctx, make):
    """Offer the only seat of a hold to one citizen; by letter to who has no telephone."""

    def offering(first=IN_TWO_WEEKS, **citizen):
        case = make.case(citizen=make.citizen(**citizen))
        course = make_course(make, capacity=1, first=first)
        make_waiting(make, case, course=course)
        with ctx.transaction():
            offer_free_seats(ctx, course)
        return course

    return offering


def sent(ctx, notice):
    with ctx.transaction():
        notice.status, notice.sent_at = NoticeStatus.SENT, NOW
        ctx.record("notice.sent", notice.case_id, notice_id=notice.id)


def told(session):
    return {row.kind: row.status for row in session.scalars(select(Notice))}


def tasks(session):
    return [row.sentence for row in session.scalars(select(Reminder))]


def cancel(ctx, course):
    with ctx.transaction():
        cancel_course(ctx, course, "For få deltagere")


def test_who_is_reached_by_letter_alone_has_days_to_answer(session, offered):
    offered(phone="")
    assert session.scalars(select(SeatOffer.answer_by)).one() == datetime(
        2026, 11, 30, 15, tzinfo=UTC
    )
    assert tasks(session) == []


def test_where_a_letter_comes_too_late_somebody_rings_and_the_task_goes_with_the_offer(
    ctx, session, offered
):
    course = offered(phone="", first=NOW + timedelta(days=3))
    assert session.scalars(select(SeatOffer.answer_by)).one() == NOW + timedelta(days=1)
    [task] = tasks(session)
    assert task == (
        f"Ring til borgeren nu: der er en plads på {course.title}, og et brev når ikke frem. "
        "Pladsen holdes til tirsdag 24.11.2026 kl. 10.00."
    )
    cancel(ctx, course)
    assert tasks(session) == []


def test_a_message_that_is_not_sent_is_never_sent(ctx, session, offered):
    cancel(ctx, offered())
    assert told(session) == {NoticeKind.SEAT_OFFERED: NoticeStatus.WITHDRAWN}
    assert tasks(session) == []


def test_who_was_told_is_told_that_the_seat_is_gone_and_rung_up(ctx, session, offered):
    course = offered()
    sent(ctx, session.scalars(select(Notice)).one())
    cancel(ctx, course)
    assert told(session) == {
        NoticeKind.SEAT_OFFERED: NoticeStatus.SENT,
        NoticeKind.SEAT_WITHDRAWN: NoticeStatus.QUEUED,
    }
    news = session.scalars(select(Notice).where(Notice.kind == NoticeKind.SEAT_WITHDRAWN)).one()
    assert news.text.startswith("Pladsen man. 7/12 kl. 10.00 er ikke ledig mere.")
    [task] = tasks(session)
    assert task.endswith("Tilbuddet er trukket tilbage. Ring til borgeren.")


def test_a_letter_that_is_not_printed_leaves_the_list_and_says_so(ctx, session, offered):
    course = offered(phone="")
    assert len(list_to_print(session, ctx.actor)) == 1
    cancel(ctx, course)
    assert list_to_print(session, ctx.actor) == []
    letter = session.scalars(select(CitizenLetter)).one()
    assert (letter.state, letter.to_print) == (LetterState.WITHDRAWN, False)
    assert letter.reason == "Tilbuddet om pladsen er slut. Brevet skal ikke sendes."
    assert told(session) == {NoticeKind.SEAT_OFFERED: NoticeStatus.WITHDRAWN}


def test_a_letter_that_was_read_before_it_was_taken_back_is_not_noted_as_printed(
    ctx, session, offered
):
    course = offered(phone="")
    letters = list(session.scalars(select(CitizenLetter)))
    cancel(ctx, course)
    with ctx.transaction():
        assert mark_printed(ctx, letters) == 0


def test_a_letter_that_was_posted_is_followed_by_one_that_says_the_seat_is_gone(
    ctx, session, offered
):
    course = offered(phone="")
    with ctx.transaction():
        letter = session.scalars(select(CitizenLetter)).one()
        letter.printed_at, letter.printed_by = NOW, ctx.actor.id
        ctx.record("citizen_letter.printed", letter.case_id, citizen_letter_id=letter.id)
    cancel(ctx, course)
    assert told(session)[NoticeKind.SEAT_WITHDRAWN] is NoticeStatus.ON_PAPER
    assert len(list_to_print(session, ctx.actor)) == 1
    assert len(tasks(session)) == 1


def test_who_does_not_answer_is_told_that_the_seat_is_gone(app, ctx, session, offered):
    offered()
    sent(ctx, session.scalars(select(Notice)).one())
    until = session.scalars(select(SeatOffer.answer_by)).one()
    run_offers(replace(context_for(app, SYSTEM), now=until + timedelta(hours=1)))
    assert told(session)[NoticeKind.SEAT_WITHDRAWN] is NoticeStatus.QUEUED
    assert [text[:22] for text in tasks(session)] == ["Borgeren svarede ikke "]


def test_who_is_booked_on_another_hold_is_told_nothing_of_the_first(ctx, make, session, offered):
    offered()
    offer = session.scalars(select(SeatOffer)).one()
    sent(ctx, session.scalars(select(Notice)).one())
    case_id = session.scalars(select(Notice.case_id)).one()
    other = make_course(make, capacity=2, first=IN_TWO_WEEKS + timedelta(days=1))
    case = find_case(session, ctx.actor, case_id)
    with ctx.transaction():
        wanted = BookCourse(frozenset(row.id for row in case.referrals))
        book(ctx, case, session.get_one(Course, other.id), wanted)
    assert session.get_one(SeatOffer, offer.id).answered_at == NOW
    assert told(session) == {NoticeKind.SEAT_OFFERED: NoticeStatus.SENT}
