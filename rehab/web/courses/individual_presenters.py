"""What whoever arranges times with one citizen sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rehab.clock import civil_date
from rehab.models import Case, Course
from rehab.web.courses.presenters import therapists_text
from rehab.web.filters import danish_day, danish_time
from rehab.web.presenters import PersonView, person_view


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time of a citizen with a therapist."""

    id: UUID
    course: str
    day: str
    time: str
    place: str
    therapist: str
    cancelled_because: str | None
    can_change: bool


@dataclass(frozen=True, slots=True)
class TimesPage:
    """Whose times, and which there are."""

    id: UUID
    number: str
    person: PersonView
    rows: tuple[TimeRow, ...]


def times_page(case: Case, courses: Sequence[Course], now: datetime) -> TimesPage:
    """Return what whoever arranges times sees. Needs the case's `citizen`."""
    rows = [
        (
            meeting.starts_at,
            TimeRow(
                id=meeting.id,
                course=course.title,
                day=danish_day(civil_date(meeting.starts_at)),
                time=f"{danish_time(meeting.starts_at)}–{danish_time(meeting.ends_at)}",
                place=meeting.place,
                therapist=therapists_text(meeting),
                cancelled_because=meeting.cancel_reason if meeting.cancelled_at else None,
                can_change=meeting.cancelled_at is None and meeting.starts_at > now,
            ),
        )
        for course in courses
        for meeting in course.sessions
    ]
    return TimesPage(
        id=case.id,
        number=case.number,
        person=person_view(case.citizen, civil_date(now)),
        rows=tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])),
    )
