from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.courses import (
    Bookable,
    BookingFacts,
    BookingRefusedError,
    CapacityError,
    CourseFacts,
    CourseForm,
    CourseFullError,
    NotBookable,
    SeatFacts,
    SessionFacts,
    SessionPlanError,
    check_capacity,
    check_sessions,
    free_seats,
    may_book,
    next_free_seat,
    require_seat,
    session_conflicts,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def session(day, hour=10, minutes=60):
    starts_at = datetime(2026, 12, day, hour, tzinfo=COPENHAGEN)
    return SessionFacts(starts_at, starts_at + timedelta(minutes=minutes), "Sal 1", "T. Prøve")


COURSE = CourseFacts(
    name="Rygskole",
    form=CourseForm.HOLD,
    seats=SeatFacts(3, frozenset({1})),
    sessions=(session(1), session(3), session(8)),
)
BOOKING = BookingFacts(case_is_open=True, already_on_course=False)


@pytest.mark.parametrize(
    ("capacity", "taken", "seat"),
    [
        pytest.param(12, frozenset(), 1, id="an empty course"),
        pytest.param(12, frozenset({1, 2}), 3, id="the next one"),
        pytest.param(12, frozenset({1, 3}), 2, id="a seat given back"),
        pytest.param(3, frozenset({1, 2}), 3, id="the last one"),
    ],
)
def test_the_lowest_free_seat_is_given(capacity, taken, seat):
    assert next_free_seat(capacity, taken) == seat


@pytest.mark.parametrize(
    ("capacity", "taken", "free"),
    [
        pytest.param(3, {2}, (1, 3), id="around one that is taken"),
        pytest.param(1, {2}, (), id="lowered under the number of the one taken"),
        pytest.param(3, {1, 5}, (2,), id="one taken above the seats there are"),
        pytest.param(1, {1, 2}, (), id="never fewer than none"),
    ],
)
def test_as_many_seats_are_free_as_nobody_takes_up(capacity, taken, free):
    assert free_seats(capacity, taken) == free


def test_a_full_course_is_refused():
    with pytest.raises(CourseFullError, match=r"alle pladser \(2\) er optaget") as refusal:
        next_free_seat(2, frozenset({1, 2}))
    assert refusal.value.capacity == 2


@given(st.integers(1, 30))
def test_a_course_takes_exactly_as_many_as_it_has_seats(capacity):
    taken: frozenset[int] = frozenset()
    for _ in range(capacity):
        taken |= {next_free_seat(capacity, taken)}
    assert taken == set(range(1, capacity + 1))
    with pytest.raises(CourseFullError):
        next_free_seat(capacity, taken)


@pytest.mark.parametrize(
    ("form", "capacity"),
    [
        pytest.param(CourseForm.HOLD, 12, id="a group"),
        pytest.param(CourseForm.INDIVIDUAL, 1, id="one citizen"),
    ],
)
def test_a_capacity_that_fits_the_form_is_accepted(form, capacity):
    check_capacity(form, capacity)


@pytest.mark.parametrize(
    ("form", "capacity", "sentence"),
    [
        pytest.param(CourseForm.HOLD, 0, "mindst én plads", id="nobody fits"),
        pytest.param(CourseForm.INDIVIDUAL, 2, "til én borger", id="two on an individual course"),
    ],
)
def test_a_capacity_that_does_not_fit_is_refused(form, capacity, sentence):
    with pytest.raises(CapacityError, match=sentence):
        check_capacity(form, capacity)


def test_sessions_in_order_and_ahead_are_accepted():
    check_sessions([session(1), session(1, 11), session(3)], NOW)


@pytest.mark.parametrize(
    ("sessions", "sentence"),
    [
        pytest.param([], "ingen gange", id="none"),
        pytest.param([session(1), session(3, minutes=0)], "Gang 2 slutter", id="no length"),
        pytest.param([session(1), session(3), session(2)], "Gang 3 begynder", id="out of order"),
        pytest.param([session(1), session(1, 10)], "Gang 2 begynder", id="overlapping"),
    ],
)
def test_sessions_that_do_not_hang_together_are_refused(sessions, sentence):
    with pytest.raises(SessionPlanError, match=sentence):
        check_sessions(sessions, NOW)


def test_a_session_that_begins_now_is_not_ahead():
    with pytest.raises(SessionPlanError, match="Gang 1 ligger ikke i fremtiden"):
        check_sessions([session(1), session(3)], session(1).starts_at)


def test_a_session_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        SessionFacts(datetime(2026, 12, 1, 10), NOW, "Sal 1", "T. Prøve")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        pytest.param(session(1), session(1), True, id="the same time"),
        pytest.param(session(1), session(1, 10, 30), True, id="inside"),
        pytest.param(session(1), session(1, 11), False, id="back to back"),
        pytest.param(session(1), session(1, 9), False, id="just before"),
        pytest.param(session(1), session(2), False, id="another day"),
    ],
)
def test_two_sessions_clash_when_nobody_can_attend_both(first, second, clash):
    assert bool(session_conflicts([first], [second])) is clash
    assert bool(session_conflicts([second], [first])) is clash


