"""Cut a letter's text at its headings, so that a page can ask for "the medicine".

XREF15 has one text for everything, and the programme's checklist is told apart by headings
only (programme text 4.6). Headings come in bold, or as a line with nothing else on it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from rehab.medcom.formatted_text import trimmed
from rehab.medcom.letters import FormattedText, Section, Span, Style

HISTORY: Final = "anamnese"
EMPTY: Final[Mapping[str, str]] = {}
REFERRAL_HEADINGS: Final[Mapping[str, str]] = {
    "kort sygehistorie": "sygehistorie",
    "sygehistorie": "sygehistorie",
    "relevante objektive fund": "objektive_fund",
    "objektive fund": "objektive_fund",
    "objektiv undersøgelse": "objektive_fund",
    "ønsker og forventninger": "oensker",
    "ønsker og forventninger til behandler": "oensker",
    "relevante undersøgelsesresultater": "undersoegelser",
    "undersøgelsesresultater": "undersoegelser",
    "aktuel medicin": "medicin",
    "medicin": "medicin",
    "særlige forhold": "saerlige_forhold",
}


def split_at_headings(
    text: FormattedText, known: Mapping[str, str], other_key: str = HISTORY
) -> tuple[Section, ...]:
    """Return a text as sections, one for each heading, in the order of the letter.

    A line in bold is a heading, whatever it says; a line without bold is one only when it is
    a known heading and nothing else. `known` maps headings in small letters to keys; every
    other heading gets `other_key`. A heading with nothing under it is kept, because a
    checklist must see that it is empty.
    """
    sections: list[tuple[str | None, list[tuple[Span, ...]]]] = [(None, [])]
    for line in text.lines:
        heading, rest = _heading(line, known)
        if heading is not None:
            sections.append((heading, [rest] if rest else []))
        else:
            sections[-1][1].append(line)
    return tuple(
        Section(known.get(_folded(heading or ""), other_key), heading, trimmed(lines))
        for heading, lines in sections
        if heading is not None or any(lines)
    )


def _heading(line: Sequence[Span], known: Mapping[str, str]) -> tuple[str | None, tuple[Span, ...]]:
    """Return the heading a line begins with, and what stands after it on the same line."""
    words = "".join(span.text for span in line).strip()
    if not words:
        return None, ()
    if all(Style.BOLD in span.styles or not span.text.strip() for span in line):
        return words.rstrip(" :"), ()
    if _folded(words) in known:
        return words.rstrip(" :"), ()
    first = line[0]
    if Style.BOLD in first.styles and _folded(first.text) in known:
        following = line[1].text.lstrip(" :")
        rest = (Span(following, line[1].styles),) if following else ()
        return first.text.strip().rstrip(" :"), (*rest, *line[2:])
    return None, ()


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().split()).rstrip(" :")
