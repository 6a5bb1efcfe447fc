from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from rehab.domain.seat_offers import (
    PASSED_OVER_TEXTS,
    AnswerTime,
    Candidate,
    Choice,
    OfferAnswer,
    PassedOver,
    SeatOfferError,
    answer_by,
    check_can_answer,
    choose,
    letter_answer_time,
)

WINTER = timezone(timedelta(hours=1))
A, B, C = (UUID(int=number) for number in range(1, 4))
CHRISTMAS_EVE = frozenset({date(2026, 12, 24)})


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=WINTER)


@pytest.mark.parametrize(
    ("offered", "hours", "starts", "until"),
    [
        pytest.param(at(23, 10), 4, at(30, 9), at(23, 14), id="within the day"),
        pytest.param(at(23, 10), 6, at(30, 9), at(23, 16), id="to the last minute of the day"),
        pytest.param(at(23, 10), 8, at(30, 9), at(24, 10), id="over the night"),
        pytest.param(at(23, 22), 4, at(30, 9), at(24, 12), id="offered at night"),
        pytest.param(at(27, 15), 8, at(30, 20), at(30, 15), id="over the weekend"),
        pytest.param(at(23, 12, month=12), 8, at(30, 9, month=12), at(28, 12, month=12), id="yule"),
        pytest.param(at(23, 10), 8, at(24, 9), at(24, 9), id="never beyond the start"),
        pytest.param(at(23, 15, 59), 8, at(24, 7), at(24, 7), id="a minute can be enough"),
        pytest.param(at(23, 16), 8, at(24, 8), None, id="a night alone is no time to answer in"),
        pytest.param(at(28, 9), 8, at(30, 7), None, id="nor is a weekend"),
    ],
)
def test_how_long_a_seat_is_held(offered, hours, starts, until):
    assert answer_by(offered, hours, starts, CHRISTMAS_EVE) == until


@pytest.mark.parametrize(
    ("offered", "starts", "answer"),
    [
        pytest.param(at(16, 10), at(30, 9), AnswerTime(at(23, 16)), id="five working days"),
        pytest.param(at(16, 22), at(30, 9), AnswerTime(at(23, 16)), id="offered at night"),
        pytest.param(at(14, 10), at(30, 9), AnswerTime(at(20, 16)), id="offered on a Saturday"),
        pytest.param(
            at(18, 10, month=12),
            at(30, 18, month=12),
            AnswerTime(at(29, 16, month=12)),
            id="yule is no time for letters",
        ),
        pytest.param(at(16, 10), at(23, 16), AnswerTime(at(23, 16)), id="the start is just behind"),
        pytest.param(
            at(16, 10), at(23, 15), AnswerTime(at(17, 10), ring_now=True), id="near: ring"
        ),
        pytest.param(
            at(16, 10), at(16, 15), AnswerTime(at(16, 15), ring_now=True), id="never past the start"
        ),
        pytest.param(at(16, 16), at(17, 8), None, id="no time at all"),
    ],
)
def test_a_letter_gives_days_to_answer_and_a_near_start_a_telephone_call(offered, starts, answer):
    assert letter_answer_time(offered, 8, 5, starts, CHRISTMAS_EVE) == answer


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        pytest.param(Candidate(A, has_offer=True), PassedOver.HAS_OFFER, id="another offer"),
        pytest.param(Candidate(A, on_course=True), PassedOver.ON_COURSE, id="on the course"),
        pytest.param(Candidate(A, clashes=True), PassedOver.CLASH, id="another course"),
        pytest.param(
            Candidate(A, gave_back=frozenset({3})), PassedOver.GAVE_IT_BACK, id="gave it back"
        ),
        pytest.param(
            Candidate(A, answers=frozenset({OfferAnswer.DECLINED})),
            PassedOver.DECLINED,
            id="said no",
        ),
        pytest.param(
            Candidate(A, answers=frozenset({OfferAnswer.EXPIRED})),
            PassedOver.NO_ANSWER,
            id="did not answer",
        ),
        pytest.param(
            Candidate(A, something_counts=False), PassedOver.NOTHING_COUNTS, id="nothing open"
        ),
    ],
)
def test_nobody_is_passed_over_without_a_reason(candidate, reason):
    assert choose([candidate, Candidate(B), Candidate(C)], 3) == Choice(B, ((A, reason),))
    assert PASSED_OVER_TEXTS[reason].startswith(("har ", "svarede "))


@pytest.mark.parametrize(
    "candidate",
    [
        pytest.param(Candidate(A, gave_back=frozenset({2})), id="gave another seat back"),
        pytest.param(
            Candidate(A, answers=frozenset({OfferAnswer.WITHDRAWN})), id="the offer was withdrawn"
        ),
    ],
)
def test_who_can_be_offered_it_all_the_same(candidate):
    assert choose([candidate], 3) == Choice(A, ())


def test_a_seat_nobody_can_take_is_offered_to_nobody():
    assert choose([], 1) == Choice(None, ())


UNTIL = at(24, 10)


def test_the_last_moment_is_in_time():
    check_can_answer(None, UNTIL, UNTIL)


@pytest.mark.parametrize(
    ("answer", "now", "sentence"),
    [
        pytest.param(None, UNTIL + timedelta(seconds=1), "udløbet", id="not yet cleaned up"),
        pytest.param(OfferAnswer.EXPIRED, UNTIL, "udløbet", id="cleaned up"),
        pytest.param(OfferAnswer.ACCEPTED, UNTIL, "allerede besvaret", id="answered"),
        pytest.param(OfferAnswer.WITHDRAWN, UNTIL, "allerede besvaret", id="withdrawn"),
    ],
)
def test_an_offer_that_has_ended_takes_no_answer(answer, now, sentence):
    with pytest.raises(SeatOfferError, match=sentence):
        check_can_answer(answer, UNTIL, now)
