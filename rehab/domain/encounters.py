"""Turn a mark on a sheet into the encounter it was, as the national report counts them (27).

An encounter belongs to one citizen's record and never to the hold. It is not changed: a mark that
is put right gives a new encounter, and the earlier one stays as entered in error.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.courses import CourseForm


class EncounterStatus(StrEnum):
    """What became of a planned meeting; only a finished one was carried out (27)."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"
    ENTERED_IN_ERROR = "entered-in-error"


class EncounterClass(StrEnum):
    """Where a meeting took place: at the kommune, or in the citizen's home (27)."""

    AMBULATORY = "ambulatory"
    HOME = "home"


class DeliveryType(StrEnum):
    """Whether the citizen met with others or alone (27)."""

    GROUP = "gruppe"
    INDIVIDUAL = "individuel"


STATUS_LABELS: Final = MappingProxyType(
    {
        EncounterStatus.FINISHED: "gennemført",
        EncounterStatus.CANCELLED: "aflyst",
        EncounterStatus.NO_SHOW: "udeblevet",
        EncounterStatus.ENTERED_IN_ERROR: "fejlregistreret",
    }
)
CLASS_LABELS: Final = MappingProxyType(
    {EncounterClass.AMBULATORY: "ambulant", EncounterClass.HOME: "i hjemmet"}
)
DELIVERY_LABELS: Final = MappingProxyType(
    {DeliveryType.GROUP: "gruppe", DeliveryType.INDIVIDUAL: "individuel"}
)


@dataclass(frozen=True, slots=True)
class EncounterFacts:
    """One meeting on a citizen's record: what it was, when it was planned, what became of it."""

    status: EncounterStatus
    encounter_class: EncounterClass
    delivery: DeliveryType
    intervention_codes: tuple[str, ...]
    planned_start: datetime
    planned_end: datetime


@dataclass(frozen=True, slots=True)
class InterventionCode:
    """Say which code an offer is reported with under one law; the code is data, not ours (27)."""

    offer: str
    legal_basis: LegalBasis
    report_code: str
    section: str


def intervention_codes(
    codes: Iterable[InterventionCode], offer: str, bases: Iterable[LegalBasis]
) -> tuple[str, ...]:
    """Return what a meeting is reported as: one code for each law the booking counts under (F7)."""
    wanted = frozenset(bases)
    return tuple(
        code.report_code for code in codes if code.offer == offer and code.legal_basis in wanted
    )


def encounter_status(mark: AttendanceMark) -> EncounterStatus:
    """Return what a mark says of the meeting (27).

    Whoever came late was there; an excuse given in advance is a cancelled meeting, and staying
    away without a word is a no-show.
    """
    match mark:
        case AttendanceMark.PRESENT | AttendanceMark.LATE:
            return EncounterStatus.FINISHED
        case AttendanceMark.EXCUSED:
            return EncounterStatus.CANCELLED
        case AttendanceMark.ABSENT:
            return EncounterStatus.NO_SHOW
        case _:
            assert_never(mark)


def delivery_type(form: CourseForm) -> DeliveryType:
    """Return how a course is delivered, for the report: on a hold it is "gruppe" (F57)."""
    return DeliveryType.INDIVIDUAL if form is CourseForm.INDIVIDUAL else DeliveryType.GROUP


def encounter_facts(
    mark: AttendanceMark,
    form: CourseForm,
    planned: tuple[datetime, datetime],
    intervention_codes: tuple[str, ...],
) -> EncounterFacts:
    """Return the encounter a mark makes on the citizen's own record (F57).

    The planned time suffices for the report, and what the kommune offers in its own rooms is
    ambulatory; a meeting in the home is not planned as a session of a course (27).
    """
    start, end = planned
    return EncounterFacts(
        status=encounter_status(mark),
        encounter_class=EncounterClass.AMBULATORY,
        delivery=delivery_type(form),
        intervention_codes=intervention_codes,
        planned_start=start,
        planned_end=end,
    )
