"""Write the kommune's receipts: XCTL03 for what was received and stored, XCTL02 for the rest.

A receipt answers a whole envelope and speaks of technique only: "received and stored", never
"the citizen is accepted" (MEDCOM chapter 4). The words are made by those who decide; a resend
gets the same receipt in a new envelope, so what is written depends on the arguments alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from rehab.medcom.latin import sendable_lines
from rehab.medcom.letters import Envelope, Letter, LetterKind
from rehab.medcom.xml import Element
from rehab.medcom.xml_writing import (
    MAX_ID,
    Line,
    UnsendableLetterError,
    add,
    add_lines,
    as_bytes,
    exact,
    new_emessage,
)

NAMESPACE: Final = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/"
RECEIPT_VERSION: Final = re.compile(r"X?C[0-9]{4}Q")
MAX_GLN: Final = 35
MAX_VERSION: Final = 7
MAX_LETTERS: Final = 99


class RefuseCode(StrEnum):
    """Name the five technical reasons for which an envelope or a letter may be refused."""

    UNSPECIFIED = "ikke_specificeret"
    UNKNOWN_GLN = "ukendt_lokationsnummer"
    RECEIVER_ID = "problem_med_modtagerID"
    VERSION = "problem_med_version"
    SYNTAX = "syntaksfejl"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Hold why something was refused, with a sentence for the person at the other end."""

    code: RefuseCode
    text: str = ""


@dataclass(frozen=True, slots=True)
class OriginalLetter:
    """Hold one letter of what is answered, as far as it could be read."""

    letter_id: str
    version_code: str
    refusal: Refusal | None = None

    @property
    def can_be_named(self) -> bool:
        """Tell whether a receipt has room for the letter's number and version."""
        sized = 0 < len(self.letter_id) <= MAX_ID and 0 < len(self.version_code) <= MAX_VERSION
        return sized and (self.letter_id + self.version_code).isprintable()


@dataclass(frozen=True, slots=True)
class OriginalDelivery:
    """Hold the envelope that is answered, its letters, and why it was refused, if it was."""

    envelope_id: str
    sender_gln: str
    receiver_gln: str
    letters: tuple[OriginalLetter, ...] = ()
    refusal: Refusal | None = None

    @property
    def is_refused(self) -> bool:
        """Tell whether the envelope or any of its letters was refused."""
        return self.refusal is not None or any(letter.refusal for letter in self.letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptNumbers:
    """Hold the receipt's own numbers and when it is sent."""

    envelope_id: str
    letter_id: str
    sent_at: datetime


def original_of(envelope: Envelope, refusal: Refusal | None = None) -> OriginalDelivery:
    """Return what a receipt for an envelope must name.

    Raises UnsendableLetterError for a receipt, which is never answered.
    """
    if any(letter.kind is LetterKind.RECEIPT for letter in envelope.letters):
        raise _receipt_for_receipt()
    first = envelope.letters[0]
    return OriginalDelivery(
        envelope_id=envelope.envelope_id,
        sender_gln=first.sender.gln or "",
        receiver_gln=first.receiver.gln or "",
        letters=tuple(_original_letter(letter) for letter in envelope.letters),
        refusal=refusal,
    )


def _original_letter(letter: Letter) -> OriginalLetter:
    return OriginalLetter(letter.letter_id, letter.version_code)


def write_positive_receipt(original: OriginalDelivery, numbers: ReceiptNumbers) -> bytes:
    """Return an XCTL03 that names every letter of the envelope.

    Raises UnsendableLetterError for a receipt, and when anything was refused.
    """
    checked = answerable(original, refused=False)
    root, body = _new_receipt("PositiveReceipt", "3", checked, numbers)
    _add_original(body, checked)
    return as_bytes(root)


def write_negative_receipt(original: OriginalDelivery, numbers: ReceiptNumbers) -> bytes:
    """Return an XCTL02 with the reason on the envelope, on its letters, or on both.

    Raises UnsendableLetterError for a receipt, and when nothing was refused.
    """
    checked = answerable(original, refused=True)
    root, body = _new_receipt("NegativeReceipt", "2", checked, numbers)
    _add_original(body, checked)
    return as_bytes(root)


def answerable(original: OriginalDelivery, *, refused: bool) -> OriginalDelivery:
    """Return what is answered with only the letters that a receipt can name.

    The first reason of a letter that cannot be named goes on the envelope instead. Raises
    UnsendableLetterError for a receipt, and for an answer of the wrong sort.
    """
    if any(RECEIPT_VERSION.fullmatch(letter.version_code) for letter in original.letters):
        raise _receipt_for_receipt()
    if original.is_refused is not refused:
        raise UnsendableLetterError(
            "En positiv kvittering kan ikke afvise noget, og en negativ skal have en grund."
        )
    many = len(original.letters) > MAX_LETTERS
    named = () if many else tuple(each for each in original.letters if each.can_be_named)
    unnamed = (each.refusal for each in original.letters if each not in named)
    reason = original.refusal or next((each for each in unnamed if each), None)
    return replace(original, letters=named, refusal=reason)


def _receipt_for_receipt() -> UnsendableLetterError:
    return UnsendableLetterError("En kvittering kvitteres der aldrig for.")


def _new_receipt(
    name: str, number: str, original: OriginalDelivery, numbers: ReceiptNumbers
) -> tuple[Element, Element]:
    root = new_emessage(
        NAMESPACE,
        envelope_id=numbers.envelope_id,
        sent_at=numbers.sent_at,
        wants_receipt=False,
    )
    body = add(root, name)
    header = add(body, "Letter")
    add(header, "Identifier", exact(numbers.letter_id, MAX_ID, "brevnummer"))
    add(header, "VersionCode", f"XC0{number}30Q")
    add(header, "StatisticalCode", f"XCTL0{number}")
    _add_gln(body, "Sender", original.receiver_gln)
    _add_gln(body, "Receiver", original.sender_gln)
    return root, body


def _add_gln(parent: Element, name: str, gln: str) -> None:
    add(add(parent, name), "EANIdentifier", exact(gln, MAX_GLN, "lokationsnummer"))


def _add_original(body: Element, original: OriginalDelivery) -> None:
    about = add(body, "OriginalEmessage")
    number = exact(original.envelope_id, MAX_ID, "oprindeligt kuvertnummer")
    add(about, "OriginalEnvelopeIdentifier", number)
    _add_gln(about, "OriginalSender", original.sender_gln)
    _add_gln(about, "OriginalReceiver", original.receiver_gln)
    _add_refusal(about, original.refusal)
    for letter in original.letters:
        element = add(about, "OriginalLetter")
        add(element, "OriginalLetterIdentifier", letter.letter_id)
        add(element, "OriginalVersionCode", letter.version_code)
        _add_refusal(element, letter.refusal)


def _add_refusal(parent: Element, refusal: Refusal | None) -> None:
    if refusal is None:
        return
    add(parent, "RefuseCode", refusal.code.value)
    lines = sendable_lines(refusal.text)
    if any(lines):
        add_lines(add(parent, "RefuseText"), _plain(lines))


def _plain(lines: Iterable[str]) -> Iterable[Line]:
    return (Line(line) for line in lines)
