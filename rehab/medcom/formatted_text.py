"""Read MedCom's formatted text into lines of spans.

Eight elements carry all formatting. Anything else between them is text, also markup that a
sender escaped by mistake (`&lt;Break/&gt;`): it is shown as it was written, never obeyed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rehab.medcom.elements import local_name
from rehab.medcom.letters import FormattedText, Span, Style
from rehab.medcom.xml import Element

STYLES: Final = {
    "Bold": Style.BOLD,
    "Italic": Style.ITALIC,
    "Underline": Style.UNDERLINE,
    "FixedFont": Style.FIXED,
    "Right": Style.RIGHT,
    "Center": Style.CENTER,
}
LINE_END: Final = "\x01"  # XML can hold neither of these two, so they cannot come from a sender
KEPT_SPACE: Final = "\x00"
SPACES: Final = re.compile(r"[ \t\r\n]+")
PRINTED_BREAKS: Final = re.compile(r"[\r\n]+")


def read_text(element: Element | None) -> FormattedText:
    """Return an element's formatted text; nothing at all gives an empty text."""
    if element is None:
        return FormattedText()
    lines: list[list[Span]] = [[]]
    for text, styles in _runs(element, frozenset()):
        if not text:
            continue
        head, *rest = text.split(LINE_END)
        lines[-1].append(Span(head, styles))
        lines.extend([Span(part, styles)] for part in rest)
    return trimmed([_tidy(line) for line in lines])


def plain_text(text: str) -> FormattedText:
    """Return formatted text that is the given words without any marks."""
    return FormattedText(tuple((Span(line),) if line else () for line in text.split("\n")))


def trimmed(lines: Sequence[tuple[Span, ...]]) -> FormattedText:
    """Return the lines as a text without the empty ones at its ends."""
    filled = [place for place, line in enumerate(lines) if line]
    return FormattedText(tuple(lines[filled[0] : filled[-1] + 1]) if filled else ())


def _runs(element: Element, styles: frozenset[Style]) -> Iterator[tuple[str, frozenset[Style]]]:
    yield _soft(element.text, styles), styles
    for part in element:
        name = local_name(part)
        if name == "Break":
            yield LINE_END, frozenset()
        elif name == "Space":
            yield KEPT_SPACE, styles
        style = STYLES.get(name)
        yield from _runs(part, styles | {style} if style else styles)
        yield _soft(part.tail, styles), styles


def _soft(text: str | None, styles: frozenset[Style]) -> str:
    if Style.FIXED in styles:
        head, *rest = PRINTED_BREAKS.split(text or "")
        return " ".join([head, *(part.strip(" \t") for part in rest)]).replace(" ", KEPT_SPACE)
    return SPACES.sub(" ", text) if text else ""


def _tidy(line: Sequence[Span]) -> tuple[Span, ...]:
    """Return a line with single spaces, none at its ends, and like neighbours joined."""
    runs: list[tuple[list[str], frozenset[Style]]] = []
    after_space = True
    for span in line:
        text = span.text[1:] if after_space and span.text.startswith(" ") else span.text
        if not text:
            continue
        after_space = text.endswith(" ")
        if runs and runs[-1][1] == span.styles:
            runs[-1][0].append(text)
        else:
            runs.append(([text], span.styles))
    if runs and after_space:
        runs[-1][0][-1] = runs[-1][0][-1][:-1]
    joined = (Span("".join(parts).replace(KEPT_SPACE, " "), styles) for parts, styles in runs)
    tidy = tuple(span for span in joined if span.text)
    return tidy if any(span.text.strip(" ") for span in tidy) else ()
