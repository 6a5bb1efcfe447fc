"""A letter to a citizen on paper: accessible, complete, and never another's."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from rehab.documents.citizen_letters import CitizenLetterPage, TimeRow, citizen_letter_html
from rehab.documents.epikrise import Letterhead, Recipient
from rehab.documents.pdf import shared_renderer
from rehab.documents.printing import printed_together

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LETTER = CitizenLetterPage(
    letterhead=Letterhead(
        "Testby Kommune", "Sundhed", ("Rådhuspladsen 1", "9999 Testby"), "99 99 99 99", "5790000"
    ),
    recipients=(Recipient("Anna Testborger", ("Fiktivvej 1", "9999 Testby")),),
    heading="Indkaldelse",
    greeting="Kære Anna",
    text="Vi har en plads til dig.\n\n- Tag sko med.\n- Kom i god tid.",
    times=(TimeRow("tirsdag den 24. november 2026", "10.00–11.00", "Rygskole", "Sal 1"),),
    answers="Tove Terapeut",
    phone="99 99 99 11",
    signed_by="Tove Terapeut",
    written_on=date(2026, 11, 23),
    case_number="2026-00001",
)


def drawn(letter):
    return shared_renderer().render(citizen_letter_html(letter), created=AT)


@pytest.fixture(scope="module")
def pdf():
    return drawn(LETTER)


def text_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_all_of_the_letter_stands_on_one_page(pdf):
    [page] = text_of(pdf)
    for words in (
        "Anna Testborger Fiktivvej 1 9999 Testby",
        "Kære Anna Vi har en plads til dig.",
        "Ring til Tove Terapeut på telefon 99 99 99 11.",
        "Dine tider",
        "tirsdag den 24. november 2026 10.00–11.00 Rygskole, Sal 1",
        "Side 1 af 1",
    ):
        assert words in page


def test_the_greeting_never_stands_alone_on_a_second_page():
    long = replace(LETTER, times=LETTER.times * 30)
    first, second = text_of(drawn(long))
    assert "Venlig hilsen" in first
    assert second.startswith("Dag Klokken Hvad og hvor")


def test_the_file_is_tagged_danish_and_claims_both_standards(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.Lang == "da"
        assert opened.Root.MarkInfo.Marked
        xmp = opened.Root.Metadata.read_bytes()
        assert opened.open_metadata().get("dc:title") == "Indkaldelse"
    assert b'pdfuaid:part="1"' in xmp
    assert b"pdfaid:part" in xmp


def test_letters_are_laid_behind_one_another(pdf):
    other = drawn(replace(LETTER, greeting="Kære Bo"))
    together = text_of(printed_together([pdf, other, pdf]))
    assert ["Kære Bo" in page for page in together] == [False, True, False]
