"""What is shown of a received letter. The content is read anew from the stored bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab.domain.cpr import mask
from rehab.medcom.letters import Letter, Patient, ReceiptDetails
from rehab.medcom.reader import read_envelope
from rehab.models import Citizen, IntakeOutcome, StoredLetter
from rehab.queries.letters import LetterFilter
from rehab.web.filters import danish_date, danish_instant
from rehab.web.labels import LETTER_WORDS, OUTCOME_LABELS
from rehab.web.letters.formatting import LineView, line_views
from rehab.web.presenters import PersonView, person_view

FILTER_LABELS: Final[Mapping[LetterFilter, str]] = {
    LetterFilter.WAITING: "Venter på dig",
    LetterFilter.LETTERS: "Breve",
    LetterFilter.RECEIPTS: "Kvitteringer",
}
EMPTY_TEXTS: Final[Mapping[LetterFilter, tuple[str, str]]] = {
    LetterFilter.WAITING: (
        "Ingen breve venter",
        "Her står breve, som systemet ikke selv kan lægge på plads, fx rettede henvisninger.",
    ),
    LetterFilter.LETTERS: (
        "Ingen breve",
        "Her står udskrivningsbreve og korrespondance. De er ikke henvisninger.",
    ),
    LetterFilter.RECEIPTS: (
        "Ingen kvitteringer",
        "Her står modtagernes kvitteringer for det, I har sendt.",
    ),
}


@dataclass(frozen=True, slots=True)
class LetterRowView:
    """A row of the list of letters."""

    letter_id: UUID
    received_text: str
    kind: str
    sender: str
    person: PersonView | None
    reason: str
    tone: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a letter's text: its words, and the lines they are shown in when it has marks."""

    heading: str
    text: str
    lines: tuple[LineView, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter to be read: facts about it, and its text under its own headings."""

    heading: str
    pairs: tuple[tuple[str, str], ...]
    parts: tuple[PartView, ...]


def content_of(letter: StoredLetter) -> Letter:
    """Return what a stored letter says. Needs its delivery loaded with the bytes."""
    return read_envelope(letter.delivery.raw).letters[letter.position]


def kind_word(letter: StoredLetter) -> str:
    """Return what kind of letter it is, in a word."""
    return LETTER_WORDS.get(letter.kind or "", letter.element)


def letter_heading(letter: StoredLetter) -> str:
    """Return what a letter is called: its kind and when it came. Needs its delivery loaded."""
    kind = kind_word(letter)
    return f"{kind[:1].upper()}{kind[1:]} modtaget {danish_instant(letter.delivery.received_at)}"


def letter_row(letter: StoredLetter, citizen: Citizen | None, today: date) -> LetterRowView:
    """Return a row of the list. Needs the letter's delivery loaded."""
    return LetterRowView(
        letter_id=letter.id,
        received_text=danish_instant(letter.delivery.received_at),
        kind=kind_word(letter),
        sender=letter.sender_name or letter.sender_gln,
        person=person_view(citizen, today) if citizen else None,
        reason=letter.reason or "",
        tone="warning" if letter.outcome is IntakeOutcome.PARKED else "neutral",
    )


def letter_view(letter: StoredLetter, content: Letter) -> LetterView:
    """Return a letter as it is read: every word is text, so nothing in it can act."""
    received = danish_instant(letter.delivery.received_at)
    sender = content.sender
    who = ", ".join(part for part in (sender.organisation, sender.department) if part)
    signed = ", ".join(part for part in (sender.person_name, sender.person_title) if part)
    period = " – ".join(
        danish_date(day) for day in (content.contact_start, content.contact_end) if day
    )
    diagnoses = "; ".join(
        " ".join(part for part in (row.code, row.text) if part) for row in content.diagnoses
    )
    pairs = (
        ("Fra", who),
        ("Underskrevet af", signed),
        ("Modtaget", received),
        ("Borger", citizen_text(content.patient)),
        ("Emne", content.subject or ""),
        ("Kontaktperiode", period),
        ("Diagnoser", diagnoses),
        ("Behandling her", OUTCOME_LABELS[letter.outcome]),
    )
    parts = [
        PartView(part.heading or "Tekst", part.body.plain(), line_views(part.body))
        for part in content.sections
    ]
    if content.receipt is not None:
        parts.extend(PartView(*pair) for pair in _receipt_parts(content.receipt))
    return LetterView(
        heading=letter_heading(letter),
        pairs=tuple(pair for pair in pairs if pair[1]),
        parts=tuple(part for part in parts if part.text),
    )


def _receipt_parts(receipt: ReceiptDetails) -> list[tuple[str, str]]:
    """Return what a receipt answers: which envelope, whether it was received, and why not."""
    refusals = [
        (receipt.refuse_code, receipt.refuse_text),
        *((row.refuse_code, row.refuse_text) for row in receipt.letters),
    ]
    reasons = [": ".join(part for part in refusal if part) for refusal in refusals]
    return [
        ("Svar", "Modtaget" if receipt.positive else "Afvist"),
        ("Begrundelse", "\n".join(reason for reason in reasons if reason)),
        ("Kuvert", receipt.original_envelope_id or ""),
        ("Breve", ", ".join(row.letter_id for row in receipt.letters if row.letter_id)),
    ]


def citizen_text(patient: Patient | None) -> str:
    """Return the citizen as the letter names them, the number masked."""
    if patient is None:
        return ""
    name = " ".join(part for part in (patient.given_name, patient.surname) if part)
    return f"{name}, {mask(patient.identifier)}"
