import pytest

from rehab.medcom.formatted_text import plain_text, read_text
from rehab.medcom.letters import FormattedText, Span, Style
from rehab.medcom.xml import parse_document


def read(inner):
    return read_text(parse_document(f"<Text01>{inner}</Text01>".encode()))


@pytest.mark.parametrize(
    ("inner", "plain"),
    [
        pytest.param("en<Break/>to", "en\nto", id="break-ends-a-line"),
        pytest.param("en<Break/><Break/>to", "en\n\nto", id="empty-line-between"),
        pytest.param("<Break/><Break/>en<Break/>", "en", id="empty-lines-at-the-ends-go"),
        pytest.param("en\n      to", "en to", id="line-ends-of-the-file-are-spaces"),
        pytest.param("\n  en\n  <Break/>\n  to\n", "en\nto", id="indented-file"),
        pytest.param("en <Bold>to</Bold> tre", "en to tre", id="spaces-around-bold"),
        pytest.param("en <Bold> to </Bold> tre", "en to tre", id="only-one-space"),
        pytest.param("a<Space/><Space/>b", "a  b", id="spaces-asked-for"),
        pytest.param(
            "<FixedFont>L4   2\nL5   3</FixedFont>", "L4   2 L5   3", id="fixed-keeps-columns"
        ),
        pytest.param("a<Ukendt>b</Ukendt>c", "abc", id="unknown-element-keeps-its-text"),
        pytest.param("&lt;Break/&gt;&lt;b&gt;", "<Break/><b>", id="escaped-markup-is-text"),
        pytest.param("<Bold>a<Break/>b</Bold>", "a\nb", id="break-inside-bold"),
        pytest.param("", "", id="nothing"),
        pytest.param("  <Break/> ", "", id="only-space"),
    ],
)
def test_formatted_text_has_the_lines_its_sender_meant(inner, plain):
    assert read(inner).plain() == plain


def test_marks_are_kept_beside_the_words():
    text = read(
        "a <Bold>b</Bold><Break/><Italic>c</Italic><Center><Underline>d</Underline></Center>"
    )

    assert text == FormattedText(
        (
            (Span("a "), Span("b", frozenset({Style.BOLD}))),
            (
                Span("c", frozenset({Style.ITALIC})),
                Span("d", frozenset({Style.CENTER, Style.UNDERLINE})),
            ),
        )
    )


def test_no_text_is_falsy_and_words_are_truthy():
    assert not read_text(None)
    assert not read("<Break/>")
    assert read("ord")


def test_plain_words_become_lines_without_marks():
    assert plain_text("en\n\nto") == FormattedText(((Span("en"),), (), (Span("to"),)))
