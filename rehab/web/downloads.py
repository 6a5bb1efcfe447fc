"""Handing out stored bytes as a file: a browser must save them, never show or run them."""

from flask import Response

XML = "application/xml"


def message_name(stem: str, content: bytes) -> str:
    """Return a file name that ends as the message is written: EDIFACT or XML."""
    return f"{stem}.edi" if content.lstrip()[:3] in {b"UNA", b"UNB"} else f"{stem}.xml"


def download(content: bytes, filename: str, mimetype: str = XML) -> Response:
    """Return the bytes as a file to save. The name is ours, so it holds nothing personal."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
