"""When a saved view is told of by mail: daily, on Mondays, or when it passes a limit (F45).

Each person chooses for themselves, also for a view others share. What is told is the length of the
list that person would see, so two people may be told different numbers of one view.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from rehab.domain.access import Actor
from rehab.domain.errors import DomainError
from rehab.domain.kept_filters import PAGE_LABELS, may_open
from rehab.domain.saved_views import ViewScope, may_see_view
from rehab.domain.worklists import ListPage

HIGHEST_LIMIT: Final = 99_999


class NoticeRhythm(StrEnum):
    """When a person is told how long a view's list is."""

    DAILY = "daglig"
    WEEKLY = "ugentlig"
    ABOVE = "graense"


class ViewNoticeError(DomainError):
    """A view cannot tell like this."""


@dataclass(frozen=True, slots=True)
class NoticeWish:
    """When one person is told of one view; `limit` is passed by a list that is longer."""

    rhythm: NoticeRhythm
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeState:
    """What is behind a wish: the day it was made, the day last settled, and if it is passed.

    `is_above` says that the passing was told, and that the list has not been down since.
    """

    chosen_on: date
    settled_on: date | None = None
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a view is told of now, and the state when that is done."""

    tells: bool
    state: NoticeState


@dataclass(frozen=True, slots=True)
class ViewNumber:
    """All a mail may say of a view: which list it is of, when it tells, and how many cases.

    Neither the name nor what it is narrowed to: a name is written by people and may be a
    citizen's, and a filter may be about health.
    """

    view_id: UUID
    page: ListPage
    wish: NoticeWish
    count: int


def check_wish(rhythm: NoticeRhythm, limit: int | None) -> NoticeWish:
    """Return what a person wishes. Raises `ViewNoticeError` for a limit that is none.

    Only what passes a limit has one; another is left out.
    """
    if rhythm is not NoticeRhythm.ABOVE:
        return NoticeWish(rhythm)
    if limit is None:
        raise ViewNoticeError("Skriv grænsen som et tal, fx 10.")
    if not 0 <= limit <= HIGHEST_LIMIT:
        raise ViewNoticeError(f"Skriv et tal fra 0 til {HIGHEST_LIMIT}.")
    return NoticeWish(rhythm, limit)


def may_be_told(actor: Actor, view: ViewScope, page: ListPage) -> bool:
    """Tell whether a person sees a view and has the list it is of, so that it has a length."""
    return may_see_view(actor, view) and may_open(actor, page)


def is_due(wish: NoticeWish, state: NoticeState, today: date) -> bool:
    """Tell whether the list has to be counted today.

    Weekly is the first run on or after the Monday of each week, and begins with the first Monday
    after the day it was chosen. A limit is looked at in every run.
    """
    match wish.rhythm:
        case NoticeRhythm.DAILY:
            return state.settled_on is None or state.settled_on < today
        case NoticeRhythm.WEEKLY:
            monday = today - timedelta(days=today.weekday())
            return max(state.chosen_on, state.settled_on or state.chosen_on) < monday
        case NoticeRhythm.ABOVE:
            return True
        case _:
            assert_never(wish.rhythm)


def judge(wish: NoticeWish, state: NoticeState, count: int, today: date) -> Judgement:
    """Decide whether a view is told of, from how long its list is today.

    A limit tells once when the list is longer, and not again before the list has been at the limit
    or under it. An empty list is not told of daily or weekly: its day or its week is then done.
    """
    if not is_due(wish, state, today):
        return Judgement(tells=False, state=state)
    if wish.limit is None:
        return Judgement(tells=count > 0, state=replace(state, settled_on=today))
    is_above = count > wish.limit
    if is_above is state.is_above:
        return Judgement(tells=False, state=state)
    settled_on = today if is_above else state.settled_on
    return Judgement(tells=is_above, state=replace(state, settled_on=settled_on, is_above=is_above))


def wish_text(wish: NoticeWish) -> str:
    """Say when a view tells, in the middle of a sentence."""
    match wish.rhythm:
        case NoticeRhythm.DAILY:
            return "hver dag"
        case NoticeRhythm.WEEKLY:
            return "hver mandag"
        case NoticeRhythm.ABOVE:
            return f"når der er flere end {wish.limit}"
        case _:
            assert_never(wish.rhythm)


def number_text(told: ViewNumber) -> str:
    """Say how long the list of a view is, and why that is said."""
    cases = "1 sag" if told.count == 1 else f"{told.count} sager"
    return f"{PAGE_LABELS[told.page]}: {cases} ({wish_text(told.wish)})"
