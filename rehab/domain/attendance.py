"""Mark who came to a session, and sum up what a citizen took part in.

The sum goes into the epikrise as sessions attended of sessions offered (programme 4.6, F82).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from rehab.domain.calendar import danish_date
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError

Participant = TypeVar("Participant", bound=Hashable)


class AttendanceMark(StrEnum):
    """How one citizen met at one session: came, came late, told in advance, or stayed away."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


MARK_LABELS: Final = MappingProxyType(
    {
        AttendanceMark.PRESENT: "Mødt",
        AttendanceMark.LATE: "For sent",
        AttendanceMark.EXCUSED: "Afbud",
        AttendanceMark.ABSENT: "Udeblevet",
    }
)
# Who comes late has been there: 4.6 asks for the sessions attended, and knows no half ones.
# How far back a session without marks is still asked for; after that nobody remembers who came.
LOOK_BACK: Final = timedelta(days=21)
ATTENDED: Final = frozenset({AttendanceMark.PRESENT, AttendanceMark.LATE})


class MarkOutcome(StrEnum):
    """What becomes of one row of a sheet when it is saved."""

    UNTOUCHED = "untouched"
    SAVED = "saved"
    KEPT = "kept"
    OUTDATED = "outdated"


class FutureSessionError(DomainError):
    """A session that has not been held yet was to be marked."""

    def __init__(self, held_on: date) -> None:
        """Say from which day the sheet can be filled in."""
        super().__init__(
            f"Fremmøde kan først registreres, når gangen holdes {danish_date(held_on)}."
        )
        self.held_on = held_on


class CancelledSessionError(DomainError):
    """A session that was cancelled was to be marked."""

    def __init__(self) -> None:
        """Say that nobody is marked at it."""
        super().__init__(
            "Gangen er aflyst, så der føres ikke fremmøde. Blev den holdt alligevel, så skriv det "
            "i notatet om gangen og i journalen på de borgere, der kom."
        )


class AttendanceCountError(DomainError):
    """More sessions are marked than the course has."""


@dataclass(frozen=True, slots=True)
class AttendanceSummary:
    """What a citizen took part in on one course; an unmarked session counts only as offered."""

    attended: int
    offered: int
    excused: int
    absent: int

    @property
    def text(self) -> str:
        """Say it as the epikrise does: 9 af 12 gange."""
        return f"{self.attended} af {self.offered} {'gang' if self.offered == 1 else 'gange'}"


def attended(mark: AttendanceMark | None) -> bool:
    """Tell whether a mark says that the citizen took part; late counts as present.

    The one answer for the epikrise (4.6), for a held first meeting (4.5) and for the figures.
    """
    return mark in ATTENDED


def attendance_summary(marks: Iterable[AttendanceMark | None], planned: int) -> AttendanceSummary:
    """Return how many of the planned sessions the citizen attended, was excused from or missed.

    Raises AttendanceCountError when there are more marks than sessions.
    """
    given = [mark for mark in marks if mark is not None]
    if len(given) > planned:
        raise AttendanceCountError(
            f"Der er registreret fremmøde for {plural(len(given), 'gang', 'gange')}, "
            f"men forløbet har kun {planned}. Ret forløbets gange eller fremmødet."
        )
    return AttendanceSummary(
        attended=sum(attended(mark) for mark in given),
        offered=planned,
        excused=given.count(AttendanceMark.EXCUSED),
        absent=given.count(AttendanceMark.ABSENT),
    )


def mark_all_present(
    existing: Mapping[Participant, AttendanceMark | None],
) -> dict[Participant, AttendanceMark]:
    """Return the sheet with everyone present who has no mark yet.

    "All present" never overwrites what somebody has marked on purpose, above all not excused (F56).
    """
    return {who: mark or AttendanceMark.PRESENT for who, mark in existing.items()}


def may_mark(held_on: date, today: date, *, cancelled: bool = False) -> bool:
    """Tell whether a session's sheet can be kept: from its day on, unless it was cancelled."""
    return held_on <= today and not cancelled


def check_may_mark(held_on: date, today: date, *, cancelled: bool = False) -> None:
    """Refuse to mark a session before its day, or one that was cancelled.

    The day itself is in time. A cancelled session was not offered, so nobody stayed away (F56).
    """
    if cancelled:
        raise CancelledSessionError
    if not may_mark(held_on, today):
        raise FutureSessionError(held_on)


def settle_mark(
    shown: AttendanceMark | None,
    wanted: AttendanceMark | None,
    stored: AttendanceMark | None,
    *,
    by_another: bool,
) -> MarkOutcome:
    """Tell what to do with one row: two people with the same sheet must not undo each other.

    `shown` is what the page showed when it was opened. A row nobody touched on this page is left
    alone; one that somebody else has changed since is kept as they left it, and said so (F56).
    """
    if wanted is None or wanted in {shown, stored}:
        return MarkOutcome.UNTOUCHED
    if stored is not shown and stored is not None and by_another:
        return MarkOutcome.KEPT
    return MarkOutcome.SAVED
