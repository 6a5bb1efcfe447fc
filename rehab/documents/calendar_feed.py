"""A calendar as a file that calendar programs read (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from rehab.domain.calendar_feed import CalendarEntry

MIMETYPE: Final = "text/calendar"
# Even the name of this system tells a stranger what somebody comes for.
CALENDAR_NAME: Final = "Mine tider på arbejdet"
_REFRESH: Final = timedelta(minutes=30)


def calendar_file(entries: Iterable[CalendarEntry], *, name: str, written_at: datetime) -> bytes:
    """Return the entries as an iCalendar file; a cancelled one stays in it as cancelled.

    Left out it would stay in a calendar that only adds. Times are in UTC, which no calendar
    reads wrongly when summer time begins.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kommunen//Kalender//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, written_at))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry, written_at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", f"Aflyst: {entry.summary}" if entry.cancelled else entry.summary)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    return event
