"""Turn a letter's HTML into a PDF that can be read aloud, archived and proved unchanged.

The file is PDF/A-3a (archiving, may carry the MedCom message) and PDF/UA-1 (accessible) at once.
WeasyPrint is imported when a renderer is built, so that importing this module costs nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, Protocol
from warnings import catch_warnings, simplefilter

_PACKAGE: Final = Path(__file__).resolve().parents[1]
TEMPLATE_ROOT: Final = _PACKAGE.parent / "templates" / "documents"
FONT_ROOT: Final = _PACKAGE / "web" / "static" / "dkfds" / "fonts"
ASSET_ROOTS: Final = (TEMPLATE_ROOT, FONT_ROOT)
STYLESHEETS: Final = (TEMPLATE_ROOT / "fonts.css", TEMPLATE_ROOT / "letter.css")

# One for the process: two letters that come first at once each build a renderer.
_DRAWING: Final = Lock()
_END_OF_RDF: Final = b"</rdf:RDF>"
# ISO 14289-1 wants the claim in the XMP; ISO 19005-3 wants its schema described beside it. Both
# must stand in the one rdf:RDF that WeasyPrint wrote: a second one hides the claim from readers.
_PDFUA_CLAIM: Final = (
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    b' pdfuaid:part="1"/>'
)


class BlockedResourceError(Exception):
    """A document asked for something outside its own files, or for one that is not there.

    It is a fault in a template or an attack through a text, never a caseworker's mistake, so it
    has no sentence for the page.
    """


class _PdfStream(Protocol):
    stream: list[bytes]


class _PdfFile(Protocol):
    objects: list[_PdfStream]
    catalog: dict[str, bytes]


class Renderer:
    """Draw HTML as PDF with the fonts and style sheets parsed once for the whole process.

    Parsing them for each letter costs a third more time and lets the memory grow. One letter is
    drawn at a time, because the font configuration is shared; for many letters start more
    processes, as threads only slow each other down.
    """

    def __init__(
        self, *, stylesheets: Sequence[Path] = STYLESHEETS, roots: Sequence[Path] = ASSET_ROOTS
    ) -> None:
        import weasyprint  # noqa: PLC0415  half a second and native libraries: only who draws pays
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        from rehab.documents.fetching import LocalOnlyFetcher  # noqa: PLC0415

        self._weasyprint = weasyprint
        self._base_url = roots[0].resolve().as_uri() + "/"
        self._fetcher = LocalOnlyFetcher(roots)
        self._fonts = FontConfiguration()
        try:
            self._stylesheets = [self._parse(path) for path in stylesheets]
        except weasyprint.urls.FatalURLFetchingError as error:
            raise BlockedResourceError(str(error)) from error

    def render(
        self,
        html: str,
        *,
        created: datetime,
        attachment: bytes | None = None,
        attachment_name: str = "epikrise.xml",
    ) -> bytes:
        """Return the PDF of a page, with the message it says the same as embedded if there is one.

        The same page and the same instant give the same bytes on the same machine, so a stored
        fingerprint can be proved again. Raises `BlockedResourceError` when the page asks for
        anything but its own files, and `ValueError` for an instant without a zone.
        """
        if created.tzinfo is None:
            raise ValueError("a document is created at an instant with a zone")
        with _DRAWING:
            try:
                return self._draw(html, created.astimezone(UTC), attachment, attachment_name)
            except self._weasyprint.urls.FatalURLFetchingError as error:
                raise BlockedResourceError(str(error)) from error

    def _draw(
        self, html: str, created: datetime, attachment: bytes | None, attachment_name: str
    ) -> bytes:
        page = self._weasyprint.HTML(
            string=html, base_url=self._base_url, url_fetcher=self._fetcher
        )
        document = page.render(
            stylesheets=self._stylesheets, font_config=self._fonts, pdf_variant="pdf/a-3a"
        )
        stamp = created.strftime("%Y-%m-%dT%H:%M:%SZ")
        document.metadata.created = stamp
        document.metadata.modified = stamp
        files = []
        if attachment is not None:
            files.append(
                self._weasyprint.Attachment(
                    string=attachment,
                    name=attachment_name,
                    description="MedCom-meddelelse med samme indhold",
                    relationship="Alternative",
                    created=created,
                    modified=created,
                )
            )
        with catch_warnings():
            # WeasyPrint opens its colour profile without closing it; Python closes it at once.
            simplefilter("ignore", ResourceWarning)
            pdf: bytes = document.write_pdf(
                finisher=_claim_pdfua, pdf_variant="pdf/a-3a", attachments=files
            )
        return pdf

    def _parse(self, path: Path) -> object:
        return self._weasyprint.CSS(
            string=path.read_text(encoding="utf-8"),
            base_url=path.resolve().as_uri(),
            font_config=self._fonts,
            url_fetcher=self._fetcher,
        )


@cache
def shared_renderer() -> Renderer:
    """Return this process' one renderer, built when the first letter is drawn."""
    return Renderer()


def _claim_pdfua(_document: object, pdf: _PdfFile) -> None:
    """Write into a finished PDF/A that it is PDF/UA too, which WeasyPrint cannot say by itself."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    xmp = metadata.stream[0]
    if xmp.count(_END_OF_RDF) != 1:
        raise RuntimeError("WeasyPrint wrote its metadata in a new way: check the PDF/UA claim")
    metadata.stream[0] = xmp.replace(_END_OF_RDF, _PDFUA_CLAIM + _END_OF_RDF)
