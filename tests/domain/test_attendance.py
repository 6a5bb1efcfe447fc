from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.attendance import (
    MARK_LABELS,
    AttendanceCountError,
    AttendanceMark,
    AttendanceSummary,
    CancelledSessionError,
    FutureSessionError,
    MarkOutcome,
    attendance_summary,
    attended,
    check_may_mark,
    mark_all_present,
    may_mark,
    settle_mark,
)

PRESENT, LATE, EXCUSED, ABSENT = AttendanceMark


@pytest.mark.parametrize(
    ("marks", "planned", "summary", "text"),
    [
        pytest.param([], 12, AttendanceSummary(0, 12, 0, 0), "0 af 12 gange", id="not begun"),
        pytest.param(
            [PRESENT] * 9 + [EXCUSED] * 2 + [ABSENT],
            12,
            AttendanceSummary(9, 12, 2, 1),
            "9 af 12 gange",
            id="some missed",
        ),
        pytest.param(
            [PRESENT, None, ABSENT], 3, AttendanceSummary(1, 3, 0, 1), "1 af 3 gange", id="unmarked"
        ),
        pytest.param(
            [PRESENT, LATE, ABSENT],
            3,
            AttendanceSummary(2, 3, 0, 1),
            "2 af 3 gange",
            id="late is attended",
        ),
        pytest.param([PRESENT], 1, AttendanceSummary(1, 1, 0, 0), "1 af 1 gang", id="a single one"),
    ],
)
def test_attendance_is_summed_up(marks, planned, summary, text):
    result = attendance_summary(marks, planned)
    assert (result, result.text) == (summary, text)


def test_more_marks_than_sessions_are_refused():
    with pytest.raises(AttendanceCountError, match="2 gange, men forløbet har kun 1"):
        attendance_summary([PRESENT, ABSENT], 1)


def test_all_present_fills_in_only_what_nobody_has_marked():
    sheet = {"a": None, "b": EXCUSED, "c": ABSENT, "d": PRESENT}
    assert mark_all_present(sheet) == {"a": PRESENT, "b": EXCUSED, "c": ABSENT, "d": PRESENT}


@given(st.dictionaries(st.integers(), st.none() | st.sampled_from(AttendanceMark)))
def test_all_present_never_overwrites_a_mark(sheet):
    after = mark_all_present(sheet)
    assert {who: after[who] for who, mark in sheet.items() if mark} == {
        who: mark for who, mark in sheet.items() if mark
    }
    assert set(after) == set(sheet)


def test_a_session_can_be_marked_from_its_own_day():
    check_may_mark(date(2026, 11, 23), date(2026, 11, 23))


def test_a_session_ahead_cannot_be_marked():
    with pytest.raises(FutureSessionError, match=r"holdes 24\.11\.2026") as refusal:
        check_may_mark(date(2026, 11, 24), date(2026, 11, 23))
    assert refusal.value.held_on == date(2026, 11, 24)


def test_a_cancelled_session_is_not_marked():
    with pytest.raises(CancelledSessionError):
        check_may_mark(date(2026, 11, 23), date(2026, 11, 23), cancelled=True)
    assert not may_mark(date(2026, 11, 23), date(2026, 11, 23), cancelled=True)


@pytest.mark.parametrize(
    ("mark", "was_there"),
    [(PRESENT, True), (LATE, True), (EXCUSED, False), (ABSENT, False), (None, False)],
)
def test_late_is_there_and_an_excuse_is_not(mark, was_there):
    assert attended(mark) is was_there


def test_every_mark_has_a_label():
    assert set(MARK_LABELS) == set(AttendanceMark)


@pytest.mark.parametrize(
    ("shown", "wanted", "stored", "by_another", "outcome"),
    [
        pytest.param(None, None, None, False, MarkOutcome.UNTOUCHED, id="nothing ticked"),
        pytest.param(None, PRESENT, None, False, MarkOutcome.SAVED, id="a first tick"),
        pytest.param(
            PRESENT,
            EXCUSED,
            PRESENT,
            True,
            MarkOutcome.SAVED,
            id="changed on purpose",
        ),
        pytest.param(PRESENT, PRESENT, EXCUSED, True, MarkOutcome.UNTOUCHED, id="an old page"),
        pytest.param(None, PRESENT, EXCUSED, True, MarkOutcome.KEPT, id="somebody else was first"),
        pytest.param(PRESENT, ABSENT, EXCUSED, True, MarkOutcome.KEPT, id="both changed it"),
        pytest.param(None, EXCUSED, PRESENT, False, MarkOutcome.SAVED, id="a lost answer"),
        pytest.param(None, PRESENT, PRESENT, True, MarkOutcome.UNTOUCHED, id="both say the same"),
    ],
)
def test_two_people_on_one_sheet_do_not_undo_each_other(shown, wanted, stored, by_another, outcome):
    assert settle_mark(shown, wanted, stored, by_another=by_another) is outcome
