"""One entry of a case's timeline, and the topics it can be narrowed to."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.clock import COPENHAGEN, civil_date
from rehab.web.filters import danish_day, danish_instant

_NOON: Final = time(12)


class Topic(StrEnum):
    """What the timeline can be narrowed to; the value stands in the address."""

    CONTACT = "kontakt"
    TRIAGE = "visitation"
    COURSE = "forloeb"
    MEASURE = "maalinger"
    NOTE = "notater"
    LETTER = "breve"


TOPIC_LABELS: Final = MappingProxyType(
    {
        Topic.CONTACT: "Kontakt",
        Topic.TRIAGE: "Visitation",
        Topic.COURSE: "Forløb",
        Topic.MEASURE: "Mål og arbejde",
        Topic.NOTE: "Notater",
        Topic.LETTER: "Breve",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, as the timeline shows it; `at` sorts it."""

    at: datetime
    when_text: str
    when_iso: str
    who: str
    title: str
    topics: frozenset[Topic]
    body: str | None = None
    url: str | None = None
    tone: str = "neutral"


def entry_at(
    instant: datetime,
    who: str,
    title: str,
    *topics: Topic,
    body: str | None = None,
    url: str | None = None,
    tone: str = "neutral",
) -> Entry:
    """Return the entry of something that happened at an instant."""
    return Entry(
        at=instant,
        when_text=danish_instant(instant),
        when_iso=instant.isoformat(),
        who=who,
        title=title,
        topics=frozenset(topics),
        body=body,
        url=url,
        tone=tone,
    )


def entry_on(
    day: date,
    recorded_at: datetime,
    who: str,
    title: str,
    *topics: Topic,
    body: str | None = None,
    tone: str = "neutral",
) -> Entry:
    """Return the entry of something that happened on a day.

    What was recorded the same day keeps its place among that day's other entries.
    """
    same_day = civil_date(recorded_at) == day
    return Entry(
        at=recorded_at if same_day else datetime.combine(day, _NOON, COPENHAGEN),
        when_text=danish_day(day),
        when_iso=day.isoformat(),
        who=who,
        title=title,
        topics=frozenset(topics),
        body=body,
        tone=tone,
    )
