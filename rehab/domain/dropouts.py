"""Notice when a citizen stops coming, and keep the coded reason when one leaves a course (F59)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rehab.domain.attendance import AttendanceMark
from rehab.domain.calendar import danish_date
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words


class DropoutRefusedError(DomainError):
    """A citizen cannot be registered as having left a course like this."""


@dataclass(frozen=True, slots=True)
class AttendancePolicy:
    """State after how many no-shows in a row somebody must act."""

    no_shows: int
    section: str


@dataclass(frozen=True, slots=True)
class DropoutReason:
    """Name a reason to leave a course, and the code the national report knows it by (27)."""

    key: str
    label: str
    report_code: str
    section: str


@dataclass(frozen=True, slots=True)
class HeldSession:
    """One session a citizen had a seat on, and how the citizen met."""

    held_on: date
    mark: AttendanceMark | None


def no_shows_reached_on(sessions: Iterable[HeldSession], limit: int) -> date | None:
    """Return the day the citizen's latest run of no-shows became long enough to act on, or None.

    Sessions stand in the order they are held. One that nobody has marked yet tells nothing; an
    excuse is a sign of life, so it ends the run as coming does.
    """
    run: list[date] = []
    for session in sessions:
        if session.mark is AttendanceMark.ABSENT:
            run.append(session.held_on)
        elif session.mark is not None:
            run.clear()
    return run[limit - 1] if len(run) >= limit else None


def no_show_sentence(course: str, limit: int) -> str:
    """Say in the kontaktperson's list what happened and what to do."""
    times = plural(limit, "gang", "gange")
    return f"Udeblevet {times} i træk fra {course}. Ring, og aftal, om forløbet fortsætter."


def check_dropout(
    key: str, reasons: Sequence[DropoutReason], left_on: date, booked_on: date, today: date
) -> DropoutReason:
    """Return the reason a citizen leaves for, or refuse one that is not coded or a day that is off.

    The report wants its own coded reason; free words cannot stand in for it (27).
    """
    reason = next((one for one in reasons if one.key == key and has_words(key)), None)
    if reason is None:
        raise DropoutRefusedError("Vælg en af grundene på listen.")
    if left_on > today:
        raise DropoutRefusedError("Borgeren kan ikke være stoppet en dag, der ikke er kommet.")
    if left_on < booked_on:
        raise DropoutRefusedError(
            f"Borgeren fik først pladsen {danish_date(booked_on)}. Ret dagen for frafaldet."
        )
    return reason
