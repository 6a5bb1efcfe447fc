"""Put together the text that EDIFACT cuts into lines of 70 characters.

A line that ends in a backslash goes on in the next without a line end, also from one segment
to the next; a full stop alone is an empty line (MEDCOM chapter 6, FTX).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from rehab.medcom.edifact_codes import EXTENSIONS, OBJECT_TYPES
from rehab.medcom.edifact_lexing import Segment
from rehab.medcom.xml import Element

TEXT: Final = 4
CONTINUES: Final = "\\"
BLANK: Final = "."
FIXED: Final = "F"
EMPHASIS: Final = {"F": "Bold", "U": "Underline", "K": "Italic"}
PLACING: Final = {"H": "Right", "M": "Center"}
REFERENCES: Final = ("BIN", "URL", "SUP")


def add_text(parent: Element, name: str, segments: Iterable[Segment]) -> None:
    """Add a formatted text made of FTX segments, or nothing when there are none."""
    found = tuple(segments)
    if not found:
        return
    text = etree.SubElement(parent, name)
    for segment in found:
        inner = text
        for style in _styles(segment.part(2)):
            inner = etree.SubElement(inner, style)
        for line, ended in _lines(segment):
            _append(inner, line)
            if ended:
                etree.SubElement(inner, "Break")


def one_text(segments: Iterable[Segment]) -> str:
    """Return FTX segments as one line, for the fields that have no line ends."""
    return "".join(
        line + (" " if ended else "") for segment in segments for line, ended in _lines(segment)
    ).strip()


def add_references(parent: Element, segments: Iterable[Segment]) -> None:
    """Add the references among some FTX segments: attachments, addresses and supplements."""
    for segment in segments:
        kind = segment.part(1)
        if kind not in REFERENCES:
            continue
        reference = etree.SubElement(parent, "Reference")
        etree.SubElement(reference, "RefDescription").text = segment.part(TEXT, 1)
        target = etree.SubElement(reference, kind)
        if kind == "BIN":
            _add_object(target, segment)
        elif kind == "URL":
            target.text = "".join(part.removesuffix(CONTINUES) for part in segment.parts(TEXT)[1:])
        else:
            target.text = "true"


def _add_object(target: Element, segment: Segment) -> None:
    code, ending = segment.part(TEXT, 3), segment.part(TEXT, 4)
    etree.SubElement(target, "ObjectIdentifier").text = segment.part(TEXT, 2)
    etree.SubElement(target, "ObjectCode").text = OBJECT_TYPES.get(code, code)
    etree.SubElement(target, "ObjectExtensionCode").text = EXTENSIONS.get(ending, ending.lower())
    etree.SubElement(target, "OriginalObjectSize").text = segment.part(TEXT, 5)


def _styles(code: str) -> Iterator[str]:
    """Yield the marks a three-character code stands for: type face, emphasis and placing."""
    if code[:1] == FIXED:
        yield "FixedFont"
    for letter, names in ((code[1:2], EMPHASIS), (code[2:3], PLACING)):
        if letter in names:
            yield names[letter]


def _lines(segment: Segment) -> Iterator[tuple[str, bool]]:
    """Yield each piece of a text, and whether the line ends after it."""
    for part in segment.parts(TEXT):
        if part.endswith(CONTINUES):
            yield part.removesuffix(CONTINUES), False
        else:
            yield ("" if part == BLANK else part), True


def _append(parent: Element, words: str) -> None:
    if len(parent):
        last = parent[-1]
        last.tail = (last.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
