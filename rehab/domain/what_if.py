"""Tell what a change of rules does to the cases that are open, before it is made (F31).

A case has the colour of its most pressing clock, as every list shows it. The words of a clock come
first and the colour second, but colours are what people ask about: how many turn red?
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from rehab.domain.day_counting import plural
from rehab.domain.deadlines import ClockReading, ClockState, urgency

_SOON: Final = 1


class Colour(StrEnum):
    """How loudly a clock, or the case it presses, is shown."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"
    NONE = "none"


_WORDS: Final = (
    (Colour.RED, "rød", "røde"),
    (Colour.YELLOW, "gul", "gule"),
    (Colour.GREEN, "grøn", "grønne"),
    (Colour.GREY, "grå", "grå"),
    (Colour.NONE, "uden frist", "uden frist"),
)


def colour_of(reading: ClockReading) -> Colour:
    """Return the colour of one clock: red when overdue, yellow on its last day and the one before.

    A pause is grey, and what is met or stopped has no colour that presses. One that was met too
    late stays red.
    """
    if reading.state is ClockState.OVERDUE:
        return Colour.RED
    if reading.state is ClockState.PAUSED:
        return Colour.GREY
    if reading.stopped_on is not None:
        return Colour.NONE
    soon = reading.days_left is not None and reading.days_left <= _SOON
    return Colour.YELLOW if soon else Colour.GREEN


def colour_of_case(readings: Iterable[ClockReading]) -> Colour:
    """Return the colour of what presses most among the clocks that still run."""
    running = [reading for reading in readings if reading.stopped_on is None]
    if not running:
        return Colour.NONE
    return colour_of(min(running, key=lambda reading: urgency([reading])))


def changes_of(pairs: Iterable[tuple[Colour, Colour]]) -> Counter[Colour]:
    """Count, by what they become, the cases whose colour before and after differ."""
    return Counter(after for before, after in pairs if before is not after)


def change_text(changes: Counter[Colour]) -> str:
    """Say in a sentence how many open cases change colour, and to which."""
    total = changes.total()
    if not total:
        return "Ingen åbne sager skifter farve."
    head = f"{plural(total, 'åben sag', 'åbne sager')} skifter farve"
    parts = [
        f"{changes[colour]} bliver {one if changes[colour] == 1 else many}"
        for colour, one, many in _WORDS
        if changes[colour]
    ]
    return f"{head}: {', '.join(parts)}."
