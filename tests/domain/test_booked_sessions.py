"""Which sessions of a series belong to one booking (F52)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from rehab.domain.booked_sessions import (
    BookedSpan,
    SessionSlot,
    counted_sessions,
    has_had_all,
    sessions_of_booking,
)
from rehab.domain.courses import (
    BookingFacts,
    CapacityError,
    CourseFacts,
    CourseForm,
    Intake,
    IntakeError,
    IntakeFacts,
    NotBookable,
    SeatFacts,
    SessionFacts,
    check_intake,
    check_lower_capacity,
    is_begun,
    may_book,
)

FIRST = datetime(2027, 3, 1, 9, tzinfo=UTC)


def series(*, cancelled=()):
    return [
        SessionSlot(
            id=UUID(int=number),
            starts_at=(start := FIRST + timedelta(days=7 * (number - 1))),
            ends_at=start + timedelta(hours=1),
            cancelled=number in cancelled,
        )
        for number in range(1, 7)
    ]


def span(booked_at=FIRST - timedelta(days=3), **fields):
    return BookedSpan(booked_at=booked_at, **fields)


def numbers(slots):
    return [slot.id.int for slot in slots]


@pytest.mark.parametrize(
    ("booked", "mine"),
    [
        pytest.param(span(), [1, 2, 3, 4, 5, 6], id="all of a closed hold"),
        pytest.param(
            span(FIRST + timedelta(minutes=30)), [1, 2, 3, 4, 5, 6], id="while it was held"
        ),
        pytest.param(
            span(FIRST + timedelta(hours=7)), [2, 3, 4, 5, 6], id="later that day, when it was over"
        ),
        pytest.param(span(FIRST + timedelta(days=8)), [3, 4, 5, 6], id="booked late"),
        pytest.param(
            span(cancelled_at=FIRST + timedelta(days=8)), [1, 2], id="given back after two"
        ),
        pytest.param(
            span(cancelled_at=FIRST), [1], id="given back as the first began: it was held"
        ),
        pytest.param(span(sessions_each=3), [1, 2, 3], id="rolling from the start"),
        pytest.param(
            span(FIRST + timedelta(days=8), sessions_each=3), [3, 4, 5], id="rolling, next three"
        ),
        pytest.param(
            span(FIRST + timedelta(minutes=5), sessions_each=2), [1, 2], id="joins one in progress"
        ),
        pytest.param(
            span(FIRST + timedelta(hours=1), sessions_each=2), [2, 3], id="that one is over"
        ),
        pytest.param(
            span(sessions_each=3, cancelled_at=FIRST + timedelta(days=8)), [1, 2], id="left early"
        ),
        pytest.param(
            span(FIRST + timedelta(days=30), sessions_each=3), [6], id="the series ends first"
        ),
    ],
)
def test_a_booking_has_its_slice_of_the_series(booked, mine):
    assert numbers(sessions_of_booking(series(), booked)) == mine


def test_a_cancelled_session_is_made_up_for_with_rolling_intake():
    mine = sessions_of_booking(series(cancelled={2}), span(sessions_each=3))
    assert numbers(mine) == [1, 2, 3, 4]
    assert numbers(counted_sessions(mine)) == [1, 3, 4]


@pytest.mark.parametrize(
    ("booked", "days", "cancelled", "done"),
    [
        pytest.param(span(sessions_each=2), 7, (), False, id="the last one begins"),
        pytest.param(span(sessions_each=2), 8, (), True, id="the last one is over"),
        pytest.param(span(sessions_each=2), 8, (2,), False, id="one was cancelled"),
        pytest.param(span(), 99, (), False, id="a closed hold has no such end"),
        pytest.param(span(sessions_each=9), 99, (), False, id="the series was too short"),
    ],
)
def test_a_seat_is_anothers_when_all_sessions_were_had(booked, days, cancelled, done):
    slots = series(cancelled=set(cancelled))
    assert has_had_all(slots, booked, FIRST + timedelta(days=days)) is done


def test_the_order_given_does_not_matter():
    shuffled = list(reversed(series()))
    assert numbers(sessions_of_booking(shuffled, span(sessions_each=2))) == [1, 2]


@pytest.mark.parametrize(
    ("rule", "held", "begun"),
    [
        pytest.param(IntakeFacts(), 0, False, id="before the first"),
        pytest.param(IntakeFacts(), 1, True, id="the first has begun"),
        pytest.param(IntakeFacts(joinable_until=2), 1, False, id="open until the second"),
        pytest.param(IntakeFacts(joinable_until=2), 2, True, id="too late"),
        pytest.param(IntakeFacts(Intake.ROLLING, sessions_each=3), 3, False, id="rolling"),
    ],
)
def test_a_closed_hold_is_bookable_until_a_session_begins(rule, held, begun):
    assert is_begun(rule, series(), FIRST + timedelta(days=7 * (held - 1))) is begun


def test_a_hold_whose_first_session_was_cancelled_has_not_begun():
    assert not is_begun(IntakeFacts(), series(cancelled={1}), FIRST)
    assert is_begun(IntakeFacts(), series(cancelled={1}), FIRST + timedelta(days=7))


def test_a_hold_that_has_begun_is_not_booked():
    one = series()[0]
    course = CourseFacts(
        name="Rygskole",
        form=CourseForm.HOLD,
        seats=SeatFacts(12),
        sessions=(SessionFacts(one.starts_at, one.ends_at, "Sal 1", "T"),),
        begun=True,
    )
    booking = BookingFacts(case_is_open=True, already_on_course=False)
    assert may_book(course, booking, FIRST - timedelta(days=1)) == NotBookable(
        ("Holdet er lukket og begyndt. Vælg et andet hold.",)
    )


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        pytest.param(IntakeFacts(minimum=13), "mellem 1 og antallet af pladser", id="minimum"),
        pytest.param(IntakeFacts(minimum=0), "Mindste antal", id="nobody"),
        pytest.param(IntakeFacts(joinable_until=7), "lukket hold", id="after the last"),
        pytest.param(IntakeFacts(Intake.ROLLING), "hver borger får", id="no number"),
        pytest.param(IntakeFacts(Intake.ROLLING, sessions_each=7), "hver borger", id="too many"),
    ],
)
def test_an_intake_the_course_cannot_keep_is_refused(rule, sentence):
    with pytest.raises(IntakeError, match=sentence):
        check_intake(rule, capacity=12, sessions=6)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(IntakeFacts(minimum=4, joinable_until=2), id="closed"),
        pytest.param(IntakeFacts(Intake.ROLLING, sessions_each=4), id="rolling"),
    ],
)
def test_an_intake_that_fits_is_accepted(rule):
    check_intake(rule, capacity=12, sessions=6)


def test_seats_are_not_lowered_below_those_taken():
    check_lower_capacity(2, SeatFacts(12, frozenset({1, 9})))
    with pytest.raises(CapacityError, match="2 pladser er optaget"):
        check_lower_capacity(1, SeatFacts(12, frozenset({1, 9})))
