"""Changing a series: one, this and the following, or all that are ahead (F49)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from rehab.domain.series_changes import (
    ContentKind,
    PlannedSession,
    Reach,
    SeriesChangeError,
    SessionChange,
    change_sessions,
    closed_day_conflicts,
    content_lines,
    replacement_start,
)

ZONE = ZoneInfo("Europe/Copenhagen")
TOVE, KAREN = UUID(int=101), UUID(int=102)
NOW = datetime(2027, 3, 20, 12, tzinfo=ZONE)


def session(number, day, hour=10, **fields):
    start = datetime.combine(day, time(hour), tzinfo=ZONE)
    return PlannedSession(
        UUID(int=number), start, start + timedelta(hours=1), "Sal 1", TOVE, **fields
    )


# Thursdays around Easter 2027 (28 March); the first one has been held.
SERIES = (
    session(1, date(2027, 3, 18)),
    session(2, date(2027, 4, 1)),
    session(3, date(2027, 4, 8), cancelled=True),
    session(4, date(2027, 4, 15)),
    session(5, date(2027, 4, 22)),
)
FOURTH = UUID(int=4)


@pytest.mark.parametrize(
    ("reach", "numbers"),
    [
        pytest.param(Reach.ONE, [4], id="this one"),
        pytest.param(Reach.FOLLOWING, [4, 5], id="this and the following"),
        pytest.param(Reach.ALL, [2, 4, 5], id="all: neither the held nor the cancelled"),
    ],
)
def test_a_change_reaches_as_far_as_asked(reach, numbers):
    changed = change_sessions(SERIES, FOURTH, reach, SessionChange(place="Sal 2"), NOW)
    assert [one.number for one in changed] == numbers
    assert {one.after.place for one in changed} == {"Sal 2"}
    assert [one.after.id for one in changed] == [one.before.id for one in changed]


def test_a_new_day_moves_those_after_by_as_many_days():
    change = SessionChange(on=date(2027, 4, 16), at=time(14, 30), minutes=90)
    changed = change_sessions(SERIES, FOURTH, Reach.FOLLOWING, change, NOW)
    assert [f"{one.after.starts_at:%d.%m %H:%M}-{one.after.ends_at:%H:%M}" for one in changed] == [
        "16.04 14:30-16:00",
        "23.04 14:30-16:00",
    ]


def test_a_series_keeps_its_time_of_day_over_the_hour_set_forward():
    early = (session(1, date(2027, 3, 25)), session(2, date(2027, 4, 1)))
    changed = change_sessions(early, UUID(int=1), Reach.ALL, SessionChange(at=time(9)), NOW)
    assert [f"{one.after.starts_at:%H:%M %z}" for one in changed] == ["09:00 +0100", "09:00 +0200"]


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        pytest.param(SessionChange(at=time(11)), True, id="another time"),
        pytest.param(SessionChange(minutes=45), True, id="another length"),
        pytest.param(SessionChange(place="Sal 2"), True, id="another place"),
        pytest.param(SessionChange(therapist_id=KAREN), False, id="another therapist"),
        pytest.param(SessionChange(sets_second=True, second=KAREN), False, id="one more"),
        pytest.param(
            SessionChange(content=((ContentKind.EXERCISE, "Squat"),)), False, id="other content"
        ),
    ],
)
def test_citizens_are_told_of_another_time_or_place_only(change, moved):
    [one] = change_sessions(SERIES, FOURTH, Reach.ONE, change, NOW)
    assert one.moved is moved


@pytest.mark.parametrize(
    ("chosen", "change", "sentence"),
    [
        pytest.param(1, SessionChange(place="Sal 2"), "holdt eller aflyst", id="held"),
        pytest.param(3, SessionChange(place="Sal 2"), "holdt eller aflyst", id="cancelled"),
        pytest.param(9, SessionChange(place="Sal 2"), "holdt eller aflyst", id="of another series"),
        pytest.param(4, SessionChange(place="Sal 1"), "ikke ændret noget", id="no change"),
        pytest.param(4, SessionChange(on=date(2027, 3, 19)), "Gang 4 ville ligge", id="the past"),
        pytest.param(
            4, SessionChange(on=date(2027, 4, 22)), "oven i hinanden 22.04.2027", id="overlapping"
        ),
        pytest.param(
            4, SessionChange(sets_second=True, second=TOVE), "er den samme", id="one person twice"
        ),
    ],
)
def test_what_cannot_be_changed_is_refused(chosen, change, sentence):
    with pytest.raises(SeriesChangeError, match=sentence):
        change_sessions(SERIES, UUID(int=chosen), Reach.ONE, change, NOW)


def test_a_session_may_take_the_day_of_a_cancelled_one():
    change = SessionChange(on=date(2027, 4, 8))
    [one] = change_sessions(SERIES, FOURTH, Reach.ONE, change, NOW)
    assert one.after.starts_at.date() == date(2027, 4, 8)


def test_sessions_on_closed_days_are_named():
    moved = [
        replace(SERIES[0], starts_at=datetime(2027, 3, 29, 10, tzinfo=ZONE)),
        replace(SERIES[0], starts_at=datetime(2027, 4, 9, 10, tzinfo=ZONE)),
        SERIES[1],
    ]
    found = closed_day_conflicts(moved, frozenset({date(2027, 4, 9)}))
    assert [clash.what for clash in found] == ["2. påskedag", "lokal lukkedag"]


@pytest.mark.parametrize(
    ("series", "closed", "starts"),
    [
        pytest.param(SERIES, set(), "29.04 10:00", id="the next Thursday"),
        pytest.param(SERIES, {date(2027, 4, 29)}, "13.05 10:00", id="not when closed, nor on 6.5."),
        pytest.param(
            (*SERIES, session(6, date(2027, 4, 26), 14)),
            set(),
            "29.04 10:00",
            id="the next weekday of the series at its own time",
        ),
        pytest.param(
            (*SERIES, session(6, date(2027, 4, 29)), session(7, date(2027, 4, 26), 14)),
            set(),
            "03.05 14:00",
            id="Mondays are at two",
        ),
    ],
)
def test_a_replacement_comes_after_the_last_session(series, closed, starts):
    found = replacement_start(series, SERIES[2], frozenset(closed))
    assert f"{found:%d.%m %H:%M}" == starts


def test_content_stands_in_its_own_order_without_the_empty():
    lines = content_lines({"ergonomics": " Løft ", "information": "Ryggen", "exercise": "  "})
    assert lines == ((ContentKind.INFORMATION, "Ryggen"), (ContentKind.ERGONOMICS, "Løft"))
