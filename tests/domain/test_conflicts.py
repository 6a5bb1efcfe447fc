"""What cannot be in two places at once (F50)."""

from dataclasses import replace
from datetime import datetime, timedelta
from time import process_time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from rehab.domain.conflicts import (
    Conflict,
    ConflictError,
    ConflictKind,
    Occupied,
    People,
    find_conflicts,
    require_no_conflicts,
)

ZONE = ZoneInfo("Europe/Copenhagen")
TOVE, KAREN, CASE = UUID(int=1), UUID(int=2), UUID(int=3)
PEOPLE = People({TOVE: "Tove Prøve", KAREN: "Karen Prøve", CASE: "2026-00017"})


def at(day, hour=10, minute=0):
    return datetime(2027, 3, day, hour, minute, tzinfo=ZONE)


def session(day=18, hour=10, minute=0, minutes=60, title="Hold 2", **fields):
    start = at(day, hour, minute)
    return Occupied(start, start + timedelta(minutes=minutes), title, **fields)


WANTED = session(
    title="Hold 1",
    place="Sal 1",
    therapists=frozenset({TOVE}),
    equipment=frozenset({"Redcord"}),
    citizens=frozenset({CASE}),
)


@pytest.mark.parametrize(
    ("held", "texts"),
    [
        pytest.param(
            session(place=" sal  1 "),
            ["Lokalet Sal 1 er optaget torsdag 18.03.2027 kl. 10.00 af Hold 2"],
            id="the room, spelt a little otherwise",
        ),
        pytest.param(
            session(place="Sal 2", therapists=frozenset({TOVE, KAREN})),
            ["Tove Prøve er optaget torsdag 18.03.2027 kl. 10.00 af Hold 2"],
            id="one of two therapists",
        ),
        pytest.param(
            session(equipment=frozenset({"redcord", "Løbebånd"})),
            ["Udstyret Redcord er optaget torsdag 18.03.2027 kl. 10.00 af Hold 2"],
            id="a thing",
        ),
        pytest.param(
            session(citizens=frozenset({CASE})),
            ["Borgeren i sag 2026-00017 er optaget torsdag 18.03.2027 kl. 10.00 af Hold 2"],
            id="a citizen, by the number of the case",
        ),
        pytest.param(session(place="Sal 2", therapists=frozenset({KAREN})), [], id="nothing"),
        pytest.param(session(hour=11, place="Sal 1"), [], id="back to back"),
        pytest.param(session(hour=9, place="Sal 1"), [], id="just before"),
        pytest.param(session(day=19, place="Sal 1"), [], id="another day"),
        pytest.param(
            session(hour=7, minutes=200, place="Sal 1"),
            ["Lokalet Sal 1 er optaget torsdag 18.03.2027 kl. 10.00 af Hold 2"],
            id="one that began long before",
        ),
    ],
)
def test_a_clash_says_what_when_and_with_what(held, texts):
    assert [clash.text for clash in find_conflicts([WANTED], [held], PEOPLE)] == texts


def test_no_place_is_no_room():
    assert find_conflicts([session(place="")], [session(place=" ")], PEOPLE) == ()


def test_the_whole_series_is_judged_in_order_of_time():
    wanted = [replace(WANTED, starts_at=at(day), ends_at=at(day, 11)) for day in (18, 11, 25)]
    held = [
        session(day=25, place="Sal 1"),
        session(day=11, minute=30, therapists=frozenset({TOVE}), place="Sal 1"),
    ]
    found = find_conflicts(wanted, held, PEOPLE)
    assert [(clash.kind, clash.starts_at.day) for clash in found] == [
        (ConflictKind.ROOM, 11),
        (ConflictKind.THERAPIST, 11),
        (ConflictKind.ROOM, 25),
    ]


def test_a_long_session_among_many_short_ones_is_not_missed():
    held = [session(day=18, hour=6, minutes=360, place="Sal 1", title="Temadag")]
    held += [session(day=18, hour=hour, place="Sal 9") for hour in range(6, 20)]
    assert [clash.with_title for clash in find_conflicts([WANTED], held, PEOPLE)] == ["Temadag"]


def test_a_year_of_sessions_is_gone_through_once():
    held = [
        session(day=1 + number % 28, hour=8 + number % 9, place=f"Sal {number % 40}")
        for number in range(4000)
    ]
    wanted = [replace(WANTED, starts_at=at(day), ends_at=at(day, 11)) for day in range(1, 29)]
    began = process_time()
    find_conflicts(wanted, held, PEOPLE)
    assert process_time() - began < 1.0


def clash(number):
    return Conflict(ConflictKind.ROOM, f"Sal {number}", at(18), "Hold 2")


@pytest.mark.parametrize(
    ("count", "end"),
    [pytest.param(1, "Vælg en anden tid", id="one"), pytest.param(5, "Og 2 til.", id="five")],
)
def test_clashes_are_refused_without_a_reason(count, end):
    with pytest.raises(ConflictError, match="Lokalet Sal 1 er optaget") as refusal:
        require_no_conflicts([clash(number + 1) for number in range(count)], "  ")
    assert end in str(refusal.value)
    assert len(refusal.value.conflicts) == count


def test_a_reason_lets_them_pass_and_nothing_needs_none():
    require_no_conflicts([clash(1)], "Salen er delt i to.")
    require_no_conflicts([], "")


def test_a_closed_day_is_named():
    closed = Conflict(ConflictKind.CLOSED_DAY, "2. påskedag", at(29), "")
    assert closed.text == "Mandag 29.03.2027 kl. 10.00 er en lukket dag (2. påskedag)"
