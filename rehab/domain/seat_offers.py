"""Decide who is offered a free seat, how long the answer may take, and who is passed over.

A seat that is given back goes to the first on the waiting list who can take it, and nobody is
skipped silently: whoever is passed over stands with the reason (F54). The time to answer runs
only while the kommune can be reached, so nobody loses a seat during a night or a holiday.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab.domain.calendar import add_working_days, is_working_day
from rehab.domain.errors import DomainError

OPENS: Final = time(8)
CLOSES: Final = time(16)
_ONE_DAY: Final = timedelta(days=1)


class SeatOfferError(DomainError):
    """An offer of a seat cannot be answered, or not like that."""


class OfferAnswer(StrEnum):
    """How an offer of a seat ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class PassedOver(StrEnum):
    """Why a free seat is not offered to somebody who waits."""

    HAS_OFFER = "has_offer"
    ON_COURSE = "on_course"
    GAVE_IT_BACK = "gave_it_back"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    CLASH = "clash"
    NOTHING_COUNTS = "nothing_counts"


PASSED_OVER_TEXTS: Final[Mapping[PassedOver, str]] = MappingProxyType(
    {
        PassedOver.HAS_OFFER: "har allerede et tilbud, der venter på svar",
        PassedOver.ON_COURSE: "har allerede en plads på forløbet",
        PassedOver.GAVE_IT_BACK: "har selv afbestilt den plads, der er ledig",
        PassedOver.DECLINED: "har sagt nej til en plads på forløbet",
        PassedOver.NO_ANSWER: "svarede ikke i tide på et tilbud om forløbet",
        PassedOver.CLASH: "har et andet forløb på samme tid",
        PassedOver.NOTHING_COUNTS: "har ingen åben henvisning, som forløbet kan tælle for",
    }
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides whether one who waits can be offered a seat on a course.

    `gave_back` are the numbers of the seats on it that the citizen has cancelled.
    """

    entry: UUID
    has_offer: bool = False
    on_course: bool = False
    gave_back: frozenset[int] = frozenset()
    answers: frozenset[OfferAnswer] = frozenset()
    clashes: bool = False
    something_counts: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is offered a seat, if anybody, and who before them was passed over and why."""

    entry: UUID | None
    passed_over: tuple[tuple[UUID, PassedOver], ...]


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """Until when a seat is held for somebody; `ring_now` says that a letter would come too late."""

    until: datetime
    ring_now: bool = False


def why_passed_over(candidate: Candidate, seat: int) -> PassedOver | None:
    """Return why a seat is not offered to somebody, or None when it can be."""
    reasons = (
        (candidate.on_course, PassedOver.ON_COURSE),
        (candidate.has_offer, PassedOver.HAS_OFFER),
        (not candidate.something_counts, PassedOver.NOTHING_COUNTS),
        (seat in candidate.gave_back, PassedOver.GAVE_IT_BACK),
        (OfferAnswer.DECLINED in candidate.answers, PassedOver.DECLINED),
        (OfferAnswer.EXPIRED in candidate.answers, PassedOver.NO_ANSWER),
        (candidate.clashes, PassedOver.CLASH),
    )
    return next((reason for holds, reason in reasons if holds), None)


def choose(candidates: Iterable[Candidate], seat: int) -> Choice:
    """Return the first in rank who can be offered a seat; the candidates come in rank."""
    passed: list[tuple[UUID, PassedOver]] = []
    for candidate in candidates:
        reason = why_passed_over(candidate, seat)
        if reason is None:
            return Choice(candidate.entry, tuple(passed))
        passed.append((candidate.entry, reason))
    return Choice(None, tuple(passed))


def answer_by(
    offered_at: datetime,
    hours: int,
    starts_at: datetime,
    closed: frozenset[date] = frozenset(),
) -> datetime | None:
    """Return until when a seat is held, or None when there is no time to answer in at all.

    Hours count from 8 to 16 on working days; both instants are in Danish time. A seat is never
    held beyond the start of the session it is for.
    """
    left = timedelta(hours=hours)
    day = offered_at.date()
    reachable = False
    while day <= starts_at.date():
        opens = max(datetime.combine(day, OPENS, offered_at.tzinfo), offered_at)
        closes = datetime.combine(day, CLOSES, offered_at.tzinfo)
        if is_working_day(day, closed) and opens < min(closes, starts_at):
            reachable = True
            if left <= closes - opens:
                return min(opens + left, starts_at)
            left -= closes - opens
        day += _ONE_DAY
    return starts_at if reachable else None


def letter_answer_time(
    offered_at: datetime,
    hours: int,
    letter_days: int,
    starts_at: datetime,
    closed: frozenset[date] = frozenset(),
) -> AnswerTime | None:
    """Return how long somebody who is reached by letter alone may take, or None when there is none.

    A letter is written, posted and answered in working days: the last of them ends at 16. Where
    the session begins before that, a letter comes too late: the seat is held for the hours of
    everybody else, and somebody rings at once.
    """
    last = add_working_days(offered_at.date(), letter_days, closed)
    until = datetime.combine(last, CLOSES, offered_at.tzinfo)
    if until <= starts_at:
        return AnswerTime(until)
    short = answer_by(offered_at, hours, starts_at, closed)
    return None if short is None else AnswerTime(short, ring_now=True)


def check_can_answer(answered: OfferAnswer | None, until: datetime, now: datetime) -> None:
    """Refuse an answer to an offer that has ended; the last moment itself is in time.

    It looks at the clock and not at whether the seat has been released yet, so a late clean-up
    gives nobody more time than another.
    """
    if answered is OfferAnswer.EXPIRED or (answered is None and has_expired(until, now)):
        raise SeatOfferError(
            "Tilbuddet er udløbet, og pladsen går til den næste på listen. "
            "Book borgeren på et forløb med en ledig plads, eller lad borgeren vente."
        )
    if answered is not None:
        raise SeatOfferError("Tilbuddet er allerede besvaret. Genindlæs siden.")


def has_expired(until: datetime, now: datetime) -> bool:
    """Tell whether the time to answer is up."""
    return now.astimezone(UTC) > until.astimezone(UTC)
