"""What stands in the epikrise, and that it is set on paper as it should be."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from rehab.documents.epikrise import (
    EpikriseLetter,
    UnfinishedEpikriseError,
    epikrise_html,
    epikrise_pdf,
)
from tests.documents.letters import DRAFT, HEADINGS, SIGNED, with_text

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIGNED_AT = datetime(2026, 11, 6, 12, 30, tzinfo=UTC)
HOSTILE = (
    '<img src="http://127.0.0.1:9/x">\n\n'
    "<link rel=attachment href=file:///etc/passwd>\n\n"
    "{{ 7 * 7 }} & <b>fed</b>"
)


def soup(letter: EpikriseLetter, *, draft: bool = False) -> BeautifulSoup:
    return BeautifulSoup(epikrise_html(letter, draft=draft), "html5lib")


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page with its line breaks evened out."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return pages_of(epikrise_pdf(SIGNED, created=SIGNED_AT))


@pytest.mark.parametrize(
    ("letter", "draft", "name"),
    [
        pytest.param(SIGNED, False, "epikrise.html", id="signed"),
        pytest.param(DRAFT, True, "epikrise-draft.html", id="draft"),
    ],
)
def test_the_page_is_the_one_that_was_approved(letter, draft, name):
    """Run with REHAB_UPDATE_SNAPSHOTS=1 to approve a new wording; the diff is for a person."""
    html = epikrise_html(letter, draft=draft)
    if os.environ.get("REHAB_UPDATE_SNAPSHOTS") == "1":
        (SNAPSHOTS / name).write_text(html, encoding="utf-8")
    assert html == (SNAPSHOTS / name).read_text(encoding="utf-8")


def test_the_five_headings_stand_in_the_prescribed_order():
    assert [heading.get_text() for heading in soup(SIGNED).find_all("h2")] == list(HEADINGS)


def test_the_pdf_has_the_five_headings_in_the_prescribed_order(pages):
    places = [pages[0].index(heading) for heading in HEADINGS]
    assert places == sorted(places)


def test_each_heading_stands_right_before_its_text_in_the_pdf(pages):
    assert f"{HEADINGS[3]} Er tryg ved at bruge ryggen igen" in pages[0]


def test_the_citizen_can_be_found_by_searching_the_pdf(pages):
    assert "Børge Ærenlund Sørensen CPR 120374-9903" in pages[0]


def test_attendance_and_change_can_be_read_in_the_pdf(pages):
    assert "Rygskole, hold 31. august – 23. oktober 2026 14 af 16" in pages[0]
    assert "Funktion, PSFS (0–10, 10 er bedst) 3,3 7,0 3,7 point højere" in pages[0]


def test_an_ordinary_letter_fits_one_page(pages):
    assert len(pages) == 1
    assert "Side 1 af 1" in pages[0]


def test_a_long_letter_goes_on_and_says_whose_it_is_on_the_next_page():
    text = "\n\n".join(
        f"Afsnit {number}. " + "Går længere end ved start. " * 6 for number in range(16)
    )
    pages = pages_of(epikrise_pdf(with_text(text), created=SIGNED_AT))
    assert len(pages) == 2
    assert "Side 2 af 2" in pages[1]
    assert "Afsluttende epikrise · Børge Ærenlund Sørensen CPR 120374-9903" in pages[1]
    assert "Afsnit 15." in pages[1]


@pytest.mark.parametrize("lines", range(3, 25))
def test_a_heading_stays_whole_and_beside_its_text_wherever_the_page_ends(lines):
    letter = with_text("\n".join(f"Linje {number}" for number in range(lines)), section=0)
    letter = replace(letter, recipients=letter.recipients * 3)
    text = "\n".join(pages_of(epikrise_pdf(letter, created=SIGNED_AT)))
    openings = [f"{section.heading} {section.text[:20]}" for section in letter.sections[1:]]
    assert [opening for opening in openings if opening not in text] == []


def test_a_short_text_beside_a_long_heading_does_not_displace_the_next(pages):
    text = pages_of(epikrise_pdf(with_text("Uændret."), created=SIGNED_AT))[0]
    assert f"{HEADINGS[2]} Uændret. {HEADINGS[3]} Er tryg" in text


def test_the_signature_says_who_signed_and_when(pages):
    assert "Maja Østergård Fysioterapeut, autorisations-id 9ZX99" in pages[0]
    assert "Underskrevet elektronisk 6. november 2026" in pages[0]


def test_every_recipient_is_on_the_letter():
    letter = replace(SIGNED, recipients=SIGNED.recipients + SIGNED.copy_to, copy_to=())
    names = [recipient.get_text() for recipient in soup(letter).select(".recipient b")]
    assert names == ["Lægerne Åløkke", "Rygklinikken, Testby Sygehus"]
    assert soup(letter).select(".copy") == []


def test_a_case_without_measures_has_no_empty_table():
    letter = replace(SIGNED, attendance=(), measures=())
    assert soup(letter).find_all("table") == []


def test_hostile_text_is_shown_as_text():
    page = soup(with_text(HOSTILE))
    assert page.find_all("img") == []
    assert page.find_all("link") == []
    shown = [paragraph.get_text() for paragraph in page.select("section:nth-of-type(3) p")]
    assert shown == HOSTILE.split("\n\n")


def test_hostile_text_fetches_and_embeds_nothing():
    pdf = epikrise_pdf(with_text(HOSTILE), created=SIGNED_AT)
    assert list(PdfReader(BytesIO(pdf)).attachments) == []
    assert '<img src="http://127.0.0.1:9/x">' in pages_of(pdf)[0]


def test_a_draft_says_that_it_is_one():
    page = soup(DRAFT, draft=True)
    assert page.select_one(".draft-mark").get_text() == "UDKAST – ikke underskrevet"
    assert page.title.get_text().startswith("UDKAST – ")


def test_a_draft_on_screen_names_its_style_sheet():
    html = epikrise_html(DRAFT, draft=True, stylesheet_url="/static/letter.css?v=1&w=2")
    link = BeautifulSoup(html, "html5lib").find("link")
    assert (link["rel"], link["href"]) == (["stylesheet"], "/static/letter.css?v=1&w=2")


def test_a_draft_shows_no_signature_even_if_the_facts_are_there():
    page = soup(SIGNED, draft=True)
    assert page.select_one(".signature").get_text(strip=True) == "Ikke underskrevet"


def test_a_draft_shows_what_is_still_to_be_written():
    page = soup(replace(with_text(" \n"), signed_by=None), draft=True)
    assert page.select_one("section:nth-of-type(3) .missing").get_text() == "Ikke udfyldt endnu"


@pytest.mark.parametrize("missing", ["signed_by", "signer_title", "signed_on"])
def test_an_unsigned_letter_is_not_drawn_as_a_signed_one(missing):
    with pytest.raises(UnfinishedEpikriseError, match="ikke underskrevet"):
        epikrise_html(replace(SIGNED, **{missing: None}))


def test_a_letter_with_an_empty_section_names_it():
    with pytest.raises(UnfinishedEpikriseError, match="Patientens oplevelse"):
        epikrise_html(with_text("\n ", section=3))


def test_a_letter_has_exactly_five_sections():
    with pytest.raises(UnfinishedEpikriseError, match="5 afsnit, men har 4"):
        replace(SIGNED, sections=SIGNED.sections[:4])
