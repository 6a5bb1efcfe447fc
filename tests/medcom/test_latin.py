import pytest

from rehab.medcom.latin import (
    UnsendableSignsError,
    refuse_unsendable_signs,
    sendable_line,
    sendable_lines,
    shortened,
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a – b — c − d", ("a - b - c - d",), id="dashes"),
        pytest.param("“a” ‘b’ „c“", ('"a" \'b\' "c"',), id="quotes"),
        pytest.param("og så … •", ("og så ... -",), id="dots-and-bullets"),
        pytest.param("NRS ≤ 3, ≥ 5 → 2", ("NRS <= 3, >= 5 -> 2",), id="comparisons"),
        pytest.param("100\u00a0m", ("100 m",), id="hard-space"),
        pytest.param("a\u030ar", ("år",), id="letter-in-two-parts"),
        pytest.param("Łukasz Đorđe Čapek", ("Lukasz Dorde Capek",), id="other-letters"),
        pytest.param("37 ℃ ⅓ ﬁn μg", ("37 °C 1/3 fin µg",), id="signs-made-of-others"),
        pytest.param("Godt \U0001f600\ufe0f!", ("Godt ?!",), id="emoji"),
        pytest.param("10⁵ H₂O a ≠ b Д", ("10? H?O a ? b ?",), id="no-other-meaning"),
        pytest.param("Ærø, Ÿ ý þ ½ µ", ("Ærø, Y ý þ ½ µ",), id="latin-1-stays"),
        pytest.param("a\x00b\x07c\x85d\ufeffe\u200b", ("abc", "de"), id="control-characters"),
        pytest.param("a\ud800b", ("ab",), id="half-a-character"),
        pytest.param("a\r\nb\rc\u2028d", ("a", "b", "c", "d"), id="line-ends"),
        pytest.param("\n\n a  b \n\nc\n\n", ("a b", "", "c"), id="space-and-empty-lines"),
        pytest.param("", ("",), id="nothing"),
    ],
)
def test_a_text_is_made_fit_to_send(text, lines):
    assert sendable_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "line"), [(None, None), ("", None), (" \n\t", None), ("a\n\nb", "a b")]
)
def test_a_name_is_one_line_or_nothing(text, line):
    assert sendable_line(text) == line


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("Kort", "Kort", id="fits"),
        pytest.param("Genoptræning", "Genoptræning", id="just-fits"),
        pytest.param("Genoptræning Nord", "Genoptrænin*", id="one-long-word"),
        pytest.param("Center Syd og Nord", "Center Syd*", id="between-words"),
        pytest.param("Centeret Nord Hold", "Centeret*", id="before-the-word-that-does-not-fit"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_a_long_name_is_cut_with_care(text, short):
    assert shortened(text, 12) == short


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        pytest.param(("Godt \U0001f600",), "Tegnet \U0001f600 kan ikke sendes", id="one"),
        pytest.param(("✓", "a ≠ b ✓"), "Tegnene ✓, ≠ kan ikke sendes", id="each-once"),
    ],
)
def test_signs_that_cannot_be_sent_are_named(texts, said):
    with pytest.raises(UnsendableSignsError, match=said):
        refuse_unsendable_signs(*texts)


def test_what_can_be_written_otherwise_is_not_refused():
    refuse_unsendable_signs("Łukasz – “bedre”? ≥ 5 €\u200b\r\n", "æøå")
