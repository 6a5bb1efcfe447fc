"""What a therapist's calendar outside the house may say: when, where, and initials (F92).

A telephone's calendar lies at a company abroad, so it says that somebody comes and never for what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rehab.domain.courses import CourseForm
from rehab.domain.day_counting import plural
from rehab.domain.health_words import without_health_words


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One session as a calendar shows it.

    `uid` is the same however often the session is moved, and `sequence` is higher each time
    something about it changed: so a calendar moves the event instead of showing two.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str
    summary: str
    description: str
    cancelled: bool


def initials_of(given_name: str, surname: str) -> str:
    """Return a citizen's initials, `PT`; a name nobody gave has none."""
    return "".join(
        word[0].upper() for word in f"{given_name} {surname}".split() if word[0].isalpha()
    )


def entry_summary(form: CourseForm, initials: Iterable[str]) -> str:
    """Return the line of an event: how many come to a hold, or who to a time of one's own."""
    found = list(initials)
    if form is CourseForm.HOLD:
        return f"Hold, {plural(len(found), 'borger', 'borgere')}"
    return f"Tid, {', '.join(found)}" if found else "Tid, ledig"


def entry_place(place: str) -> str:
    """Return where a session is, without the words that tell what goes on there."""
    return without_health_words(place)
