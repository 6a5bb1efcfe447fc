"""Addresses of many rows at once: the pattern is made by the router once, and filled in per row."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

_ANY: Final = UUID("00000000-0000-4000-8000-000000000000")
Link = Callable[..., str]


class RowLinks:
    """A stand-in for `url_for` where each row's address differs by one identifier only.

    Building an address costs the router more than showing the row does. What names no single
    identifier is passed on as it is.
    """

    def __init__(self, link: Link) -> None:
        """Begin with no pattern known."""
        self._link = link
        self._patterns: dict[tuple[object, ...], tuple[str, str]] = {}

    def __call__(self, endpoint: str, **values: object) -> str:
        """Return the address of an endpoint with these values."""
        keys = [name for name, value in values.items() if isinstance(value, UUID)]
        if len(keys) != 1:
            return self._link(endpoint, **values)
        [key] = keys
        rest = tuple((name, value) for name, value in values.items() if name != key)
        known = (endpoint, key, *rest)
        if known not in self._patterns:
            made = self._link(endpoint, **{**values, key: _ANY})
            head, _, tail = made.partition(str(_ANY))
            self._patterns[known] = (head, tail)
        head, tail = self._patterns[known]
        return f"{head}{values[key]}{tail}"
