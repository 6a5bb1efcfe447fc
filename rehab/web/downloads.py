"""Handing out stored bytes as a file: a browser must save them, never show or run them."""

from dataclasses import dataclass
from typing import Final

from flask import Response

XML = "application/xml"
HOLDS_OTHERS: Final = (
    "Filen kan ikke hentes, fordi den også indeholder breve til andre kommuner. "
    "Det, der er til jer, kan læses her i Rehab."
)


@dataclass(frozen=True, slots=True)
class FileView:
    """The file something came in: where it is fetched, or only why it cannot be."""

    url: str | None
    text: str


def file_view(url: str, what: str, *, is_own: bool) -> FileView:
    """Return the link to a file, or why it is kept back: it names citizens of others."""
    if is_own:
        return FileView(url, f"Hent {what} (XML)")
    return FileView(None, HOLDS_OTHERS)


def message_name(stem: str, content: bytes) -> str:
    """Return a file name that ends as the message is written: EDIFACT or XML."""
    return f"{stem}.edi" if content.lstrip()[:3] in {b"UNA", b"UNB"} else f"{stem}.xml"


def download(content: bytes, filename: str, mimetype: str = XML) -> Response:
    """Return the bytes as a file to save. The name is ours, so it holds nothing personal."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
