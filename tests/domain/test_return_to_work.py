from datetime import date, timedelta

import pytest

from rehab.domain.employment import WorkStatus
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.domain.return_to_work import (
    PlanRefusedError,
    WorkplaceContactRefusedError,
    WorkStatusRefusedError,
    check_plan,
    check_work_status,
    check_workplace_contact,
)

TODAY = date(2026, 11, 23)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
FULL, PART, AT_WORK = (
    WorkStatus.FULL_SICK_LEAVE,
    WorkStatus.PART_TIME_SICK_LEAVE,
    WorkStatus.AT_WORK,
)


@pytest.mark.parametrize(
    ("status", "from_on", "sick_since"),
    [
        pytest.param(AT_WORK, TODAY, None, id="at work"),
        pytest.param(AT_WORK, TOMORROW, None, id="back from tomorrow"),
        pytest.param(FULL, TODAY, TODAY, id="ill since today"),
        pytest.param(PART, TOMORROW, YESTERDAY, id="part time from tomorrow"),
    ],
)
def test_days_that_fit_are_accepted(status, from_on, sick_since):
    check_work_status(status, from_on, sick_since, TODAY)


@pytest.mark.parametrize(
    ("status", "from_on", "sick_since", "says"),
    [
        pytest.param(FULL, TODAY, None, "Skriv første sygedag", id="no first day"),
        pytest.param(PART, TODAY, None, "Skriv første sygedag", id="nor for part time"),
        pytest.param(FULL, TOMORROW, TOMORROW, "i fremtiden", id="ill from tomorrow"),
        pytest.param(FULL, YESTERDAY, TODAY, "ikke ligge efter 22.11.2026", id="after the start"),
        pytest.param(AT_WORK, TODAY, TODAY, "hører til en sygemelding", id="a day too much"),
        pytest.param(AT_WORK, date(2062, 1, 1), None, "mere end et år", id="a year typed wrong"),
    ],
)
def test_days_that_contradict_each_other_are_refused(status, from_on, sick_since, says):
    with pytest.raises(WorkStatusRefusedError, match=says):
        check_work_status(status, from_on, sick_since, TODAY)


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(lambda: check_work_status(AT_WORK, date.min, None, TODAY), id="status from"),
        pytest.param(lambda: check_work_status(FULL, TODAY, date.min, TODAY), id="first sick day"),
        pytest.param(lambda: check_plan(TODAY, date.max, TODAY), id="back at work"),
        pytest.param(lambda: check_workplace_contact(date.min, None, TODAY), id="the talk"),
        pytest.param(lambda: check_workplace_contact(TODAY, date.max, TODAY), id="resumed"),
    ],
)
def test_a_year_nobody_can_mean_is_refused(check):
    with pytest.raises(ImplausibleDayError, match="Ret årstallet"):
        check()


def test_a_plan_may_be_followed_up_the_same_day_and_has_no_end_yet():
    check_plan(TODAY, None, TODAY)


@pytest.mark.parametrize(
    ("follow_up_on", "expected_on", "says"),
    [
        pytest.param(YESTERDAY, None, "kan ikke ligge i fortiden", id="follow-up in the past"),
        pytest.param(date(2062, 1, 1), None, "mere end et år", id="a year typed wrong"),
        pytest.param(TODAY, YESTERDAY, "ligger i fortiden", id="back before today"),
    ],
)
def test_a_plan_nobody_can_follow_is_refused(follow_up_on, expected_on, says):
    with pytest.raises(PlanRefusedError, match=says):
        check_plan(follow_up_on, expected_on, TODAY)


def test_a_talk_may_agree_on_its_own_day():
    check_workplace_contact(TODAY, TODAY, TODAY)


@pytest.mark.parametrize(
    ("contacted_on", "resume_on", "says"),
    [
        pytest.param(TOMORROW, None, "i fremtiden", id="not held yet"),
        pytest.param(TODAY, YESTERDAY, "før I talte sammen", id="agreed backwards"),
    ],
)
def test_a_talk_with_impossible_days_is_refused(contacted_on, resume_on, says):
    with pytest.raises(WorkplaceContactRefusedError, match=says):
        check_workplace_contact(contacted_on, resume_on, TODAY)
