"""Read the ten characters that identify a citizen, and show them without giving them away.

The rules are CPR's own: the century is told by the year and the seventh digit; modulus 11
holds for older numbers only, so a number that fails it is valid and is never refused; a
replacement number has 60 added to the day, and the regions issue some with letters.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rehab.domain.errors import DomainError

_WEIGHTS: Final = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_REPLACEMENT_DAYS: Final = 60
_ALWAYS_1900S: Final = frozenset({0, 1, 2, 3})
_SPLIT_AT_36: Final = frozenset({4, 9})
_LAST_YEAR_OF_2000S_FOR_4_AND_9: Final = 36
_LAST_YEAR_OF_2000S_FOR_5_TO_8: Final = 57
_SHAPE: Final = re.compile(r"[0-9A-ZÆØÅ]{10}")
_SEPARATORS: Final = re.compile(r"[\s-]")


class IdentifierKind(StrEnum):
    """Tell a real CPR number from the numbers used while a citizen has none."""

    CPR = "cpr"
    REPLACEMENT = "replacement"
    REPLACEMENT_WITH_LETTERS = "replacement_with_letters"


class InvalidIdentifierError(DomainError):
    """Refuse what cannot be a citizen's number; the sentence never repeats the number."""


@dataclass(frozen=True, slots=True)
class CitizenIdentifier:
    """Hold a citizen's number with what it says about itself.

    `birth_date` is None for a number with letters, which says nothing certain; the age must
    then be asked for. `satisfies_modulus_11` is None for a replacement number.
    """

    value: str
    kind: IdentifierKind
    birth_date: date | None

    @property
    def satisfies_modulus_11(self) -> bool | None:
        """Tell whether the number meets the old check; worked out when somebody asks."""
        return satisfies_modulus_11(self.value) if self.kind is IdentifierKind.CPR else None

    @property
    def is_replacement(self) -> bool:
        """Tell whether the number stands in for a CPR number the citizen does not have."""
        return self.kind is not IdentifierKind.CPR

    @property
    def masked(self) -> str:
        """Return the number as it may be shown in a list."""
        return mask(self.value)


def parse_identifier(text: str) -> CitizenIdentifier:
    """Return the identifier a text holds, with or without a hyphen, or refuse it.

    Failing modulus 11 is recorded and never refused: numbers without it are issued and fully
    valid. Raises InvalidIdentifierError when the shape or the date is impossible.
    """
    value = _SEPARATORS.sub("", text).upper()
    if _SHAPE.fullmatch(value) is None:
        raise InvalidIdentifierError(
            "Et CPR-nummer har ti cifre (et erstatningsnummer kan også have bogstaver). "
            "Skriv nummeret som DDMMÅÅ-XXXX."
        )
    if not (value.isascii() and value.isdecimal()):
        return CitizenIdentifier(value, IdentifierKind.REPLACEMENT_WITH_LETTERS, None)
    if int(value[:2]) > _REPLACEMENT_DAYS:
        born = _birth_date(value, int(value[:2]) - _REPLACEMENT_DAYS)
        return CitizenIdentifier(value, IdentifierKind.REPLACEMENT, born)
    born = _birth_date(value, int(value[:2]))
    return CitizenIdentifier(value, IdentifierKind.CPR, born)


def satisfies_modulus_11(value: str) -> bool:
    """Tell whether ten digits meet the old check; at most a soft warning when they do not."""
    weighted = zip(_WEIGHTS, value, strict=True)
    return sum(weight * int(digit) for weight, digit in weighted) % 11 == 0


def century_of(year_in_century: int, seventh_digit: int) -> int:
    """Return the century (1800, 1900 or 2000) that the seventh digit gives a two-digit year."""
    if seventh_digit in _ALWAYS_1900S:
        return 1900
    if seventh_digit in _SPLIT_AT_36:
        return 2000 if year_in_century <= _LAST_YEAR_OF_2000S_FOR_4_AND_9 else 1900
    return 2000 if year_in_century <= _LAST_YEAR_OF_2000S_FOR_5_TO_8 else 1800


def mask(identifier: str) -> str:
    """Return an identifier as `010190-XXXX`, for lists, titles and wherever it is not needed."""
    return f"{identifier[:6]}-XXXX"


def age_on(birth: date, day: date) -> int:
    """Return the completed years on a day, negative before the birth.

    The birthday itself counts. Someone born on 29 February turns a year older on 1 March in
    a common year.
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _birth_date(value: str, day: int) -> date:
    """Return the date the digits give, or refuse a day that never was."""
    year_in_century = int(value[4:6])
    year = century_of(year_in_century, int(value[6])) + year_in_century
    try:
        return date(year, int(value[2:4]), day)
    except ValueError:
        raise InvalidIdentifierError(
            "De første seks cifre i CPR-nummeret er ikke en dato, der findes. "
            "Kontrollér nummeret med borgeren eller afsenderen."
        ) from None
