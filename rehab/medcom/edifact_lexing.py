"""Cut an EDIFACT message into segments, elements and components.

MedCom's dialect is the syntax of ISO 9735 with a few habits of its own (MEDCOM chapter 6).
Why this is own code and no library: docs/adr/0016-own-edifact-lexer.md.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rehab.medcom.errors import Fault, UnreadableMessageError

SERVICE_ADVICE: Final = "UNA"
SERVICE_SIGNS: Final = 6
TAG: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
BETWEEN: Final = " \t\r\n"
MAX_PARTS: Final = 50_000
MAX_BEFORE_FAULT: Final = 20
REACH_BEFORE_FAULT: Final = 4096


@dataclass(frozen=True, slots=True)
class Signs:
    """Hold the signs that part a message, which UNA may change from the usual ones."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"


USUAL: Final = Signs()


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold one segment: its tag, and its elements as tuples of components."""

    tag: str
    elements: tuple[tuple[str, ...], ...] = ()

    def part(self, element: int, component: int = 1) -> str:
        """Return a component by its place, counted from 1, or nothing where there is none."""
        if element > len(self.elements):
            return ""
        parts = self.elements[element - 1]
        return parts[component - 1] if component <= len(parts) else ""

    def parts(self, element: int) -> tuple[str, ...]:
        """Return all components of an element, counted from 1."""
        return self.elements[element - 1] if element <= len(self.elements) else ()


def lex(text: str) -> tuple[Segment, ...]:
    """Return the segments of a message, without the service advice.

    Line ends and spaces between segments do not count. Raises UnreadableMessageError for what
    is cut off, has more parts than a message can have, or has no tag where one must stand.
    """
    signs, body = _signs(text)
    breaks = (signs.component, signs.element, signs.terminator)
    if sum(body.count(sign) for sign in breaks) > MAX_PARTS:
        raise UnreadableMessageError(
            Fault.TOO_COMPLEX,
            "Filen har flere felter, end en MedCom-meddelelse kan have. Den er ikke åbnet.",
        )
    return tuple(_segment(elements) for elements in _raw_segments(body, signs))


def lex_readable(text: str) -> tuple[Segment, ...]:
    """Return the segments before the first fault; a refusal must still name the sender."""
    found: list[Segment] = []
    with suppress(UnreadableMessageError):
        signs, body = _signs(text[:REACH_BEFORE_FAULT])
        raw_segments = islice(_raw_segments(body, signs), MAX_BEFORE_FAULT)
        found.extend(_segment(elements) for elements in raw_segments)
    return tuple(found)


def _signs(text: str) -> tuple[Signs, str]:
    """Return the separating signs and the text after them; UNA may be left out."""
    start = text.lstrip(BETWEEN + "\ufeff")
    if not start.startswith(SERVICE_ADVICE):
        return USUAL, start
    advice = start[len(SERVICE_ADVICE) : len(SERVICE_ADVICE) + SERVICE_SIGNS]
    if len(advice) < SERVICE_SIGNS:
        raise _cut_off()
    component, element, release, terminator = (advice[place] for place in (0, 1, 3, 5))
    used = (component, element, release, terminator)
    if len(set(used)) < len(used) or any(sign.isalnum() for sign in used):
        raise UnreadableMessageError(
            Fault.BROKEN_INTERCHANGE,
            "UNA-segmentet angiver skilletegn, der ikke kan skelnes. "
            "Bed afsenderen om at rette det og sende igen.",
        )
    rest = start[len(SERVICE_ADVICE) + SERVICE_SIGNS :]
    return Signs(component, element, release, terminator), rest


def _raw_segments(body: str, signs: Signs) -> Iterator[list[list[str]]]:
    """Yield each segment as elements of components, with the escapes taken off."""
    breaks = re.escape(signs.component + signs.element + signs.terminator)
    release = re.escape(signs.release)
    pieces = re.compile(f"{release}(.)|([{breaks}])|([^{breaks}{release}]+)", re.DOTALL)
    elements: list[list[str]] = [[]]
    words: list[str] = []
    place = 0
    for piece in pieces.finditer(body):
        if piece.start() != place:
            break
        place = piece.end()
        if piece[2] is None:
            words.append(piece[1] or piece[3])
            continue
        elements[-1].append("".join(words))
        words = []
        if piece[2] == signs.terminator:
            yield elements
            elements = [[]]
        elif piece[2] == signs.element:
            elements.append([])
    if place < len(body) or elements != [[]] or "".join(words).strip(BETWEEN):
        raise _cut_off()


def _segment(elements: list[list[str]]) -> Segment:
    tag = elements[0][0].lstrip(BETWEEN)
    if not TAG.fullmatch(tag) or len(elements[0]) > 1:
        what = tag[:20] or "et tomt segment"
        raise UnreadableMessageError(
            Fault.BROKEN_INTERCHANGE,
            f"Filen har {what}, hvor der skal stå et segmentnavn og et skilletegn. "
            "Bed afsenderen om at sende igen.",
        )
    return Segment(tag, tuple(tuple(parts) for parts in elements[1:]))


def _cut_off() -> UnreadableMessageError:
    return UnreadableMessageError(
        Fault.BROKEN_INTERCHANGE,
        "Filen slutter midt i et segment. Bed afsenderen om at sende igen.",
    )
