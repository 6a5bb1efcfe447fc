"""What the rows of every list have in common: a citizen, the clock that presses, and a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Integer, Table, literal_column

from rehab.domain.standings import KeptClock
from rehab.models import Citizen, ClockStanding

PAGE: Final = 25
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class CitizenFacts:
    """What every list shows of a citizen, and what the suggestion of a kontaktperson looks at."""

    given_name: str
    surname: str
    identifier: str
    identifier_is_cpr: bool
    needs_interpreter: bool
    address_protected: bool
    postcode: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        """Return the name as it is said."""
        return f"{self.given_name} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class RowPage(Generic[Row]):
    """Some of the rows of a list, and whether there are more before and after them."""

    rows: Sequence[Row]
    has_before: bool
    has_after: bool


def page_of(found: Sequence[Row], size: int, *, backwards: bool, has_edge: bool) -> RowPage[Row]:
    """Return the page that up to `size` + 1 rows make, in the order of the list.

    The row too many tells whether there are more. A page that ends before a place was read
    backwards; one that begins after a place has an edge.
    """
    more, rows = len(found) > size, found[:size]
    return RowPage(
        rows=rows[::-1] if backwards else rows,
        has_before=more if backwards else has_edge,
        has_after=True if backwards else more,
    )


CITIZEN: Final = cast("Table", Citizen.__table__)
CLOCK: Final = cast("Table", ClockStanding.__table__)
_OF_CITIZEN: Final = (
    "given_name",
    "surname",
    "identifier",
    "identifier_is_cpr",
    "needs_interpreter",
    "address_protected",
)
_OF_CLOCK: Final = (
    "code",
    "label",
    "due_on",
    "outcome",
    "stopped_on",
    "paused_from",
    "paused_until",
    "strength",
    "section",
    "why",
)
# The columns that end every row; `citizen_of` and `clock_of` find them there.
WHO_AND_CLOCK: Final[tuple[ColumnElement[Any], ...]] = (
    *(CITIZEN.c[name] for name in _OF_CITIZEN),
    *(CLOCK.c[name] for name in _OF_CLOCK),
)
_CITIZEN_PART: Final = slice(-len(WHO_AND_CLOCK), -len(_OF_CLOCK))
_CLOCK_PART: Final = slice(-len(_OF_CLOCK), None)


def citizen_of(row: Sequence[Any], postcode: str = "", language: str = "") -> CitizenFacts:
    """Return the citizen of a row that ends with `WHO_AND_CLOCK`."""
    given_name, surname, identifier, is_cpr, interpreter, is_protected = row[_CITIZEN_PART]
    return CitizenFacts(
        given_name=given_name,
        surname=surname,
        identifier=identifier,
        identifier_is_cpr=is_cpr,
        needs_interpreter=interpreter,
        address_protected=is_protected,
        postcode=postcode,
        language=language,
    )


def clock_of(row: Sequence[Any]) -> KeptClock | None:
    """Return the clock of a row that ends with `WHO_AND_CLOCK`, or None where none was joined."""
    code, label, due, outcome, stopped, paused_from, paused_until, strength, section, why = row[
        _CLOCK_PART
    ]
    if code is None:
        return None
    return KeptClock(
        code=code,
        label=label,
        due=due,
        outcome=outcome,
        stopped_on=stopped,
        paused_from=paused_from,
        paused_until=paused_until,
        strength=strength,
        section=section,
        why=tuple(why),
    )


def written(size: int) -> ColumnElement[int]:
    """Return how many rows are wanted as part of the statement's text.

    With the number left open PostgreSQL plans for a tenth of the table.
    """
    return literal_column(str(size), Integer)
