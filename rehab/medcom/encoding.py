"""Find out which characters the bytes of a message stand for.

The declaration cannot be trusted: four wrong variants are seen in real files. The order of
belief is MEDCOM 8, items 1-3: a byte order mark; then UTF-8 when the bytes can be nothing
else; then the declaration; then the Windows code page that Danish systems fall back on.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

UTF_8: Final = "utf-8"
WINDOWS: Final = "cp1252"
LATIN_1: Final = "latin-1"
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE_OPENINGS: Final = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
# Latin-1 is read as its Windows superset: the 32 places where they differ are control
# characters in the one and dashes and quotes in the other, and nobody sends the former.
BELIEVED: Final = {
    "utf-8": UTF_8,
    "utf8": UTF_8,
    "us-ascii": UTF_8,
    "ascii": UTF_8,
    "iso-8859-1": WINDOWS,
    "latin1": WINDOWS,
    "windows-1252": WINDOWS,
    "iso-8859-15": "iso-8859-15",
}
DECLARATION: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
DECLARATION_REACH: Final = 300


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Hold the characters of a message and, in Danish, what was wrong with how it came."""

    text: str
    notes: tuple[str, ...] = ()


def decode(raw: bytes) -> DecodedText:
    """Return the characters of a message, believing the bytes before the declaration.

    Never fails: the last resort gives every byte a character, so that a person can look at
    what came.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _as_marked(raw[len(mark) :], name)
    for opening, name in WIDE_OPENINGS:
        if raw.startswith(opening):
            return _as_marked(raw, name)
    declared = declared_encoding(raw)
    believed = BELIEVED.get(declared) if declared else None
    if raw.isascii():
        return DecodedText(raw.decode(UTF_8))
    if _fits(raw, UTF_8):
        wrong = declared is not None and believed != UTF_8
        return DecodedText(raw.decode(UTF_8), _misdeclared(declared, "UTF-8") if wrong else ())
    if believed and believed != UTF_8 and _fits(raw, believed):
        return DecodedText(raw.decode(believed))
    name = WINDOWS if _fits(raw, WINDOWS) else LATIN_1
    as_declared = believed == WINDOWS
    return DecodedText(
        raw.decode(name), () if as_declared else _misdeclared(declared, "ISO-8859-1")
    )


def declared_encoding(raw: bytes) -> str | None:
    """Return the encoding the XML declaration names, in small letters."""
    found = DECLARATION.match(raw.lstrip()[:DECLARATION_REACH])
    return found.group(1).decode("ascii").lower() if found else None


def _as_marked(raw: bytes, name: str) -> DecodedText:
    if _fits(raw, name):
        return DecodedText(raw.decode(name))
    return DecodedText(
        raw.decode(name, errors="replace"),
        ("Filen indeholder tegn, der ikke kunne læses; de er vist som \N{REPLACEMENT CHARACTER}.",),
    )


def _misdeclared(declared: str | None, actual: str) -> tuple[str, ...]:
    if declared is None:
        return (f"Filen oplyser ikke sit tegnsæt; den er læst som {actual}.",)
    return (f"Filen oplyser tegnsættet {declared.upper()}, men er læst som {actual}.",)


def _fits(raw: bytes, name: str) -> bool:
    try:
        raw.decode(name)
    except UnicodeDecodeError:
        return False
    return True
