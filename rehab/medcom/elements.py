"""Read parts of a message by local name, whatever namespace or prefix they came in.

The same concept lives in more than twelve namespaces, and a genoptræningsplan mixes two in one
letter, so names are compared without them (MEDCOM chapter 0, decision 3).
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from rehab.medcom.errors import Fault, UnreadableMessageError
from rehab.medcom.xml import Element

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")
SPACES: Final = re.compile(r"[ \t\r\n]+")
NOTHING: Final = "_"  # what a converted EDIFACT letter writes where there is nothing
DAY: Final = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
CLOCK: Final = re.compile(r"[0-9]{2}:[0-9]{2}")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """Yield the children with a local name, in the order of the file."""
    if parent is not None:
        yield from parent.iterchildren(f"{{*}}{name}")


def child(parent: Element | None, *path: str) -> Element | None:
    """Return the first element at a path of local names, or None."""
    for name in path:
        if parent is None:
            return None
        parent = next(parent.iterchildren(f"{{*}}{name}"), None)
    return parent


def one_line(element: Element | None) -> str | None:
    """Return an element's whole text on one line, or None when it says nothing."""
    if element is None:
        return None
    text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
    words = SPACES.sub(" ", text).strip(" ")
    return words if words and words != NOTHING else None


def text_at(parent: Element | None, *path: str) -> str | None:
    """Return the text at a path of local names on one line, or None."""
    return one_line(child(parent, *path))


def required(parent: Element | None, *path: str) -> str:
    """Return the text at a path of local names that must be there.

    Raises UnreadableMessageError with a sentence that names the missing element.
    """
    text = text_at(parent, *path)
    if text is None:
        raise missing(parent, *path)
    return text


def missing(parent: Element | None, *path: str) -> UnreadableMessageError:
    """Return the error to raise for an element that must be there and is not."""
    where = "/".join(path if parent is None else (local_name(parent), *path))
    return UnreadableMessageError(
        Fault.MISSING_ELEMENT,
        f"Meddelelsen mangler {where}, som skal være udfyldt. Bed afsenderen om at sende den igen.",
    )


def day_at(parent: Element | None, *path: str) -> date | None:
    """Return the day at a path, read from a Date child or from the element itself.

    A day that cannot be one is left out rather than making the letter unreadable.
    """
    found = child(parent, *path)
    text = text_at(found, "Date") or one_line(found)
    match = DAY.match(text) if text else None
    if match is None:
        return None
    try:
        return date.fromisoformat(match.group())
    except ValueError:
        return None


def instant_at(parent: Element | None, *path: str) -> datetime | None:
    """Return the instant at a path of Date and Time, which messages write in Danish time."""
    day = day_at(parent, *path)
    if day is None:
        return None
    return datetime.combine(day, _clock(text_at(child(parent, *path), "Time")), COPENHAGEN)


def _clock(text: str | None) -> time:
    match = CLOCK.match(text) if text else None
    if match is None:
        return time()
    try:
        return time.fromisoformat(match.group())
    except ValueError:
        return time()
