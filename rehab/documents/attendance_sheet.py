"""The sheet of a session on paper, for the hall without a tablet (F61).

The rows stand in the order of the screen and carry its numbers, so that typing in is reading down
two lists at once. It says nothing of why anybody is there, and nobody's CPR.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Template

from rehab.documents.environment import letter_environment
from rehab.documents.pdf import shared_renderer


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One participant as the screen names him, and the box that is ticked already, if any."""

    number: int
    name: str
    ticked: str


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """All that stands on the paper; `boxes` are the marks' values and labels, as on the screen."""

    kommune: str
    course: str
    day: str
    time: str
    place: str
    therapist: str
    boxes: tuple[tuple[str, str], ...]
    rows: tuple[PaperRow, ...]


def paper_sheet_html(sheet: PaperSheet) -> str:
    """Return the two sides as HTML: the boxes, and room for notes by the same numbers."""
    return _template().render(sheet=sheet)


def paper_sheet_pdf(sheet: PaperSheet, *, created: datetime) -> bytes:
    """Return the sheet as PDF for A4, one side of boxes and one of notes."""
    return shared_renderer().render(paper_sheet_html(sheet), created=created)


@cache
def _template() -> Template:
    return letter_environment().get_template("attendance_sheet.html")
