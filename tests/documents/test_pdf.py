"""That a letter's file is accessible, archivable, reproducible and closed to the world."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pikepdf
import pytest

from rehab.documents.epikrise import epikrise_html, epikrise_pdf
from rehab.documents.pdf import (
    FONT_ROOT,
    TEMPLATE_ROOT,
    BlockedResourceError,
    Renderer,
    _claim_pdfua,
    shared_renderer,
)
from tests.documents.letters import SIGNED
from tests.support.shared import ROOT

SIGNED_AT = datetime(2026, 11, 6, 12, 30, tzinfo=UTC)
MESSAGE = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<Emessage>Bl\xe5b\xe6r</Emessage>\n'.encode(
    "latin-1"
)


def page(body: str, head: str = "") -> str:
    start = f'<!doctype html><html lang="da"><head><title>Prøve</title>{head}</head>'
    return f"{start}<body>{body}</body></html>"


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(epikrise_pdf(SIGNED, created=SIGNED_AT, attachment=MESSAGE)))


def test_the_file_speaks_danish_and_is_tagged(pdf):
    assert pdf.Root.Lang == "da"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_file_has_a_title_for_the_window_and_the_screen_reader(pdf):
    assert pdf.open_metadata()["dc:title"] == "Afsluttende epikrise – Børge Ærenlund Sørensen"


def test_the_file_says_it_is_accessible_and_archivable(pdf):
    metadata = pdf.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert metadata.pdfa_status == "3A"
    assert len(pdf.Root.OutputIntents) == 1


@dataclass
class DrawnStream:
    stream: list[bytes]


@dataclass
class DrawnFile:
    objects: list[DrawnStream]
    catalog: dict[str, bytes]


def test_a_new_kind_of_metadata_stops_the_claim_instead_of_losing_it():
    drawn = DrawnFile([DrawnStream([b"<x:xmpmeta/>"])], {"Metadata": b"0 0 R"})
    with pytest.raises(RuntimeError, match="PDF/UA"):
        _claim_pdfua(None, drawn)


def test_the_headings_are_tagged_as_headings(pdf):
    tags = [str(item.S) for item in pdf.objects if is_element(item)]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 5
    assert tags.count("/Table") == 2


def is_element(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def test_only_plex_is_used_and_it_is_embedded(pdf):
    descriptors = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    names = {str(descriptor.FontName).partition("+")[2] for descriptor in descriptors}
    assert names == {"IBM-Plex-Sans", "IBM-Plex-Sans-Semi-Bold"}
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_the_message_comes_out_as_it_went_in(pdf):
    assert pdf.attachments["epikrise.xml"].get_file().read_bytes() == MESSAGE
    assert pdf.Root.AF[0].AFRelationship == "/Alternative"


def test_a_letter_without_a_message_has_no_attachment():
    drawn = pikepdf.open(BytesIO(epikrise_pdf(SIGNED, created=SIGNED_AT)))
    assert dict(drawn.attachments) == {}


def test_the_same_letter_gives_the_same_bytes():
    html = epikrise_html(SIGNED)
    first = shared_renderer().render(html, created=SIGNED_AT, attachment=MESSAGE)
    shared_renderer().render(page("<p>et andet brev"), created=SIGNED_AT)
    assert shared_renderer().render(html, created=SIGNED_AT, attachment=MESSAGE) == first
    assert Renderer().render(html, created=SIGNED_AT, attachment=MESSAGE) == first


def test_the_file_is_created_when_it_is_said_to_be():
    in_denmark = datetime(2026, 11, 6, 13, 30, tzinfo=timezone(timedelta(hours=1)))
    drawn = pikepdf.open(BytesIO(shared_renderer().render(page("<p>Hej"), created=in_denmark)))
    assert drawn.open_metadata()["xmp:CreateDate"] == "2026-11-06T12:30:00Z"
    assert drawn.open_metadata()["xmp:ModifyDate"] == "2026-11-06T12:30:00Z"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        shared_renderer().render(page("<p>Hej"), created=SIGNED_AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("body", "head"),
    [
        pytest.param('<img src="http://127.0.0.1:9/x" alt="">', "", id="a picture on the net"),
        pytest.param('<img src="//127.0.0.1:9/x" alt="">', "", id="another machine's file"),
        pytest.param('<img src="file:///etc/hostname" alt="">', "", id="a file of the machine"),
        pytest.param('<img src="../../pyproject.toml" alt="">', "", id="up from the templates"),
        pytest.param('<img src="%2e%2e/%2e%2e/pyproject.toml" alt="">', "", id="up in disguise"),
        pytest.param('<img src="FILE:///etc/hostname" alt="">', "", id="in capitals"),
        pytest.param('<img src="ftp://127.0.0.1:9/x" alt="">', "", id="an old protocol"),
        pytest.param("", '<link rel="attachment" href="file:///etc/passwd">', id="an attachment"),
        pytest.param("", '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">', id="a style"),
        pytest.param('<p style="background: url(http://127.0.0.1:9/x)">Hej', "", id="a background"),
        pytest.param("", "<style>@import 'http://127.0.0.1:9/x.css';</style>", id="an import"),
        pytest.param('<img src="not-there.png" alt="">', "", id="a file that is not there"),
    ],
)
def test_a_page_that_asks_for_more_than_its_own_files_is_refused(body, head):
    with pytest.raises(BlockedResourceError):
        shared_renderer().render(page(body, head), created=SIGNED_AT)


def test_a_picture_inside_the_page_is_drawn():
    dot = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
    drawn = shared_renderer().render(page(f'<img src="{dot}" alt="Prik">'), created=SIGNED_AT)
    assert drawn.startswith(b"%PDF-1.7")


def test_a_style_sheet_may_not_reach_out_either(tmp_path):
    sheet = tmp_path / "letter.css"
    sheet.write_text("@import 'file:///etc/hostname';", encoding="utf-8")
    with pytest.raises(BlockedResourceError):
        Renderer(stylesheets=(sheet,), roots=(tmp_path,))


def test_a_missing_typeface_is_no_letter_in_another_one(tmp_path):
    sheet = tmp_path / "letter.css"
    sheet.write_text("@font-face { font-family: Plex; src: url(gone.ttf) }", encoding="utf-8")
    with pytest.raises(BlockedResourceError):
        Renderer(stylesheets=(sheet,), roots=(tmp_path,))


def test_documents_read_only_templates_and_fonts():
    assert TEMPLATE_ROOT == ROOT / "templates" / "documents"
    assert FONT_ROOT == ROOT / "rehab" / "web" / "static" / "dkfds" / "fonts"


def test_importing_the_letters_does_not_load_the_drawing_library():
    code = "import sys, rehab.documents.epikrise; print('weasyprint' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\n"
