"""The closing epikrise as a letter: what the GP reads when the municipality has finished.

The headings and what belongs under each are the domain's rule; here the facts get their place on
the page. A letter that is sent is stored as bytes and never drawn again.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rehab.documents.environment import letter_environment
from rehab.documents.pdf import shared_renderer
from rehab.domain.errors import DomainError

SECTION_COUNT: Final = 5


class UnfinishedEpikriseError(DomainError):
    """An epikrise was to be drawn as finished while something in it is still missing."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who the letter is from."""

    kommune: str
    unit: str
    address_lines: tuple[str, ...]
    phone: str
    gln: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who the letter is to, or who gets a copy of it."""

    name: str
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """Which letter the work answers, so that the recipient finds it in her own system."""

    kind: str
    received_on: date
    referrer: str
    letter_id: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """How much of a course the citizen came to."""

    course: str
    attended: int
    offered: int
    period: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """What was measured at the start and at the end, and what the difference is in words."""

    label: str
    start: str
    end: str
    change: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the prescribed headings and the plain text under it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Whom the recipient may call about the letter."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class EpikriseLetter:
    """All that stands in a closing epikrise, ready to be set on paper.

    The programme, section 4.6, prescribes five headings in a fixed order; they arrive here in
    that order. `citizen_cpr` is the whole number with its hyphen, as the letter goes from one
    health professional to another. The three facts of the signature are None in a draft.
    """

    letterhead: Letterhead
    recipients: tuple[Recipient, ...]
    copy_to: tuple[Recipient, ...]
    citizen_name: str
    citizen_cpr: str
    subject: str
    referral: ReferralLine
    sections: tuple[Section, ...]
    attendance: tuple[AttendanceRow, ...]
    measures: tuple[MeasureRow, ...]
    contact_person: ContactPerson
    case_number: str
    signed_by: str | None = None
    signer_title: str | None = None
    signed_on: date | None = None

    def __post_init__(self) -> None:
        if len(self.sections) != SECTION_COUNT:
            raise UnfinishedEpikriseError(
                f"Epikrisen skal have {SECTION_COUNT} afsnit, men har {len(self.sections)}. "
                "Brug de overskrifter, som forløbsprogrammet fastsætter."
            )


def epikrise_html(
    letter: EpikriseLetter, *, draft: bool = False, stylesheet_url: str | None = None
) -> str:
    """Return the letter as a page of HTML: to be drawn as PDF, or as a draft to be read on screen.

    A draft says so at the top, may have empty sections and ignores any signature. Only a page for
    the screen names its style sheet; the renderer brings its own. Raises
    `UnfinishedEpikriseError` if a finished letter lacks its signature or the text of a section:
    no unsigned page may look signed.
    """
    if not draft:
        _require_finished(letter)
    template = letter_environment().get_template("epikrise.html")
    return template.render(letter=letter, draft=draft, stylesheet_url=stylesheet_url)


def epikrise_pdf(
    letter: EpikriseLetter, *, created: datetime, attachment: bytes | None = None
) -> bytes:
    """Return a signed letter as PDF, with its MedCom message embedded when there is one.

    The recipient's system can file the message while a person reads the page. Raises what
    `epikrise_html` and `Renderer.render` raise.
    """
    html = epikrise_html(letter)
    return shared_renderer().render(html, created=created, attachment=attachment)


def _require_finished(letter: EpikriseLetter) -> None:
    empty = [section.heading for section in letter.sections if not section.text.strip()]
    if empty:
        raise UnfinishedEpikriseError(f"Skriv tekst under: {', '.join(empty)}.")
    if not (letter.signed_by and letter.signer_title and letter.signed_on):
        raise UnfinishedEpikriseError(
            "Epikrisen er ikke underskrevet. Underskriv den, før den dannes som brev."
        )
