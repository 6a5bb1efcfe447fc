"""Open an EDIFACT delivery: from bytes to the same tree that an XML delivery gives."""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from rehab.medcom.edifact_codes import ELEMENTS
from rehab.medcom.edifact_interchange import (
    EdifactLetter,
    Interchange,
    identity_of,
    part_letters,
)
from rehab.medcom.edifact_letters import add_letter
from rehab.medcom.edifact_lexing import Segment, lex, lex_readable
from rehab.medcom.edifact_parties import add, written_instant
from rehab.medcom.encoding import decode
from rehab.medcom.errors import Fault, MessageIdentity, UnreadableMessageError
from rehab.medcom.xml import MAX_BYTES, Element

OPENINGS: Final = (b"UNA", b"UNB", b"UNH")
BINARY_STARTS, BINARY_ENDS = b"UNO+", b"UNP+"
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LAST_LATIN_1: Final = "\xff"
# A reader of ISO-8859-1 from Windows also knows these; the sender's screen showed them.
WINDOWS_SIGNS: Final = frozenset(bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore"))


@dataclass(frozen=True, slots=True)
class EdifactDelivery:
    """Hold the tree of a delivery, a fingerprint for each letter, and notes in Danish."""

    root: Element
    fingerprints: tuple[str, ...]
    notes: tuple[str, ...]


def open_edifact(raw: bytes, max_bytes: int = MAX_BYTES) -> EdifactDelivery:
    """Return a delivery as a tree of the elements that the XML of the same letters has.

    Raises UnreadableMessageError, with the identity that could be read, for every fault.
    """
    if len(raw) > max_bytes:
        raise UnreadableMessageError(
            Fault.TOO_LARGE,
            f"Filen fylder {len(raw) // 1024} kB, og grænsen er {max_bytes // 1024} kB. "
            "Bed afsenderen om at sende den i mindre dele.",
        )
    readable = _without_binary(raw)
    try:
        text, notes = _characters(readable)
        segments = lex(text)
    except UnreadableMessageError as fault:
        identity = identity_of(lex_readable(CONTROL.sub("", decode(readable).text)))
        raise UnreadableMessageError(fault.reason_code, fault.sentence, identity) from fault
    interchange = part_letters(segments)
    root = etree.Element("Emessage")
    _add_envelope(root, interchange)
    for letter in interchange.letters:
        try:
            add_letter(root, letter, interchange)
        except UnreadableMessageError as fault:
            identity = _identity(letter, interchange)
            raise UnreadableMessageError(fault.reason_code, fault.sentence, identity) from fault
    fingerprints = tuple(fingerprint(letter, interchange) for letter in interchange.letters)
    return EdifactDelivery(root, fingerprints, notes)


def fingerprint(letter: EdifactLetter, interchange: Interchange) -> str:
    """Return a fingerprint of a letter's content, without the envelope around it.

    Escapes, line ends between segments and which signs UNA chose do not count; all else does.
    """
    digest = hashlib.sha256()
    parties = Segment("", ((interchange.sender,), (interchange.receiver,)))
    for segment in (parties, *letter.segments):
        # \x01 to \x03 are refused in what comes in, so no text can pretend to be a border.
        elements = "\x02".join("\x03".join(parts) for parts in segment.elements)
        digest.update(f"\x01{segment.tag}\x02{elements}".encode())
    return digest.hexdigest()


def _without_binary(raw: bytes) -> bytes:
    """Return the bytes without the files in them, which would be taken for segments.

    Such letters are not read, but a person must be told what came.
    """
    kept: list[bytes] = []
    place = 0
    while (start := raw.find(BINARY_STARTS, place)) >= 0:
        end = raw.find(BINARY_ENDS, start)
        if end < 0:
            break
        kept += (raw[place:start], BINARY_STARTS, b"'")
        place = end
    return b"".join((*kept, raw[place:]))


def _characters(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text; UNOC promises ISO-8859-1, and what it cannot hold is a fault."""
    text = decode(raw).text
    if CONTROL.search(text):
        raise _wrong_characters("styretegn, som en meddelelse ikke kan indeholde")
    outside = {sign for sign in text if sign > LAST_LATIN_1} - {"\ufeff"}
    if not outside and text.encode("iso-8859-1", errors="ignore") == raw:
        return text, ()
    if outside and (not outside <= WINDOWS_SIGNS or _is_utf_8(raw)):
        raise _wrong_characters(f"tegnet {min(outside)}, som ikke findes i ISO-8859-1")
    actual = "Windows-tegnsættet" if outside else "UTF-8"
    return text, (f"Filen skal være i ISO-8859-1, men er læst i {actual}.",)


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wrong_characters(what: str) -> UnreadableMessageError:
    return UnreadableMessageError(
        Fault.WRONG_CHARACTERS,
        f"Filen indeholder {what}. Bed afsenderen om at rette det og sende igen.",
    )


def _add_envelope(root: Element, interchange: Interchange) -> None:
    envelope = add(root, "Envelope")
    written_instant(envelope, "Sent", interchange.sent_at)
    add(envelope, "Identifier", interchange.envelope_id)
    wish = "pluspositivkvitt" if interchange.wants_receipt else "minuspositivkvitt"
    add(envelope, "AcknowledgementCode", wish)


def _identity(letter: EdifactLetter, interchange: Interchange) -> MessageIdentity:
    return replace(
        identity_of(letter.segments),
        element=ELEMENTS.get(letter.type_code, letter.type_code),
        envelope_id=interchange.envelope_id,
        sender_gln=interchange.sender,
        receiver_gln=interchange.receiver,
        wants_receipt=interchange.wants_receipt,
    )
