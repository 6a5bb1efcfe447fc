"""What a therapist ticks on a sheet."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from wtforms import HiddenField

from rehab.domain.attendance import AttendanceMark
from rehab.services.attendance import MarkChange, RecordAttendance
from rehab.web.fields import Form

ALL_PRESENT: Final = "alle"
_MARKS: Final = {mark.value: mark for mark in AttendanceMark}


class SheetForm(Form):
    """A sheet: one choice per participant, and what the page showed when it was opened.

    The rows are as many as the participants, so they are read from what was sent rather than
    declared. A choice nobody made is no change: a radio cannot be unticked.
    """

    handling = HiddenField()

    def command(self, sent: Mapping[str, str], booking_ids: Iterable[UUID]) -> RecordAttendance:
        """Return the sheet as it was sent."""
        return RecordAttendance(
            marks={
                booking_id: MarkChange(
                    shown=_MARKS.get(sent.get(shown_key(booking_id), "")),
                    wanted=_MARKS.get(sent.get(mark_key(booking_id), "")),
                )
                for booking_id in booking_ids
            },
            all_present=self.handling.data == ALL_PRESENT,
        )


def mark_key(booking_id: UUID) -> str:
    """Return the name of a row's choice."""
    return f"m-{booking_id}"


def shown_key(booking_id: UUID) -> str:
    """Return the name of the field that says what a row showed."""
    return f"v-{booking_id}"
