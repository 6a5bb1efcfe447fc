"""Turn a mark on a sheet into the encounter it was, as the national report counts them (27).

An encounter belongs to one citizen's record and never to the hold. It is not changed: a mark that
is put right gives a new encounter, and the earlier one stays as entered in error.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from rehab.domain.attendance import AttendanceMark
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
