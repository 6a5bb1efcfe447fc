from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.employment import (
    WORK_STATUS_LABELS,
    SickLeaveDateError,
    SickLeaveWarning,
    WarningLevel,
    WorkStatus,
    WorkStatusFrom,
    first_sick_day,
    is_sick_leave,
    listed_if_closed_from,
    sick_leave_warning,
    sick_leave_weeks,
)
from rehab.domain.programme import SickLeaveLimits

FIRST = date(2026, 9, 1)
FULL, PART = WorkStatus.FULL_SICK_LEAVE, WorkStatus.PART_TIME_SICK_LEAVE
AT_WORK = WorkStatus.AT_WORK


def after(days):
    return FIRST + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        pytest.param(0, 0, id="the first day"),
        pytest.param(6, 0, id="not a week yet"),
        pytest.param(7, 1, id="a week"),
        pytest.param(55, 7, id="the day before eight weeks"),
        pytest.param(56, 8, id="eight weeks"),
    ],
)
def test_whole_weeks_are_counted(days, weeks):
    assert sick_leave_weeks(FIRST, after(days)) == weeks


@pytest.mark.parametrize(
    ("days", "level"),
    [
        pytest.param(0, None, id="the first day"),
        pytest.param(27, None, id="the day before 4 weeks"),
        pytest.param(28, WarningLevel.INFO, id="4 weeks"),
        pytest.param(41, WarningLevel.INFO, id="the day before 6 weeks"),
        pytest.param(42, WarningLevel.WARNING, id="6 weeks"),
        pytest.param(55, WarningLevel.WARNING, id="the day before 8 weeks"),
        pytest.param(56, WarningLevel.ESCALATION, id="8 weeks"),
        pytest.param(400, WarningLevel.ESCALATION, id="more than a year"),
    ],
)
def test_a_sick_leave_without_a_plan_is_warned_about(days, level):
    warning = sick_leave_warning(FIRST, has_plan=False, on=after(days))
    assert (warning and warning.level) == level


def test_a_warning_says_how_long_what_is_missing_and_where_it_is_written():
    assert sick_leave_warning(FIRST, has_plan=False, on=after(45)) == SickLeaveWarning(
        level=WarningLevel.WARNING,
        weeks=6,
        days=45,
        text="Sygemeldt i 6 uger: plan for beskæftigelsesindsats mangler.",
        section="3.2",
    )


@pytest.mark.parametrize(
    ("first_day", "has_plan"),
    [
        pytest.param(FIRST, True, id="there is a plan"),
        pytest.param(None, False, id="not on sick leave"),
    ],
)
def test_nothing_is_warned_about(first_day, has_plan):
    assert sick_leave_warning(first_day, has_plan=has_plan, on=after(100)) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_warning_never_weakens_with_time(days, more):
    order = [None, *WarningLevel]
    earlier = sick_leave_warning(FIRST, has_plan=False, on=after(days))
    later = sick_leave_warning(FIRST, has_plan=False, on=after(days + more))
    assert order.index(later and later.level) >= order.index(earlier and earlier.level)


def test_a_programme_may_set_its_own_limits():
    limits = SickLeaveLimits(notice_days=7, warning_days=14, escalation_days=21, section="9.9")
    warning = sick_leave_warning(FIRST, has_plan=False, on=after(14), limits=limits)
    assert warning == SickLeaveWarning(
        level=WarningLevel.WARNING,
        weeks=2,
        days=14,
        text="Sygemeldt i 2 uger: plan for beskæftigelsesindsats mangler.",
        section="9.9",
    )


def test_a_first_sick_day_cannot_lie_ahead():
    with pytest.raises(SickLeaveDateError, match=r"01\.09\.2026 ligger efter 31\.08\.2026"):
        sick_leave_weeks(FIRST, after(-1))
    with pytest.raises(SickLeaveDateError):
        sick_leave_warning(FIRST, has_plan=False, on=after(-1))


@pytest.mark.parametrize(
    ("history", "first"),
    [
        pytest.param([], None, id="nothing known"),
        pytest.param([(AT_WORK, 0)], None, id="at work"),
        pytest.param([(FULL, 0)], 0, id="full time"),
        pytest.param([(PART, 0)], 0, id="part time counts"),
        pytest.param([(FULL, 0), (PART, 20)], 0, id="from full to part time continues"),
        pytest.param([(PART, 20), (FULL, 0)], 0, id="in any order of entry"),
        pytest.param([(FULL, 0), (AT_WORK, 10)], None, id="back at work"),
        pytest.param([(FULL, 0), (AT_WORK, 10), (FULL, 20)], 20, id="a new sick leave"),
        pytest.param([(FULL, 31)], None, id="not begun yet"),
    ],
)
def test_the_first_sick_day_is_that_of_the_sick_leave_that_lasts(history, first):
    rows = [WorkStatusFrom(status, after(days)) for status, days in history]
    assert first_sick_day(rows, after(30)) == (None if first is None else after(first))


def test_only_full_and_part_time_sick_leave_are_sick_leave():
    assert {status.value for status in WorkStatus if is_sick_leave(status)} == {
        "delvist_sygemeldt",
        "fuldt_sygemeldt",
    }


def test_the_code_list_is_complete_and_every_code_has_a_label():
    assert {status.value for status in WORK_STATUS_LABELS} == {
        "i_arbejde",
        "delvist_sygemeldt",
        "fuldt_sygemeldt",
        "ledig",
        "fleksjob",
        "uddannelse",
        "pensionist",
        "foertidspension",
        "selvstaendig",
        "andet",
    }
    assert set(WORK_STATUS_LABELS) == set(WorkStatus)


def test_a_closed_case_stays_a_year_on_the_jobkonsulents_list():
    assert listed_if_closed_from(date(2026, 11, 23)) == date(2025, 11, 23)
