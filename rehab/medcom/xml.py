"""Turn bytes from outside into an XML tree, and refuse what an honest message never holds.

Every message comes from another organisation's system, so nothing in it may make the parser
fetch, expand or grow: no DOCTYPE at all, no entities, no network, and limits on size, number
of elements and depth. A real message has a few hundred elements.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from rehab.medcom.encoding import decode
from rehab.medcom.errors import Fault, UnreadableMessageError

# lxml has no public name for the class of its elements.
Element: TypeAlias = etree._Element  # noqa: SLF001

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_ELEMENTS: Final = 50_000
MAX_DEPTH: Final = 64


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Hold the root of a message and, in Danish, what was wrong with its characters."""

    root: Element
    notes: tuple[str, ...] = ()


def parse_document(raw: bytes, max_bytes: int = MAX_BYTES) -> Element:
    """Return the root element of a message.

    Raises UnreadableMessageError for what is empty, too large, too deep, not XML, or has a
    DOCTYPE.
    """
    return parse_with_notes(raw, max_bytes).root


def parse_with_notes(raw: bytes, max_bytes: int = MAX_BYTES) -> ParsedDocument:
    """Return the root element together with notes on wrongly declared characters.

    Raises the same as `parse_document`.
    """
    if len(raw) > max_bytes:
        raise UnreadableMessageError(
            Fault.TOO_LARGE,
            f"Filen fylder {len(raw) // 1024} kB, og grænsen er {max_bytes // 1024} kB. "
            "Bed afsenderen om at sende den i mindre dele.",
        )
    decoded = decode(raw)
    text = decoded.text.strip("\ufeff \t\r\n\x00")
    if not text:
        raise UnreadableMessageError(Fault.EMPTY, "Filen er tom. Bed afsenderen om at sende igen.")
    if text.count("<") > MAX_ELEMENTS:
        raise _too_complex()
    if _has_doctype(text):
        raise UnreadableMessageError(
            Fault.DOCTYPE,
            "Filen indeholder en DOCTYPE, og det må en MedCom-meddelelse ikke. "
            "Filen er ikke åbnet.",
        )
    root = _parse(text)
    if _deeper_than(root, MAX_DEPTH):
        raise _too_complex()
    return ParsedDocument(root, decoded.notes)


def _parse(text: str) -> Element:
    # The bytes are written anew as UTF-8, which the parser is told to believe over whatever
    # the declaration says.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in str(fault):
            raise _too_complex() from fault
        raise UnreadableMessageError(
            Fault.NOT_XML,
            f"Filen er ikke gyldig XML (linje {fault.lineno or 1}). "
            "Bed afsenderen om at sende igen.",
        ) from fault


def _has_doctype(text: str) -> bool:
    """Tell whether a DOCTYPE stands before the root, stepping over comments and instructions."""
    place = 0
    while True:
        place = text.find("<", place)
        if place < 0:
            return False
        if text.startswith("<!--", place):
            end = text.find("-->", place)
        elif text.startswith("<?", place):
            end = text.find("?>", place)
        else:
            return text[place : place + 9].upper() == "<!DOCTYPE"
        if end < 0:
            return False
        place = end


def _deeper_than(root: Element, limit: int) -> bool:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _too_complex() -> UnreadableMessageError:
    return UnreadableMessageError(
        Fault.TOO_COMPLEX,
        "Filen har flere eller dybere elementer, end en MedCom-meddelelse kan have. "
        "Den er ikke åbnet.",
    )
