"""What a therapist ticks on a sheet."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from wtforms import HiddenField, TimeField
from wtforms.validators import Optional

from rehab.clock import COPENHAGEN
from rehab.domain.attendance import AttendanceMark
from rehab.services.attendance import MarkChange, RecordAttendance
from rehab.web.fields import Form, small_int

ALL_PRESENT: Final = "alle"
_MARKS: Final = {mark.value: mark for mark in AttendanceMark}


class SheetForm(Form):
    """A sheet: one choice per participant, and what the page showed when it was opened.

    The rows are as many as the participants, so they are read from what was sent rather than
    declared. A choice nobody made is no change: a radio cannot be unticked.
    """

    handling = HiddenField()

    paper_time = TimeField(
        "Taster du et papirark ind, så skriv, hvornår det blev udfyldt",
        validators=[Optional()],
    )

    def command(
        self, sent: Mapping[str, str], booking_ids: Iterable[UUID], held_on: date
    ) -> RecordAttendance:
        """Return the sheet as it was sent."""
        return RecordAttendance(
            marks={
                booking_id: MarkChange(
                    shown=_MARKS.get(sent.get(shown_key(booking_id), "")),
                    wanted=_MARKS.get(sent.get(mark_key(booking_id), "")),
                    late_minutes=small_int(sent.get(minutes_key(booking_id), "")),
                )
                for booking_id in booking_ids
            },
            all_present=self.handling.data == ALL_PRESENT,
            written_at=written_at(held_on, self.paper_time.data),
        )


def written_at(held_on: date, clock: time | None) -> datetime | None:
    """Return the instant a paper sheet was written: the session's day at the time typed."""
    return None if clock is None else datetime.combine(held_on, clock, tzinfo=COPENHAGEN)


def minutes_key(booking_id: UUID) -> str:
    """Return the name of the field for how many minutes late somebody came."""
    return f"f-{booking_id}"


def mark_key(booking_id: UUID) -> str:
    """Return the name of a row's choice."""
    return f"m-{booking_id}"


def shown_key(booking_id: UUID) -> str:
    """Return the name of the field that says what a row showed."""
    return f"v-{booking_id}"
