"""A list taken out as a file: lines that are safe to open in a spreadsheet, and why (F105).

A cell that begins like a formula would be run by the spreadsheet that opens it, and names and
words come from letters anybody may have written. Taking personal data out of the system needs a
purpose (databeskyttelsesforordningen artikel 5, stk. 1, litra b), which is kept.
"""

import csv
import io
from collections.abc import Iterable
from typing import Final

from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
LONGEST_PURPOSE: Final = 300
_FORMULA_STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")


class PurposeError(DomainError):
    """A list is taken out without saying what for."""


def check_purpose(text: str) -> str:
    """Return the purpose a list is taken out for. Raises `PurposeError` when it says nothing."""
    purpose = " ".join(text.split())
    if not has_words(purpose):
        raise PurposeError("Skriv, hvad listen skal bruges til. Det står i loggen.")
    if len(purpose) > LONGEST_PURPOSE:
        raise PurposeError(f"Skriv højst {LONGEST_PURPOSE} tegn.")
    return purpose


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; an apostrophe says it is text."""
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as lines of a file with semicolons, as a Danish spreadsheet reads it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return file.getvalue()
