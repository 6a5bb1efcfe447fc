"""Which sessions of a series belong to one booking (F52)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from rehab.domain.courses import BookedSpan, SessionSlot, counted_sessions, sessions_of_booking

FIRST = datetime(2027, 3, 1, 9, tzinfo=UTC)


def series(*, cancelled=()):
    return [
        SessionSlot(
            id=UUID(int=number),
            starts_at=(start := FIRST + timedelta(days=7 * (number - 1))),
            ends_at=start + timedelta(hours=1),
            held_on=start.date(),
            cancelled=number in cancelled,
        )
        for number in range(1, 7)
    ]


def span(booked_at=FIRST - timedelta(days=3), **fields):
    return BookedSpan(booked_at=booked_at, booked_on=booked_at.date(), **fields)


def numbers(slots):
    return [slot.id.int for slot in slots]


@pytest.mark.parametrize(
    ("booked", "mine"),
    [
        pytest.param(span(), [1, 2, 3, 4, 5, 6], id="all of a closed hold"),
        pytest.param(
            span(FIRST + timedelta(hours=5)), [1, 2, 3, 4, 5, 6], id="typed in later that day"
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


def test_the_order_given_does_not_matter():
    shuffled = list(reversed(series()))
    assert numbers(sessions_of_booking(shuffled, span(sessions_each=2))) == [1, 2]
