"""How the citizen met, as entries of the timeline, and what each meeting is reported as."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab.domain.attendance import MARK_LABELS, AttendanceMark
from rehab.domain.encounters import (
    CLASS_LABELS,
    DELIVERY_LABELS,
    STATUS_LABELS,
    EncounterStatus,
)
from rehab.models import Attendance
from rehab.queries.case_page import CasePage
from rehab.queries.encounters import RecordedEncounter
from rehab.web.cases.entries import Entry, Topic, entry_at
from rehab.web.filters import danish_instant, danish_time

_TONES: Final = MappingProxyType(
    {
        AttendanceMark.PRESENT: "ok",
        AttendanceMark.LATE: "ok",
        AttendanceMark.EXCUSED: "neutral",
        AttendanceMark.ABSENT: "warning",
    }
)


def sessions(page: CasePage) -> Iterator[Entry]:
    """Yield how the citizen met at each session; a registration put right stays and says so."""
    titles = {}
    standing = {
        (row.row.session_id, row.row.booking_id): row
        for row in page.encounters
        if row.status is not EncounterStatus.ENTERED_IN_ERROR
    }
    for booking in page.bookings:
        titles[booking.id] = booking.course.title
        starts = {meeting.id: meeting.starts_at for meeting in booking.course.sessions}
        for mark in booking.marks:
            encounter = standing.get((mark.session_id, booking.id))
            yield entry_at(
                starts[mark.session_id],
                _who(page, mark.recorded_by),
                f"{_met(mark)}: {booking.course.title}",
                Topic.COURSE,
                body=encounter_text(encounter) if encounter else None,
                tone=_TONES[mark.mark],
            )
    for wrong in page.encounters:
        if wrong.status is EncounterStatus.ENTERED_IN_ERROR:
            was = STATUS_LABELS[wrong.row.status]
            yield entry_at(
                wrong.row.planned_start,
                _who(page, wrong.row.recorded_by),
                f"Fejlregistreret ({was}): {titles.get(wrong.row.booking_id, 'forløb')}",
                Topic.COURSE,
                body=f"Registreret {danish_instant(wrong.row.recorded_at)} og rettet siden.",
            )


def encounter_text(encounter: RecordedEncounter) -> str:
    """Say what a meeting is reported as: status, class, delivery and planned time (27)."""
    row = encounter.row
    return (
        f"Kontakt: {STATUS_LABELS[encounter.status]}, {CLASS_LABELS[row.encounter_class]}, "
        f"{DELIVERY_LABELS[row.delivery]}. Planlagt "
        f"{danish_time(row.planned_start)}–{danish_time(row.planned_end)}."
    )


def _met(mark: Attendance) -> str:
    label = MARK_LABELS[mark.mark]
    return f"{label} ({mark.late_minutes} min.)" if mark.late_minutes else label


def _who(page: CasePage, user_id: UUID) -> str:
    user = page.people.get(user_id)
    return user.name if user else "Rehab"
