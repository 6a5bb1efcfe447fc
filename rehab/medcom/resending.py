"""Put a message that was written here into a new envelope, with its letters untouched.

A resend has a new envelope number and time and the same letter (MEDCOM chapter 4, rule 2); the
same holds for a receipt that is given once more.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from rehab.medcom.edifact_lexing import Segment, lex
from rehab.medcom.edifact_receipt_writing import serialise
from rehab.medcom.elements import COPENHAGEN, child
from rehab.medcom.xml import parse_document
from rehab.medcom.xml_writing import MAX_ID, UnsendableLetterError, as_bytes, exact

EDIFACT: Final = (b"UNA", b"UNB")


def in_new_envelope(raw: bytes, *, envelope_id: str, sent_at: datetime) -> bytes:
    """Return a message of our own with another envelope number and time.

    Raises UnsendableLetterError for bytes that have no envelope to change.
    """
    number = exact(envelope_id, MAX_ID, "kuvertnummer")
    if is_edifact(raw):
        return _interchange(raw, number, sent_at)
    root = parse_document(raw)
    local = sent_at.astimezone(COPENHAGEN)
    values = {
        ("Sent", "Date"): local.date().isoformat(),
        ("Sent", "Time"): f"{local:%H:%M}",
        ("Identifier",): number,
    }
    for path, value in values.items():
        element = child(root, "Envelope", *path)
        if element is None:
            raise UnsendableLetterError("Meddelelsen har ingen kuvert og kan ikke sendes igen.")
        element.text = value
    return as_bytes(root)


def is_edifact(raw: bytes) -> bool:
    """Tell whether a message of our own is written as EDIFACT."""
    return raw.startswith(EDIFACT)


def _interchange(raw: bytes, number: str, sent_at: datetime) -> bytes:
    local = sent_at.astimezone(COPENHAGEN)
    segments = lex(raw.decode("iso-8859-1"))
    return serialise(
        _renumbered(each, number, (f"{local:%y%m%d}", f"{local:%H%M}")) for each in segments
    )


def _renumbered(segment: Segment, number: str, instant: tuple[str, str]) -> Segment:
    if segment.tag == "UNB":
        sender_receiver = segment.elements[:3]
        return replace(segment, elements=(*sender_receiver, instant, (number,)))
    if segment.tag == "UNZ":
        return replace(segment, elements=(segment.elements[0], (number,)))
    return segment
