"""When a saved view tells, and what it may say."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.access import Actor, Role
from rehab.domain.health_words import health_words_in
from rehab.domain.saved_views import ViewScope
from rehab.domain.view_notices import (
    HIGHEST_LIMIT,
    NoticeRhythm,
    NoticeState,
    NoticeWish,
    ViewNoticeError,
    ViewNumber,
    check_wish,
    judge,
    may_be_told,
    number_text,
    wish_text,
)
from rehab.domain.worklists import ListPage

MONDAY = date(2026, 11, 23)
DAILY, WEEKLY = NoticeWish(NoticeRhythm.DAILY), NoticeWish(NoticeRhythm.WEEKLY)
ABOVE_10 = NoticeWish(NoticeRhythm.ABOVE, 10)
HERE, THERE = UUID(int=1), UUID(int=2)


def day(number):
    """The day so many days after the Monday."""
    return MONDAY + timedelta(days=number)


def told_on(wish, chosen_on, runs):
    """The days on which a wish tells, of those a job ran with so long a list."""
    state, told = NoticeState(chosen_on), []
    for today, count in runs:
        judgement = judge(wish, state, count, today)
        state = judgement.state
        told += [today] if judgement.tells else []
    return told


@pytest.mark.parametrize(
    ("wish", "chosen", "runs", "told"),
    [
        pytest.param(DAILY, 0, [(0, 3), (1, 3), (2, 4)], [0, 1, 2], id="daily"),
        pytest.param(DAILY, 0, [(0, 3), (0, 5)], [0], id="daily and run twice"),
        pytest.param(DAILY, 0, [(0, 0), (1, 2)], [1], id="daily of an empty list"),
        pytest.param(WEEKLY, -3, [(n, 3) for n in range(-2, 15)], [0, 7, 14], id="weekly"),
        pytest.param(WEEKLY, -3, [(0, 3), (0, 3)], [0], id="weekly and run twice"),
        pytest.param(WEEKLY, -3, [(2, 3), (3, 3), (7, 3)], [2, 7], id="the Monday was missed"),
        pytest.param(WEEKLY, -3, [(12, 3), (14, 3)], [12, 14], id="a week late"),
        pytest.param(WEEKLY, 0, [(0, 3), (6, 3), (7, 3)], [7], id="chosen on a Monday"),
        pytest.param(WEEKLY, -1, [(-1, 3), (0, 3)], [0], id="chosen on a Sunday"),
        pytest.param(WEEKLY, -3, [(0, 0), (1, 3), (7, 3)], [7], id="empty on the Monday"),
        pytest.param(ABOVE_10, 0, [(1, 10), (2, 11), (3, 12)], [2], id="passed once"),
        pytest.param(ABOVE_10, 0, [(1, 11), (2, 10), (3, 11)], [1, 3], id="at the limit between"),
        pytest.param(ABOVE_10, 0, [(1, 15), (2, 11), (3, 15)], [1], id="never down since"),
        pytest.param(ABOVE_10, 0, [(0, 11)], [0], id="already above when chosen"),
        pytest.param(ABOVE_10, 0, [(1, 11), (1, 11), (9, 11)], [1], id="run twice and a week late"),
        pytest.param(
            NoticeWish(NoticeRhythm.ABOVE, 0), 0, [(1, 0), (2, 1), (3, 0)], [2], id="the first case"
        ),
    ],
)
def test_a_view_tells_on_these_days(wish, chosen, runs, told):
    ran = [(day(number), count) for number, count in runs]
    assert told_on(wish, day(chosen), ran) == [day(number) for number in told]


RUNS = st.lists(
    st.tuples(st.integers(0, 40).map(day), st.integers(0, 20)), unique_by=lambda run: run[0]
).map(sorted)
WISHES = st.one_of(
    st.sampled_from([DAILY, WEEKLY]),
    st.integers(0, 20).map(lambda limit: NoticeWish(NoticeRhythm.ABOVE, limit)),
)


@given(WISHES, RUNS)
def test_a_run_done_again_tells_nothing_more(wish, runs):
    twice = [run for run in runs for _ in range(2)]
    assert told_on(wish, MONDAY, twice) == told_on(wish, MONDAY, runs)


@given(st.integers(0, 20), RUNS)
def test_a_limit_tells_exactly_when_it_is_passed_from_one_run_to_the_next(limit, runs):
    before = [0, *(count for _, count in runs)]
    passed = [
        today
        for earlier, (today, count) in zip(before, runs, strict=False)
        if earlier <= limit < count
    ]
    assert told_on(NoticeWish(NoticeRhythm.ABOVE, limit), MONDAY, runs) == passed


@given(RUNS)
def test_weekly_is_the_first_run_of_each_week_after_the_one_it_was_chosen_in(runs):
    first = {}
    for today, count in runs:
        first.setdefault(today.isocalendar().week, (today, count))
    first.pop(MONDAY.isocalendar().week, None)
    assert told_on(WEEKLY, MONDAY, runs) == [today for today, count in first.values() if count]


@pytest.mark.parametrize(
    ("rhythm", "limit", "said"),
    [
        pytest.param(NoticeRhythm.ABOVE, None, "fx 10", id="no limit"),
        pytest.param(NoticeRhythm.ABOVE, -1, "fra 0 til", id="less than nothing"),
        pytest.param(NoticeRhythm.ABOVE, HIGHEST_LIMIT + 1, "fra 0 til", id="too many"),
    ],
)
def test_a_limit_is_a_number_of_cases(rhythm, limit, said):
    with pytest.raises(ViewNoticeError, match=said):
        check_wish(rhythm, limit)


def test_only_what_passes_a_limit_has_one():
    assert check_wish(NoticeRhythm.ABOVE, HIGHEST_LIMIT).limit == HIGHEST_LIMIT
    assert check_wish(NoticeRhythm.DAILY, 10) == DAILY


@pytest.mark.parametrize(
    ("role", "home", "page", "may"),
    [
        pytest.param(Role.KOORDINATOR, HERE, ListPage.BOARD, True, id="has the board"),
        pytest.param(Role.TERAPEUT, HERE, ListPage.BOARD, False, id="has no board"),
        pytest.param(Role.TERAPEUT, HERE, ListPage.MINE, True, id="has own cases"),
        pytest.param(Role.KOORDINATOR, THERE, ListPage.BOARD, False, id="another kommune"),
    ],
)
def test_a_view_tells_those_who_have_its_list(role, home, page, may):
    view = ViewScope(HERE, UUID(int=3), shared=True)
    assert may_be_told(Actor(UUID(int=4), home, frozenset({role})), view, page) is may


@pytest.mark.parametrize(
    ("wish", "page", "count", "text"),
    [
        (DAILY, ListPage.MINE, 1, "Mine sager: 1 sag (hver dag)"),
        (WEEKLY, ListPage.BOARD, 3, "Tavle: 3 sager (hver mandag)"),
        (ABOVE_10, ListPage.BOARD, 12, "Tavle: 12 sager (når der er flere end 10)"),
    ],
)
def test_a_number_says_which_list_and_why(wish, page, count, text):
    assert number_text(ViewNumber(HERE, page, wish, count)) == text
    assert wish_text(wish) in text
    assert health_words_in(text) == ()
