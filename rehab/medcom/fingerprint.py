"""Tell whether two letters say the same, however they were printed."""

import hashlib
from collections.abc import Iterator

from rehab.medcom.elements import local_name
from rehab.medcom.xml import Element


def content_hash(letter: Element) -> str:
    """Return a fingerprint of a letter's content, without the envelope around it.

    Prefixes, indentation and the place of line ends do not count; words, codes and the order
    of elements do. A resend has the same fingerprint; a letter number used again for other
    content has not (MEDCOM chapter 4, recommended rule set).
    """
    digest = hashlib.sha256()
    for piece in _pieces(letter):
        digest.update(piece.encode())
    return digest.hexdigest()


def _pieces(element: Element) -> Iterator[str]:
    # No attribute of a letter is read anywhere, so none counts; listing half a million of them
    # takes the library many minutes. \x01 to \x03 cannot occur in XML, so no text can pretend
    # to be a border.
    yield f"\x01{local_name(element)}"
    yield f"\x02{_words(element.text)}"
    for part in element:
        yield from _pieces(part)
        yield _words(part.tail)
    yield "\x03"


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
