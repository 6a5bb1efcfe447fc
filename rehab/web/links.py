"""Addresses of many rows at once: the pattern is made by the router once, and filled in per row."""

from collections.abc import Callable
from typing import Final, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, current_app, request, url_for

_ANY: Final = UUID("00000000-0000-4000-8000-000000000000")
_MOST_PATTERNS: Final = 1_000
Link = Callable[..., str]


class RowLinks:
    """A stand-in for `url_for` on pages with many addresses that are much alike.

    Building an address costs the router more than showing a row does. What differs by one
    identifier, or only by what stands after the question mark, is filled into a pattern; anything
    else is passed on as it is.
    """

    def __init__(self, link: Link) -> None:
        """Begin with no pattern known."""
        self._link = link
        self._patterns: dict[tuple[object, ...], tuple[str, str]] = {}

    def __call__(self, endpoint: str, **values: object) -> str:
        """Return the address of an endpoint with these values."""
        if len(values) == 1:
            [(key, value)] = values.items()
            if (endpoint, key) in self._patterns and isinstance(value, UUID):
                head, tail = self._patterns[(endpoint, key)]
                return f"{head}{value}{tail}"
        keys = [name for name, value in values.items() if isinstance(value, UUID)]
        if len(keys) == 1:
            return self._of_one(endpoint, keys[0], values)
        if not keys and all(type(value) is str for value in values.values()):
            return self._narrowed(endpoint, values)
        return self._link(endpoint, **values)

    def _of_one(self, endpoint: str, key: str, values: dict[str, object]) -> str:
        rest = tuple((name, value) for name, value in values.items() if name != key)
        known = (endpoint, key, *rest)
        if known not in self._patterns:
            self._keep(known, self._link(endpoint, **{**values, key: _ANY}))
        head, tail = self._patterns[known]
        return f"{head}{values[key]}{tail}"

    def _narrowed(self, endpoint: str, values: dict[str, object]) -> str:
        if (endpoint,) not in self._patterns:
            self._keep((endpoint,), self._link(endpoint))
        bare = self._patterns[(endpoint,)][0]
        return f"{bare}?{urlencode(values)}" if values else bare

    def _keep(self, known: tuple[object, ...], made: str) -> None:
        if len(self._patterns) >= _MOST_PATTERNS:
            self._patterns.clear()
        head, _, tail = made.partition(str(_ANY))
        self._patterns[known] = (head, tail)


def page_links() -> RowLinks:
    """Return the addresses of this app as it is reached now; what is known is kept in between.

    An endpoint is named in full, and one whose path has other parts than identifiers is asked of
    `url_for` instead.
    """
    known = cast("dict[str, RowLinks]", current_app.extensions["rehab_links"])
    if request.script_root not in known:
        known[request.script_root] = RowLinks(url_for)
    return known[request.script_root]


def init_app(app: Flask) -> None:
    """Begin with no address known."""
    app.extensions["rehab_links"] = {}
