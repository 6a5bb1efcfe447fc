"""Read a table of the programme file, noting every fault instead of stopping at the first.

Whoever edits a programme should see all that is wrong at once. A reader therefore answers
with a harmless stand-in where a value is missing or wrong, and the parser refuses the whole
file afterwards if anything was noted; a stand-in never reaches a programme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(slots=True)
class ProgrammeTable:
    """Give typed access to one table, under the name by which a fault points to it.

    Keys that nobody asked for are faults too: a misspelt optional key would otherwise be
    silently without effect.
    """

    name: str
    values: Mapping[str, object]
    faults: list[str]
    _asked: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """Return a text that must be there and may not be blank."""
        value = self._value(key)
        if value is None:
            self._fault(key, "mangler")
        elif not isinstance(value, str) or not value.strip():
            self._fault(key, "skal være en tekst, der ikke er tom")
        else:
            return value
        return ""

    def optional_text(self, key: str) -> str | None:
        """Return a text, or None when the key is left out."""
        return None if self._value(key) is None else self.text(key)

    def number(self, key: str) -> int:
        """Return a whole number above nought."""
        value = self._value(key)
        if value is None:
            self._fault(key, "mangler")
        elif isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self._fault(key, "skal være et helt tal større end nul")
        else:
            return value
        return 1

    def flag(self, key: str) -> bool:
        """Return true or false as written; nothing else will do."""
        value = self._value(key)
        if value is None:
            self._fault(key, "mangler")
        elif not isinstance(value, bool):
            self._fault(key, "skal være true eller false")
        else:
            return value
        return False

    def day(self, key: str) -> date:
        """Return a date that must be there."""
        value = self.optional_day(key)
        if value is None:
            if self._value(key) is None:
                self._fault(key, "mangler")
            return date.min
        return value

    def optional_day(self, key: str) -> date | None:
        """Return a date, or None when the key is left out."""
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self._fault(key, "skal være en dato som 2012-05-01")
            return None
        return value

    def choice(self, key: str, among: type[Choice]) -> Choice:
        """Return the member of an enumeration that is written."""
        return self._member(key, self.text(key), among)

    def optional_choice(self, key: str, among: type[Choice]) -> Choice | None:
        """Return the member that is written, or None when the key is left out."""
        return None if self._value(key) is None else self.choice(key, among)

    def choices(self, key: str, among: type[Choice]) -> frozenset[Choice]:
        """Return the members that are listed; at least one must be."""
        values = self.texts(key)
        if not values and isinstance(self._value(key), list | type(None)):
            self._fault(key, "skal nævne mindst én værdi")
        return frozenset(self._member(key, value, among) for value in values)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a key left out is an empty list."""
        value = self._value(key)
        if value is None:
            return ()
        if isinstance(value, list):
            texts = tuple(item for item in value if isinstance(item, str) and item.strip())
            if len(texts) == len(value):
                return texts
        self._fault(key, "skal være en liste af tekster")
        return ()

    def has(self, key: str) -> bool:
        """Tell whether a key is written at all; asking makes it a known one."""
        return self._value(key) is not None

    def table(self, key: str) -> "ProgrammeTable":
        """Return a table inside this one."""
        value = self._value(key)
        if isinstance(value, dict):
            return ProgrammeTable(self._path(key), value, self.faults)
        self._fault(key, "mangler" if value is None else "skal være en tabel")
        return ProgrammeTable(self._path(key), {}, [])

    def tables(self, key: str) -> "tuple[ProgrammeTable, ...]":
        """Return the tables of a list; at least one must be there."""
        value = self._value(key)
        if not isinstance(value, list) or not value:
            self._fault(key, "mangler" if value is None else "skal være en liste af tabeller")
            return ()
        rows = []
        for place, row in enumerate(value, start=1):
            if isinstance(row, dict):
                rows.append(ProgrammeTable(f"{self._path(key)}[{place}]", row, self.faults))
            else:
                self._fault(f"{key}[{place}]", "skal være en tabel")
        return tuple(rows)

    def finish(self) -> None:
        """Note the keys that nobody asked for; call it when the table has been read."""
        for key in sorted(self.values.keys() - self._asked):
            self._fault(key, "kendes ikke")

    def _value(self, key: str) -> object:
        self._asked.add(key)
        return self.values.get(key)

    def _member(self, key: str, value: str, among: type[Choice]) -> Choice:
        try:
            return among(value)
        except ValueError:
            if value:
                allowed = ", ".join(among)
                self._fault(key, f"»{value}« er ikke en af {allowed}")
            return next(iter(among))

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _fault(self, key: str, what: str) -> None:
        self.faults.append(f"{self._path(key)}: {what}")
