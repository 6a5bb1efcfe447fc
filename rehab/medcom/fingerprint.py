"""Tell whether two letters say the same, however they were printed."""

import hashlib

from rehab.medcom.elements import local_name
from rehab.medcom.xml import Element


def content_hash(letter: Element) -> str:
    """Return a fingerprint of a letter's content, without the envelope around it.

    Prefixes, indentation and the place of line ends do not count; words, codes and the order
    of elements do. A resend has the same fingerprint; a letter number used again for other
    content has not (MEDCOM chapter 4, recommended rule set).
    """
    pieces: list[str] = []
    _gather(letter, pieces)
    return hashlib.sha256("".join(pieces).encode()).hexdigest()


def _gather(element: Element, pieces: list[str]) -> None:
    # No attribute of a letter is read anywhere, so none counts; listing half a million of them
    # takes the library many minutes. \x01 to \x03 cannot occur in XML, so no text can pretend
    # to be a border.
    pieces.append(f"\x01{local_name(element)}\x02{_words(element.text)}")
    for part in element:
        _gather(part, pieces)
        pieces.append(_words(part.tail))
    pieces.append("\x03")


def _words(text: str | None) -> str:
    return " ".join(text.split()) if text else ""
