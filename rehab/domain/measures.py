"""Score what is measured at the start and at the end, and say what the change amounts to.

Two measures are free to use and enough here (issue text; chapter 5 of the programme asks for
clinical results): NRS, pain from 0 to 10, and PSFS, activities the citizen chooses, each from 0 to
10 where 10 is as before. A change is called certain only from the published limits: about 2 points
on NRS, and on PSFS the MDC90 of 2 points for the mean and 3 for one activity (Stratford 1995).
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_day

MIN_SCORE: Final = 0
MAX_SCORE: Final = 10
MAX_ACTIVITIES: Final = 5
NRS_IMPORTANT: Final = 2
PSFS_MEAN_MDC90: Final = Decimal(2)

_ONE_DECIMAL: Final = Decimal("0.1")


class MeasurePoint(StrEnum):
    """When in the course something was measured."""

    START = "start"
    END = "end"


class ChangeVerdict(StrEnum):
    """What a change amounts to; a smaller change than the limit is no change at all."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_ENOUGH_DATA = "not_enough_data"


class ScoreError(DomainError):
    """A score lies outside its scale."""


class PsfsActivitiesError(DomainError):
    """The activities of a PSFS are too many, too few, unnamed, or named twice."""


class MeasurementError(DomainError):
    """A measurement says nothing, or is from a day that has not come."""


class DifferentActivitiesError(DomainError):
    """The follow-up was scored on other activities than the start."""


@dataclass(frozen=True, slots=True)
class PsfsActivity:
    """An activity in the citizen's own words, and how well it goes. Raises ScoreError."""

    activity: str
    score: int

    def __post_init__(self) -> None:
        """Refuse a score outside 0 to 10."""
        check_score(self.score)


@dataclass(frozen=True, slots=True)
class Psfs:
    """One scoring of the citizen's one to five activities. Raises PsfsActivitiesError."""

    activities: tuple[PsfsActivity, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be compared later: no, too many, unnamed or repeated activities."""
        names = [_key(item) for item in self.activities]
        if not 1 <= len(names) <= MAX_ACTIVITIES:
            raise PsfsActivitiesError(
                f"PSFS skal have fra 1 til {MAX_ACTIVITIES} aktiviteter, ikke {len(names)}."
            )
        if "" in names:
            raise PsfsActivitiesError("Skriv borgerens egne ord for hver aktivitet.")
        if len(set(names)) < len(names):
            raise PsfsActivitiesError("En aktivitet står to gange. Slet den ene, eller ret navnet.")

    @property
    def mean(self) -> Decimal:
        """Return the mean of the activities to one decimal, rounded half up."""
        total = sum(item.score for item in self.activities)
        return (Decimal(total) / len(self.activities)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured at one point; either of the two may be missing."""

    nrs_pain: int | None = None
    psfs: Psfs | None = None

    def __post_init__(self) -> None:
        """Refuse a pain score outside 0 to 10."""
        if self.nrs_pain is not None:
            check_score(self.nrs_pain)


def check_score(score: int) -> None:
    """Refuse a score outside 0 to 10 with ScoreError."""
    if not MIN_SCORE <= score <= MAX_SCORE:
        raise ScoreError(f"Tallet skal være fra {MIN_SCORE} til {MAX_SCORE}, ikke {score}.")


def check_same_activities(start: Psfs, end: Psfs) -> None:
    """Refuse a follow-up on other activities than the start, with DifferentActivitiesError."""
    if {_key(item) for item in start.activities} != {_key(item) for item in end.activities}:
        raise DifferentActivitiesError(
            "Slutmålingen skal være på de samme aktiviteter som startmålingen: "
            f"{', '.join(item.activity for item in start.activities)}."
        )


def check_recordable(measured: Measured, measured_on: date, today: date) -> None:
    """Refuse to record nothing, or a day that has not come, with MeasurementError."""
    if measured == Measured():
        raise MeasurementError("Vælg et tal for smerte, eller skriv mindst én aktivitet.")
    if measured_on > today:
        raise MeasurementError(
            f"Der kan ikke være målt {danish_date(measured_on)}, for den dag er ikke kommet. "
            "Ret datoen."
        )
    check_day(measured_on, "Målingen", today)


def nrs_verdict(start: int | None, end: int | None) -> ChangeVerdict:
    """Tell whether pain became better or worse by at least 2 points; less pain is better."""
    if start is None or end is None:
        return ChangeVerdict.NOT_ENOUGH_DATA
    return _verdict(start - end, NRS_IMPORTANT)


def psfs_verdict(start: Psfs | None, end: Psfs | None) -> ChangeVerdict:
    """Tell whether the mean rose or fell by at least its MDC90; a higher mean is better.

    Raises DifferentActivitiesError: a mean of other activities is no follow-up.
    """
    if start is None or end is None:
        return ChangeVerdict.NOT_ENOUGH_DATA
    check_same_activities(start, end)
    return _verdict(end.mean - start.mean, PSFS_MEAN_MDC90)


def nrs_sentence(start: int | None, end: int | None) -> str:
    """Say the pain scores as the epikrise does, or nothing when there are none."""
    return _sentence(
        "NRS smerte",
        None if start is None else Decimal(start),
        None if end is None else Decimal(end),
    )


def psfs_sentence(start: Psfs | None, end: Psfs | None) -> str:
    """Say the PSFS means as the epikrise does, or nothing when there are none.

    Raises DifferentActivitiesError.
    """
    if start is not None and end is not None:
        check_same_activities(start, end)
    return _sentence(
        "PSFS", None if start is None else start.mean, None if end is None else end.mean
    )


def number_text(value: Decimal | int | None) -> str:
    """Write a score as it is written in Danish, or that it was not measured."""
    return "ikke målt" if value is None else _number(Decimal(value))


def change_text(start: Decimal | int | None, end: Decimal | int | None) -> str:
    """Say a change in words, `3,7 point højere`; an en dash when there is nothing to compare."""
    if start is None or end is None:
        return "–"
    change = Decimal(end) - Decimal(start)
    if not change:
        return "uændret"
    return f"{_number(abs(change))} point {'højere' if change > 0 else 'lavere'}"


def _sentence(name: str, start: Decimal | None, end: Decimal | None) -> str:
    if start is None:
        return f"{name}: ikke målt ved start, {_number(end)} ved slut" if end is not None else ""
    if end is None:
        return f"{name}: {_number(start)} ved start, ikke målt ved slut"
    return f"{name}: {_number(start)} ved start, {_number(end)} ved slut ({_signed(end - start)})"


def _number(value: Decimal) -> str:
    return str(value).replace(".", ",")


def _signed(change: Decimal) -> str:
    if not change:
        return "uændret"
    return f"{'+' if change > 0 else '−'}{_number(abs(change))}"


def _verdict(improvement: Decimal | int, limit: Decimal | int) -> ChangeVerdict:
    if improvement >= limit:
        return ChangeVerdict.BETTER
    return ChangeVerdict.WORSE if improvement <= -limit else ChangeVerdict.SAME


def _key(item: PsfsActivity) -> str:
    return " ".join(item.activity.casefold().split())
