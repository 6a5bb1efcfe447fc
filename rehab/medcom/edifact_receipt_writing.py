"""Write receipts as EDIFACT, for senders who wrote EDIFACT: CONTRL CTL02 and CTL03."""

from collections.abc import Iterable, Iterator
from typing import Final

from rehab.medcom.edifact_codes import REFUSALS
from rehab.medcom.edifact_lexing import USUAL, Segment
from rehab.medcom.edifact_text import CONTINUES
from rehab.medcom.elements import COPENHAGEN
from rehab.medcom.latin import sendable_lines
from rehab.medcom.receipt_writing import (
    MAX_GLN,
    OriginalDelivery,
    OriginalLetter,
    ReceiptNumbers,
    Refusal,
    answerable,
)
from rehab.medcom.xml_writing import MAX_ID, exact

ADVICE: Final = "UNA:+.? '"
ACCEPTED, REFUSED = "7", "4"
LINE: Final = 70
LINES: Final = 5
CODES: Final = {word: code for code, word in REFUSALS.items()}
# The family a letter is of shows in the first sign of its version.
FAMILIES: Final = {"H": "MEDREF", "D": "MEDDIS", "B": "MEDBIN"}


def write_contrl(original: OriginalDelivery, numbers: ReceiptNumbers) -> bytes:
    """Return a receipt as EDIFACT: CTL02 when anything was refused, else CTL03.

    A letter of a family that is not known is left out, and its reason goes on the envelope.
    Raises UnsendableLetterError for a receipt, which is never answered.
    """
    refused = original.is_refused
    checked = answerable(original, refused=refused)
    known = tuple(each for each in checked.letters if each.version_code[0] in FAMILIES)
    unnamed = (each.refusal for each in checked.letters if each not in known)
    reason = checked.refusal or next((each for each in unnamed if each), None)
    action, kind = (REFUSED, "2") if refused else (ACCEPTED, "3")
    letter_id = exact(numbers.letter_id, MAX_ID, "brevnummer")
    body = (
        Segment(
            "UNH", ((letter_id,), ("CONTRL", "D", "93A", "ZZ", f"C0{kind}30Q"), (f"CTL0{kind}",))
        ),
        _envelope_answer(checked, action),
        *_reason(reason),
        *(segment for letter in known for segment in _letter_answer(letter, action)),
    )
    trailer = Segment("UNT", ((str(len(body) + 1),), (letter_id,)))
    envelope_id = exact(numbers.envelope_id, MAX_ID, "kuvertnummer")
    local = numbers.sent_at.astimezone(COPENHAGEN)
    opening = Segment(
        "UNB",
        (
            ("UNOC", "3"),
            (_gln(checked.receiver_gln), "14"),
            (_gln(checked.sender_gln), "14"),
            (f"{local:%y%m%d}", f"{local:%H%M}"),
            (envelope_id,),
        ),
    )
    closing = Segment("UNZ", (("1",), (envelope_id,)))
    return serialise((opening, *body, trailer, closing))


def serialise(segments: Iterable[Segment]) -> bytes:
    """Return segments as the bytes of a message, with the signs that have a meaning escaped."""
    text = ADVICE + "".join(_written(segment) for segment in segments)
    written = text.encode("iso-8859-1")
    try:
        written.decode("utf-8")
    except UnicodeDecodeError:
        return written
    # The bytes also make sense as UTF-8 and could be taken for it; ASCII cannot be mistaken.
    return "".join(sign if sign.isascii() else "_" for sign in text).encode("ascii")


def _written(segment: Segment) -> str:
    elements = (
        USUAL.component.join(_escaped(part) for part in parts) for parts in segment.elements
    )
    return USUAL.element.join((segment.tag, *elements)) + USUAL.terminator


def _escaped(text: str) -> str:
    within = "".join(sign if ord(sign) < 256 else "_" for sign in text)  # noqa: PLR2004 - Latin-1
    special = {USUAL.release, USUAL.component, USUAL.element, USUAL.terminator}
    return "".join(USUAL.release + sign if sign in special else sign for sign in within)


def _gln(gln: str) -> str:
    return exact(gln, MAX_GLN, "lokationsnummer")


def _envelope_answer(original: OriginalDelivery, action: str) -> Segment:
    number = exact(original.envelope_id, MAX_ID, "oprindeligt kuvertnummer")
    sender, receiver = _gln(original.sender_gln), _gln(original.receiver_gln)
    return Segment("UCI", ((number,), (sender, "14"), (receiver, "14"), (action,)))


def _letter_answer(letter: OriginalLetter, action: str) -> Iterator[Segment]:
    family = FAMILIES[letter.version_code[0]]
    version = (family, "D", "93A", "UN", letter.version_code)
    yield Segment("UCM", ((letter.letter_id,), version, (action,)))
    yield from _reason(letter.refusal)


def _reason(refusal: Refusal | None) -> Iterator[Segment]:
    """Yield the reason in one segment; readers look at no more than one."""
    if refusal is not None:
        pieces = tuple(_pieces(sendable_lines(refusal.text)))[:LINES]
        if pieces:
            pieces = (*pieces[:-1], pieces[-1].removesuffix(CONTINUES))
        yield Segment("FTX", ((CODES[refusal.code.value],), ("P00",), ("",), pieces or ("",)))


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines in pieces of at most 70 signs; a piece that goes on ends in a backslash."""
    for line in lines:
        rest = line.replace(CONTINUES, "/")
        while len(rest) > LINE:
            cut = rest.rfind(" ", 0, LINE - 1) + 1 or LINE - 1
            yield rest[:cut] + CONTINUES
            rest = rest[cut:]
        yield rest