def test_the_hour_that_is_set_back_is_two_hours():
    first = datetime(2026, 10, 25, 2, 0, tzinfo=COPENHAGEN)
    second = first.replace(fold=1)
    half_hour = timedelta(minutes=30)
    before = SessionFacts(first, first + half_hour, "Sal 1", "T. Prøve")
    after = SessionFacts(second, (second + half_hour).replace(fold=1), "Sal 1", "T. Prøve")
    assert session_conflicts([before], [after]) == ()


def test_a_citizen_gets_the_next_free_seat():
    assert may_book(COURSE, BOOKING, NOW) == Bookable(seat=2)


@pytest.mark.parametrize(
    ("course", "booking", "reasons"),
    [
        pytest.param(COURSE, replace(BOOKING, case_is_open=False), ["Sagen er"], id="closed case"),
        pytest.param(
            COURSE, replace(BOOKING, already_on_course=True), ["Borgeren er"], id="booked twice"
        ),
        pytest.param(replace(COURSE, cancelled=True), BOOKING, ["Forløbet er"], id="cancelled"),
        pytest.param(replace(COURSE, sessions=()), BOOKING, ["Forløbet har"], id="no session left"),
        pytest.param(
            replace(COURSE, seats=SeatFacts(1, frozenset({1}))), BOOKING, ["Holdet er"], id="full"
        ),
        pytest.param(
            replace(COURSE, seats=SeatFacts(1, frozenset({1}))),
            replace(BOOKING, already_on_course=True),
            ["Borgeren er", "Holdet er"],
            id="two reasons at once",
        ),
    ],
)
def test_a_refused_booking_names_every_reason(course, booking, reasons):
    verdict = may_book(course, booking, NOW)
    assert isinstance(verdict, NotBookable)
    assert [" ".join(reason.split()[:2]) for reason in verdict.reasons] == reasons


def test_a_course_under_way_still_takes_people_until_its_last_session():
    assert may_book(COURSE, BOOKING, session(3, 12).starts_at) == Bookable(seat=2)
    assert isinstance(may_book(COURSE, BOOKING, session(8).starts_at), NotBookable)


@pytest.mark.parametrize(
    ("others", "warnings"),
    [
        pytest.param((session(2),), (), id="no clash"),
        pytest.param((session(3),), ("1 gang falder",), id="one clash"),
        pytest.param((session(3), session(8)), ("2 gange falder",), id="two clashes"),
    ],
)
def test_a_clash_with_another_course_is_a_warning(others, warnings):
    verdict = may_book(COURSE, replace(BOOKING, other_sessions=others), NOW)
    assert isinstance(verdict, Bookable)
    assert tuple(" ".join(warning.split()[:3]) for warning in verdict.warnings) == warnings


def test_a_verdict_gives_the_seat_or_refuses_the_booking():
    assert require_seat(Bookable(seat=4)) == 4
    with pytest.raises(BookingRefusedError, match=r"Første\. Anden\.") as refusal:
        require_seat(NotBookable(("Første.", "Anden.")))
    assert refusal.value.reasons == ("Første.", "Anden.")
