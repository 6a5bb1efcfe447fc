"""Static text files, compressed once per process: a ward's old tablet waits for bytes.

Pages are not compressed: they carry a secret (the CSRF token) beside text somebody else may
have chosen, and compression would let its length speak.
"""

import gzip
from functools import lru_cache
from typing import Final

from flask import Flask, request
from werkzeug.wrappers import Response

_TEXT: Final = frozenset({"text/css", "text/javascript", "image/svg+xml"})


@lru_cache(maxsize=64)
def _compressed(_etag: str, content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def init_app(app: Flask) -> None:
    """Send static text compressed to those who can read it."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in _TEXT:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"]:  # noqa: PLR2004
            response.direct_passthrough = False
            etag = response.get_etag()[0] or ""
            response.set_data(_compressed(etag, response.get_data()))
            response.headers["Content-Encoding"] = "gzip"
        return response
