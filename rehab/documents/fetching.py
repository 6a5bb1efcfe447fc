"""The gate between a letter and the rest of the world: what a document may read, and nothing else.

Importing this module imports WeasyPrint, so only the renderer does it, and only when it is built.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class LocalOnlyFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Read data: addresses and files below the document roots, and stop the rendering at others.

    The refusal is WeasyPrint's fatal error, because it swallows every other one and prints the
    letter without the picture. A missing file stops the rendering too: no font, no letter.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(
            allowed_protocols=("data", "file"), allow_redirects=False, fail_on_errors=True
        )
        self._roots = tuple(root.resolve() for root in roots)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands at an address a document may use.

        Raises WeasyPrint's `FatalURLFetchingError` for any other address; the renderer turns it
        into `BlockedResourceError`, since the fatal one is no `Exception`.
        """
        if not self._is_allowed(url):
            raise FatalURLFetchingError(f"blocked: {url[:200]}")
        return super().fetch(url, headers)

    def _is_allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return True
        if parts.scheme != "file" or parts.netloc:
            return False
        path = Path(url2pathname(parts.path)).resolve()
        return any(path.is_relative_to(root) for root in self._roots)
