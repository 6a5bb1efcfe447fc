"""The facts a MedCom letter holds, whatever type and version it came in.

One shape for all letters keeps the rest of the system free of wire formats: a triage page asks
for the diagnoses, not for the path to them. What a letter does not have is None or empty.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from rehab.medcom.enclosures import Attachment, Reference

GOP_AS_CORRESPONDENCE: Final = ("GGOP", "genoptræningsplan")


class LetterKind(StrEnum):
    """Name the kinds of letters by what is done with them, in the words the import prints."""

    XREF15 = "XREF15"
    REF01 = "REF01"
    GGOP = "GGOP"
    LETTER = "letter"
    CORRESPONDENCE = "correspondence"
    RECEIPT = "receipt"
    ATTACHMENT = "attachment"


REFERRAL_KINDS: Final = frozenset({LetterKind.XREF15, LetterKind.REF01, LetterKind.GGOP})


class GopType(StrEnum):
    """Name the three types of genoptræningsplan, as the element itself writes them."""

    ALMEN = "almen"
    SPECIALISERET = "specialiseret"
    REHABILITERING = "rehabilitering"


class Wire(StrEnum):
    """Name how the letters came: as XML or EDIFACT, bare or in a VANS operator's envelope."""

    OIOXML = "oioxml"
    VANS = "vansenvelope"
    EDIFACT = "edifact"
    VANS_EDIFACT = "vansenvelope-edifact"

    @property
    def is_edifact(self) -> bool:
        """Tell whether the sender writes EDIFACT, and so shall have its receipts in it."""
        return self in {Wire.EDIFACT, Wire.VANS_EDIFACT}


class Style(StrEnum):
    """Name the marks that MedCom's formatted text may carry."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    FIXED = "fixed"
    RIGHT = "right"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a run of characters that look alike; the text is plain and is escaped when shown."""

    text: str
    styles: frozenset[Style] = frozenset()


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Hold formatted text as lines of spans, so that no markup can pass through it.

    Lines end where the sender wrote a Break and nowhere else; line ends in the file are only
    the sender's way of printing it (MEDCOM, FormattedText).
    """

    lines: tuple[tuple[Span, ...], ...] = ()

    def plain(self) -> str:
        """Return the text without marks, one line of the letter per line."""
        return "\n".join("".join(span.text for span in line) for line in self.lines)

    def __bool__(self) -> bool:
        return any(line for line in self.lines)


@dataclass(frozen=True, slots=True)
class Party:
    """Hold a sender, a receiver or one who gets a copy, with the person who signed or referred.

    Only senders and receivers have a location number (gln); one who gets a copy is known by
    `identifier` of the kind `identifier_code` alone. `is_gp` is set for the citizen's own
    doctor where the message says so (GPCCReceiver, or the speciality).
    """

    gln: str | None = None
    identifier: str | None = None
    identifier_code: str | None = None
    organisation: str | None = None
    department: str | None = None
    unit: str | None = None
    street: str | None = None
    suburb: str | None = None
    district: str | None = None
    postcode: str | None = None
    phone: str | None = None
    speciality: str | None = None
    person_name: str | None = None
    person_title: str | None = None
    is_gp: bool = False


@dataclass(frozen=True, slots=True)
class Patient:
    """Hold the citizen as the sender wrote them.

    `identifier_is_cpr` is false for a replacement number. `status_code` is kept because
    `doed` may be the first the kommune hears of a death.
    """

    identifier: str
    identifier_is_cpr: bool
    surname: str
    given_name: str | None = None
    street: str | None = None
    suburb: str | None = None
    district: str | None = None
    postcode: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    occupation: str | None = None
    status_code: str | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """Hold a relative as the sender wrote them."""

    relation_code: str | None
    surname: str | None
    given_name: str | None
    identifier: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Hold one diagnosis with its role: `main`, or MedCom's own word such as `bidiagnose`."""

    role: str
    code: str | None
    type_code: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """Hold one part of a letter's text under a key that does not depend on the letter type."""

    key: str
    heading: str | None
    body: FormattedText


@dataclass(frozen=True, slots=True)
class ReceiptedLetter:
    """Hold what a receipt says of one of the letters in the envelope."""

    letter_id: str | None
    version_code: str | None
    refuse_code: str | None
    refuse_text: str | None


@dataclass(frozen=True, slots=True)
class ReceiptDetails:
    """Hold what a receipt answers: the envelope, its letters, and why they were refused."""

    positive: bool
    original_envelope_id: str | None
    original_sender_gln: str | None
    original_receiver_gln: str | None
    refuse_code: str | None
    refuse_text: str | None
    letters: tuple[ReceiptedLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Hold one letter of an envelope.

    A letter is known by its sender's location number and `letter_id`; a resend has the same
    two in a new envelope (MEDCOM chapter 4). `content_hash` tells a resend from a number that
    was used again for something else.
    """

    kind: LetterKind
    element: str
    version_code: str
    letter_id: str
    sender: Party
    receiver: Party
    content_hash: str
    statistical_code: str | None = None
    type_code: str | None = None
    status_code: str | None = None
    authorised_at: datetime | None = None
    episode_id: str | None = None
    answer_receivers: tuple[Party, ...] = ()
    result_receivers: tuple[Party, ...] = ()
    patient: Patient | None = None
    relatives: tuple[Relative, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    sections: tuple[Section, ...] = ()
    gop_type: GopType | None = None
    gop_deadline_text: str | None = None
    contact_start: date | None = None
    contact_end: date | None = None
    subject: str | None = None
    referral_letter_id: str | None = None
    referral_received_at: datetime | None = None
    signed_on: date | None = None
    receipt: ReceiptDetails | None = None
    references: tuple[Reference, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_gop_as_correspondence(self) -> bool:
        """Tell whether this is a genoptræningsplan that came as correspondence.

        An operator turns a plan into correspondence for a receiver who cannot take it; then
        everything is text and a person must enter it (MEDCOM 3.6, last lines).
        """
        code, subject = GOP_AS_CORRESPONDENCE
        return self.kind is LetterKind.CORRESPONDENCE and (
            (self.statistical_code or "").upper().startswith(code)
            or (self.subject or "").casefold().startswith(subject)
        )


@dataclass(frozen=True, slots=True)
class Envelope:
    """Hold a delivery: what was sent together, when, and whether the sender wants a receipt.

    `notes` are Danish sentences about what was odd but could be read, such as a wrong
    declaration of the characters.
    """

    envelope_id: str
    sent_at: datetime | None
    wants_receipt: bool
    letters: tuple[Letter, ...]
    wire: Wire
    notes: tuple[str, ...] = ()
