"""Keep the training of a GOP and of a Ref01 from being booked twice.

The two referrals are linked and never merged: each has its own deadlines and its own ground in law
(4.4, Boks 7). Training that serves both is booked once and counts for both (F7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class Training:
    """A course in a citizen's plan: what it is, from when until when, and what it counts for."""

    course: UUID
    title: str
    offer_code: str
    first_on: date | None
    last_on: date | None
    counts_for: frozenset[UUID]


class TrainedTwiceError(DomainError):
    """The same training was to be booked for the other referral in the same weeks."""

    def __init__(self, other: Training) -> None:
        """Name the course there is, and the way out."""
        super().__init__(
            f"Borgeren går allerede på “{other.title}” i de samme uger. Den samme træning bookes "
            "ikke to gange: lad forløbet tælle for begge henvisninger under Plan på sagen."
        )
        self.other = other


def doubled(wanted: Training, plan: Iterable[Training]) -> Training | None:
    """Return what in a plan is training of the same kind in the same weeks, if anything.

    Weeks are the weeks of the calendar, Monday to Sunday: holds seldom end on the same day.
    """
    return next(
        (
            other
            for other in plan
            if other.course != wanted.course
            and other.offer_code == wanted.offer_code
            and _share_a_week(wanted, other)
        ),
        None,
    )


def check_not_trained_twice(wanted: Training, plan: Iterable[Training]) -> None:
    """Refuse training for one referral that the citizen has for the other in the same weeks.

    A second course for the referral that already has one is a person's choice and is only warned
    of. Raises TrainedTwiceError, which names the way out.
    """
    other = doubled(wanted, (one for one in plan if not one.counts_for & wanted.counts_for))
    if other is not None:
        raise TrainedTwiceError(other)


def _share_a_week(one: Training, other: Training) -> bool:
    if one.first_on is None or other.first_on is None:
        return False
    if one.last_on is None or other.last_on is None:
        return False
    return _week(one.first_on) <= _week(other.last_on) and _week(other.first_on) <= _week(
        one.last_on
    )


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
