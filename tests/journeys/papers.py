"""What was signed: that the page is accessible, and that the message can be sent and read."""

from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from pypdf import PdfReader

from rehab.medcom.letters import Letter
from rehab.medcom.reader import read_envelope
from rehab.medcom.schemas import Schemas
from tests.support.shared import SHARED

HEADINGS = (
    "Henvisningsårsag",
    "Given genoptræning eller rehabilitering",
    "Status - blandt andet funktionsstatus og ændringer i forhold til start",
    "Patientens oplevelse",
    "Information/Instruktion af patienten",
)
NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2016/12/01/"
_EMBEDDED = {"/FontFile", "/FontFile2", "/FontFile3"}
SCHEMAS = Schemas(SHARED / "medcom" / "xsd")


@dataclass(frozen=True)
class Closing:
    """A signed epikrise as it was fetched, and what stood on the page where it was signed."""

    headings: tuple[str, ...]
    sent_to: tuple[str, ...]
    says: str
    pdf: bytes
    xml: bytes

    def text(self) -> str:
        """The words of the page, in reading order."""
        pages = PdfReader(BytesIO(self.pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def message(self) -> Letter:
        """The one letter of the message, as a receiver would read it."""
        (letter,) = read_envelope(self.xml).letters
        return letter

    def copied_to(self) -> tuple[str | None, str | None] | None:
        """The number, and its kind, of the one who gets a copy by MedCom."""
        copy = etree.fromstring(self.xml).find(f".//{{{NAMESPACE}}}CCReceiver")
        if copy is None:
            return None
        return (
            copy.findtext(f"{{{NAMESPACE}}}Identifier"),
            copy.findtext(f"{{{NAMESPACE}}}IdentifierCode"),
        )


def check_papers(closing: Closing, cpr: str) -> None:
    """Whatever case it closes, a signed epikrise is all of this."""
    _check_page(closing)
    _check_message(closing, cpr)
    assert closing.headings == HEADINGS


def _check_page(closing: Closing) -> None:
    reader = PdfReader(BytesIO(closing.pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"]
    text, at = closing.text(), -1
    for heading in HEADINGS:
        at = text.find(heading, at + 1)
        assert at >= 0, f"{heading!r} is missing, or stands in another order"
    assert "UDKAST" not in text
    fonts = [
        part.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        for part in font.get_object().get("/DescendantFonts", [font])
    ]
    assert fonts
    assert all(_EMBEDDED & set(font["/FontDescriptor"].get_object()) for font in fonts)


def _check_message(closing: Closing, cpr: str) -> None:
    assert etree.fromstring(closing.xml).tag == f"{{{NAMESPACE}}}Emessage"
    assert SCHEMAS.covers(closing.xml)
    assert SCHEMAS.validate(closing.xml) == ()
    letter = closing.message()
    assert (letter.version_code, letter.statistical_code) == ("XD1530L", "XDIS15")
    assert letter.sender.gln == "5790000999019"
    assert letter.patient is not None
    assert letter.patient.identifier == cpr
    assert tuple(section.heading for section in letter.sections) == HEADINGS
    assert all(section.body.plain().strip() for section in letter.sections)
