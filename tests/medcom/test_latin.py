import pytest

from rehab.medcom.latin import sendable_line, sendable_lines, shortened


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a – b — c − d", ("a - b - c - d",), id="dashes"),
        pytest.param("“a” ‘b’ „c“", ('"a" \'b\' "c"',), id="quotes"),
        pytest.param("og så … •", ("og så ... -",), id="dots-and-bullets"),
        pytest.param("NRS ≤ 3, ≥ 5 → 2", ("NRS <= 3, >= 5 -> 2",), id="comparisons"),
        pytest.param("100\u00a0m", ("100 m",), id="hard-space"),
        pytest.param("a\u030ar", ("år",), id="letter-in-two-parts"),
        pytest.param("Łukasz ℃", ("Łukasz ℃",), id="other-letters-stay"),
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
