"""Showing MedCom's formatted text: lines of runs with classes of our own style sheet.

A sender chooses among six marks and nothing else. The words are given as text, so no markup of a
message can act, and the classes are named here, so none can come from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rehab.medcom.letters import FormattedText, Section, Span, Style

_CLASSES: Final[Mapping[Style, str]] = {
    Style.BOLD: "mark-bold",
    Style.ITALIC: "mark-italic",
    Style.UNDERLINE: "mark-underline",
    Style.FIXED: "mark-fixed",
}
_SIDES: Final[Mapping[Style, str]] = {
    Style.RIGHT: "line--right",
    Style.CENTER: "line--center",
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run of words that look alike."""

    css: str
    text: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a text; an empty one has no runs and keeps its height."""

    css: str
    runs: tuple[RunView, ...]


def line_views(text: FormattedText) -> tuple[LineView, ...]:
    """Return a text as the lines it is shown in."""
    return tuple(LineView(_side(line), tuple(_run(span) for span in line)) for line in text.lines)


def marked_texts(sections: Iterable[Section]) -> Mapping[str, tuple[LineView, ...]]:
    """Return the texts of a message that carry marks, by their words without them."""
    return {
        section.body.plain(): line_views(section.body)
        for section in sections
        if any(span.styles or "  " in span.text for line in section.body.lines for span in line)
    }


def _run(span: Span) -> RunView:
    return RunView(" ".join(_CLASSES[each] for each in _CLASSES if each in span.styles), span.text)


def _side(line: tuple[Span, ...]) -> str:
    """Return the class of a line that stands to one side in all its words."""
    sides = (
        name for style, name in _SIDES.items() if line and all(style in s.styles for s in line)
    )
    return next(sides, "")
