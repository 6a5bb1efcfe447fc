import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rehab.medcom.edifact_lexing import Segment
from rehab.medcom.edifact_text import add_references, add_text, one_text
from rehab.medcom.enclosures import Reference, ReferenceKind
from rehab.medcom.formatted_text import read_text
from rehab.medcom.letters import Style
from rehab.medcom.references import list_references

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\\\x7f\xa0"))
LINE = (
    st.lists(WORDS.filter(bool), min_size=1, max_size=30).map(" ".join).filter(lambda s: s != ".")
)


def ftx(*parts, style="P00", qualifier="NC"):
    return Segment("FTX", ((qualifier,), (style,), ("",), parts))


def read(*segments):
    parent = etree.Element("X")
    add_text(parent, "Text01", segments)
    return read_text(parent[0]) if len(parent) else None


@pytest.mark.parametrize(
    ("segments", "plain"),
    [
        pytest.param([ftx("Ondt.", "Siden maj.")], "Ondt.\nSiden maj.", id="a-line-each"),
        pytest.param([ftx("Ondt i \\", "ryggen.")], "Ondt i ryggen.", id="goes-on"),
        pytest.param([ftx("ryg\\", "smerter")], "rygsmerter", id="goes-on-inside-a-word"),
        pytest.param(
            [ftx("Ondt i \\"), ftx("ryggen.")], "Ondt i ryggen.", id="in-the-next-segment"
        ),
        pytest.param([ftx("En"), ftx("To")], "En\nTo", id="several-segments"),
        pytest.param([ftx("En", ".", "To")], "En\n\nTo", id="full-stop-alone-is-an-empty-line"),
        pytest.param([ftx("En", "", "To")], "En\n\nTo", id="nothing-is-an-empty-line"),
        pytest.param([ftx("En. ", ".. To")], "En.\n.. To", id="other-full-stops-are-text"),
    ],
)
def test_lines_are_put_together(segments, plain):
    assert read(*segments).plain() == plain


@pytest.mark.parametrize(
    ("code", "styles"),
    [
        ("P00", set()),
        ("F00", {Style.FIXED}),
        ("PF0", {Style.BOLD}),
        ("PU0", {Style.UNDERLINE}),
        ("PK0", {Style.ITALIC}),
        ("P0H", {Style.RIGHT}),
        ("P0M", {Style.CENTER}),
        ("FFM", {Style.FIXED, Style.BOLD, Style.CENTER}),
        ("", set()),
        ("Q9", set()),
    ],
)
def test_marks_are_kept(code, styles):
    (line,) = read(ftx("Ord", style=code)).lines

    assert [(span.text, set(span.styles)) for span in line] == [("Ord", styles)]


def test_no_segments_give_no_text():
    assert read() is None


def test_a_field_without_line_ends_is_one_line():
    assert one_text([ftx("Vedr. \\", "henvisning"), ftx("og svar")]) == "Vedr. henvisning og svar"


def test_references_are_told_apart():
    parent = etree.Element("X")
    add_references(
        parent,
        [
            ftx("Billede", "PRO1", "IMG", "TIF", "2048", qualifier="BIN"),
            ftx("Notat", "PRO2", "ABC", "PDF", "mange", qualifier="BIN"),
            ftx("Side", "https://example.dk/\\", "a", qualifier="URL"),
            ftx("Svar følger", qualifier="SUP"),
            ftx("Tekst", qualifier="NC"),
        ],
    )

    assert list_references(parent) == (
        Reference(ReferenceKind.ATTACHMENT, "Billede", "PRO1", "billede", "tiff", 2048),
        Reference(ReferenceKind.ATTACHMENT, "Notat", "PRO2", "ABC", "pdf", None),
        Reference(ReferenceKind.URL, "Side", "https://example.dk/a"),
        Reference(ReferenceKind.SUPPLEMENT, "Svar følger", None),
    )


def pieces(line):
    """A line as a sender cuts it: at most 69 signs and a backslash where it goes on."""
    return [
        *(line[at : at + 69] + "\\" for at in range(0, len(line) - 69, 69)),
        line[-(len(line) % 69 or 69) :],
    ]


@given(st.lists(LINE, min_size=1, max_size=6))
def test_any_text_is_put_together_as_it_was_written(lines):
    parts = [piece for line in lines for piece in pieces(line)]
    segments = [ftx(*parts[at : at + 5]) for at in range(0, len(parts), 5)]

    assert read(*segments).plain() == "\n".join(lines)
