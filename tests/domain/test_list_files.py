"""Lines a spreadsheet opens without running anything, and a purpose that says something."""

import pytest

from rehab.domain.list_files import (
    LONGEST_PURPOSE,
    PurposeError,
    check_purpose,
    csv_lines,
    safe_cell,
)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+4512345678", "-2", "@SUM(A1)", "\t=1", "  =HYPERLINK(1)", "＝1", "\r\n=1"],
)
def test_what_begins_like_a_formula_is_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Prøve Testborger", "2026-11-23", "a=b", "010170-xxxx"])
def test_all_else_is_as_it_was(text):
    assert safe_cell(text) == text


def test_lines_have_semicolons_and_what_holds_one_is_quoted():
    assert csv_lines([["a;b", 'sig "hej"'], ["=c", ""]]) == '"a;b";"sig ""hej"""\r\n\'=c;\r\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(" . ", "hvad listen skal bruges til", id="nothing said"),
        pytest.param("a" * (LONGEST_PURPOSE + 1), "højst 300 tegn", id="too long"),
    ],
)
def test_a_purpose_says_something_and_not_too_much(text, said):
    with pytest.raises(PurposeError, match=said):
        check_purpose(text)


def test_a_purpose_is_kept_on_one_line():
    assert check_purpose(" Fordeling af\n sager ") == "Fordeling af sager"
