"""A letter to a citizen as a page: facts in, HTML out; the renderer makes the PDF of it.

It has the typography of the epikrise and a larger hand. The page is what is stored until the
letter is drawn, so what a person saw is what the worker draws.
"""

from dataclasses import dataclass
from datetime import date

from rehab.documents.environment import letter_environment
from rehab.documents.epikrise import Letterhead, Recipient


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time the citizen is to come, in words."""

    day: str
    hours: str
    what: str
    place: str


@dataclass(frozen=True, slots=True)
class CitizenLetterPage:
    """All that stands in a letter to a citizen.

    `answers` is whom to ring, in the middle of a sentence; there is no CPR in it, because nobody
    needs it to read the letter.
    """

    letterhead: Letterhead
    recipients: tuple[Recipient, ...]
    heading: str
    greeting: str
    text: str
    times: tuple[TimeRow, ...]
    answers: str
    phone: str
    signed_by: str
    written_on: date
    case_number: str
    copy_to: tuple[Recipient, ...] = ()


def citizen_letter_html(letter: CitizenLetterPage, *, stylesheet_url: str | None = None) -> str:
    """Return the letter as a page of HTML; only one for the screen names its style sheet."""
    template = letter_environment().get_template("citizen_letter.html")
    return template.render(letter=letter, stylesheet_url=stylesheet_url)
