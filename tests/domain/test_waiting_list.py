from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from rehab.domain.course_starts import PossibleStart, StartVerdict, propose
from rehab.domain.deadlines import read_clocks
from rehab.domain.waiting_list import (
    Dues,
    Jump,
    Waiting,
    WaitingListError,
    dues_of,
    rank,
    require_reason,
    strongest,
)
from tests.support.clocks import CONTACT, GUARANTEE, RECEIVED, START, facts

WINTER = timezone(timedelta(hours=1))
TODAY = date(2026, 11, 23)
A, B, C, D = (UUID(int=number) for number in range(1, 5))


def at(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=WINTER)


def test_the_law_comes_before_a_goal_and_a_goal_before_the_date():
    order = rank(
        [
            Waiting(A, at(1)),
            Waiting(B, at(2), Dues(otherwise=date(2026, 11, 24))),
            Waiting(C, at(12), Dues(by_law=date(2026, 11, 30))),
            Waiting(D, at(3), Dues(by_law=date(2026, 11, 20), otherwise=date(2026, 12, 1))),
        ],
        TODAY,
    )
    assert [one.entry for one in order] == [D, C, B, A]
    assert [one.text for one in order] == [
        "Nr. 1: frist efter loven 20.11.2026 (overskredet), på listen siden 03.11.2026",
        "Nr. 2: frist efter loven 30.11.2026, på listen siden 12.11.2026",
        "Nr. 3: frist efter programmet 24.11.2026, på listen siden 02.11.2026",
        "Nr. 4: ingen frist venter på en start, på listen siden 01.11.2026",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            Waiting(A, at(9), Dues(date(2026, 11, 30), date(2026, 12, 3))),
            Waiting(B, at(8), Dues(date(2026, 11, 30), date(2026, 12, 4))),
            id="the other deadline parts two of one day by law",
        ),
        pytest.param(
            Waiting(B, at(8), Dues(otherwise=date(2026, 11, 30))),
            Waiting(A, at(9), Dues(otherwise=date(2026, 11, 30))),
            id="who was put on the list first",
        ),
        pytest.param(
            Waiting(B, datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))),
            Waiting(A, datetime(2026, 10, 25, 2, 30, tzinfo=WINTER)),
            id="the hour that comes twice",
        ),
    ],
)
def test_a_tie_is_parted(first, second):
    order = rank([second, first], TODAY)
    assert [one.entry for one in order] == [first.entry, second.entry]


def test_a_move_to_the_front_stands_first_and_says_why():
    order = rank(
        [
            Waiting(A, at(1), Dues(by_law=date(2026, 11, 24))),
            Waiting(B, at(5), jump=Jump(at(20), "Karen", "Skal opereres i uge 50.")),
            Waiting(C, at(6), jump=Jump(at(22), "Karen", "Kan kun i dagtimer.")),
        ],
        TODAY,
    )
    assert [(one.entry, one.jumped) for one in order] == [(C, True), (B, True), (A, False)]
    assert order[1].why == "flyttet forrest 20.11.2026 af Karen: Skal opereres i uge 50."


def test_only_a_deadline_that_a_start_can_meet_gives_a_place():
    rules = (CONTACT, START, GUARANTEE)
    readings = read_clocks(rules, facts(discharged_on=date(2026, 11, 20)), RECEIVED)
    assert dues_of(rules, readings) == Dues(by_law=date(2026, 11, 27), otherwise=date(2026, 12, 7))


def test_several_referrals_wait_by_the_most_pressing_of_each_kind():
    gop = Dues(by_law=date(2026, 11, 27), otherwise=date(2026, 12, 9))
    assert strongest([gop, Dues(otherwise=date(2026, 12, 7)), Dues()]) == Dues(
        date(2026, 11, 27), date(2026, 12, 7)
    )


def test_a_reason_that_says_nothing_is_refused():
    assert require_reason("  Flyttet ", "Skriv hvorfor.") == "Flyttet"
    with pytest.raises(WaitingListError, match="Skriv hvorfor"):
        require_reason(" \u200b", "Skriv hvorfor.")


DUE = date(2026, 12, 7)


def a_start(course, day, *days_late, clashes=False):
    verdicts = tuple(StartVerdict(f"Frist {n}", DUE, late) for n, late in enumerate(days_late))
    return PossibleStart(course, at(day), verdicts, clashes=clashes)


@pytest.mark.parametrize(
    ("possible", "course", "reason"),
    [
        pytest.param(
            [a_start(B, 26, 0), a_start(A, 25, 0)],
            A,
            "Tidligste start, der holder fristen 07.12.2026",
            id="the earliest that keeps the one deadline",
        ),
        pytest.param(
            [a_start(A, 24, 0, 1), a_start(B, 27, 0, 0)],
            B,
            "Tidligste start, der holder alle frister",
            id="a later one that keeps both comes before an earlier that keeps one",
        ),
        pytest.param(
            [a_start(A, 24, 0, clashes=True), a_start(B, 27, 0)],
            B,
            "Tidligste start, der holder fristen 07.12.2026",
            id="one that clashes comes last",
        ),
        pytest.param(
            [a_start(A, 24, 3), a_start(B, 27, 6)],
            A,
            "Ingen start når fristen; denne er mindst forsinket: 3 dage",
            id="none keeps it",
        ),
    ],
)
def test_the_start_that_is_proposed(possible, course, reason):
    proposal = propose(possible)
    assert (proposal.course, proposal.reason) == (course, reason)


def test_nothing_is_proposed_where_no_deadline_waits():
    assert propose([a_start(A, 24)]) is None
