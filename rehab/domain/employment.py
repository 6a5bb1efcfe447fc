"""Say how the citizen stands in working life, and when a plan for the return to work is missing.

Still needing sick leave after 6–8 weeks is a documented and rising risk of losing the attachment
to work for good, and then an actual plan is needed (programme 3.2, LM-2). The limits are the
programme's; the employment law's own deadlines are another matter and change by date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError
from rehab.domain.programme import SickLeaveLimits

KEPT_AFTER_CLOSING: Final = timedelta(days=365)
_DAYS_A_WEEK: Final = 7


class WorkStatus(StrEnum):
    """The citizen's status in working life (code list of DOMAIN 24)."""

    AT_WORK = "i_arbejde"
    PART_TIME_SICK_LEAVE = "delvist_sygemeldt"
    FULL_SICK_LEAVE = "fuldt_sygemeldt"
    UNEMPLOYED = "ledig"
    FLEKSJOB = "fleksjob"
    STUDENT = "uddannelse"
    PENSIONER = "pensionist"
    FOERTIDSPENSION = "foertidspension"
    SELF_EMPLOYED = "selvstaendig"
    OTHER = "andet"


WORK_STATUS_LABELS: Final = MappingProxyType(
    {
        WorkStatus.AT_WORK: "I arbejde",
        WorkStatus.PART_TIME_SICK_LEAVE: "Delvist sygemeldt",
        WorkStatus.FULL_SICK_LEAVE: "Fuldt sygemeldt",
        WorkStatus.UNEMPLOYED: "Ledig",
        WorkStatus.FLEKSJOB: "Fleksjob",
        WorkStatus.STUDENT: "Under uddannelse",
        WorkStatus.PENSIONER: "Pensionist",
        WorkStatus.FOERTIDSPENSION: "Førtidspension",
        WorkStatus.SELF_EMPLOYED: "Selvstændig",
        WorkStatus.OTHER: "Andet",
    }
)

SICK_LEAVE: Final = frozenset({WorkStatus.PART_TIME_SICK_LEAVE, WorkStatus.FULL_SICK_LEAVE})


class WarningLevel(StrEnum):
    """How strongly a sick leave without a plan calls for one (LM-7)."""

    INFO = "info"
    WARNING = "warning"
    ESCALATION = "escalation"


# LM-7, for a case without a programme file at hand; a programme states its own.
USUAL_LIMITS: Final = SickLeaveLimits(
    notice_days=28, warning_days=42, escalation_days=56, section="3.2"
)


class SickLeaveDateError(DomainError):
    """The first day of a sick leave lies after the day it is read."""


@dataclass(frozen=True, slots=True)
class WorkStatusFrom:
    """A status and the day it began; the next one ends it."""

    status: WorkStatus
    from_on: date


@dataclass(frozen=True, slots=True)
class SickLeaveWarning:
    """A sick leave that has lasted so long without a plan that somebody must look at it."""

    level: WarningLevel
    weeks: int
    days: int
    text: str
    section: str


def listed_if_closed_from(today: date) -> date:
    """Return the first day of closing from which a case still stands on the jobkonsulent's list.

    A year, our own choice: the return to work often takes longer than the training.
    """
    return today - KEPT_AFTER_CLOSING


def is_sick_leave(status: WorkStatus) -> bool:
    """Tell whether the status is a sick leave; part-time counts as much as full (LM-7)."""
    return status in SICK_LEAVE


def sick_leave_weeks(first_day: date, on: date) -> int:
    """Return how many whole weeks a sick leave has lasted; the first day is day 0."""
    return _days(first_day, on) // _DAYS_A_WEEK


def first_sick_day(history: Iterable[WorkStatusFrom], on: date) -> date | None:
    """Return when the sick leave that lasts on a day began, or None when there is none.

    Going from full to part-time sick leave continues it; a status in between ends it.
    """
    first: date | None = None
    known = sorted((row for row in history if row.from_on <= on), key=lambda row: row.from_on)
    for row in known:
        first = (first or row.from_on) if is_sick_leave(row.status) else None
    return first


def sick_leave_warning(
    first_day: date | None, *, has_plan: bool, on: date, limits: SickLeaveLimits = USUAL_LIMITS
) -> SickLeaveWarning | None:
    """Return the warning a sick leave without a plan calls for on a day, if any.

    Information from 4 weeks, a warning from 6 and an escalation from 8 unless the programme says
    otherwise (LM-2, LM-7). Raises SickLeaveDateError when the first day lies ahead.
    """
    if first_day is None or has_plan:
        return None
    days = _days(first_day, on)
    level = _level(days, limits)
    if level is None:
        return None
    weeks = days // _DAYS_A_WEEK
    text = f"Sygemeldt i {weeks} uger: plan for beskæftigelsesindsats mangler."
    return SickLeaveWarning(level, weeks, days, text, limits.section)


def _level(days: int, limits: SickLeaveLimits) -> WarningLevel | None:
    if days >= limits.escalation_days:
        return WarningLevel.ESCALATION
    if days >= limits.warning_days:
        return WarningLevel.WARNING
    return WarningLevel.INFO if days >= limits.notice_days else None


def _days(first_day: date, on: date) -> int:
    days = (on - first_day).days
    if days < 0:
        raise SickLeaveDateError(
            f"Første sygedag {danish_date(first_day)} ligger efter {danish_date(on)}. Ret datoen."
        )
    return days
