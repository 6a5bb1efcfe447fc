"""Laying finished letters behind one another in one file, to be printed in one go."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader, PdfWriter


def printed_together(letters: Iterable[bytes]) -> bytes:
    """Return one PDF with the pages of all letters, in order. The letters themselves stay."""
    writer = PdfWriter()
    for letter in letters:
        writer.append(PdfReader(BytesIO(letter)), import_outline=False)
    joined = BytesIO()
    writer.write(joined)
    return joined.getvalue()
