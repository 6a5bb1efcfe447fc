"""A worklist's filter as it stands in an address, and the choices that narrow it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.next_actions import ACTION_LABELS, ActionCode, BoardColumn
from rehab.domain.worklists import ClockFilter, Flag, WorklistFilter

E = TypeVar("E", bound=StrEnum)
CLOCK_LABELS: Final[Mapping[ClockFilter, str]] = {
    ClockFilter.OVERDUE: "Frist overskredet",
    ClockFilter.TODAY: "Frist i dag",
    ClockFilter.WEEK: "Frist denne uge",
}
FLAG_LABELS: Final[Mapping[Flag, str]] = {
    Flag.RED_FLAG: "Rødt flag",
    Flag.SICK_LEAVE: "Sygemeldt",
}
BASIS_CODES: Final[Mapping[str, LegalBasis]] = {
    "140": LegalBasis.SUNDHEDSLOVEN_140,
    "119": LegalBasis.SUNDHEDSLOVEN_119,
}
BASIS_LABELS: Final[Mapping[str, str]] = {
    "140": "Genoptræningsplan (§ 140)",
    "119": "Forløbsprogram (§ 119)",
}
__all__ = [
    "ACTION_LABELS",
    "BASIS_CODES",
    "BASIS_LABELS",
    "CLOCK_LABELS",
    "FLAG_LABELS",
    "filter_of",
    "values_of",
]


def filter_of(value: Callable[[str], str]) -> WorklistFilter:
    """Return the filter an address names; what names nothing narrows nothing."""
    return WorklistFilter(
        column=_member(BoardColumn, value("kolonne")),
        clock=_member(ClockFilter, value("frist")),
        action=_member(ActionCode, value("naeste")),
        holder_id=_identifier(value("kontaktperson")),
        basis=BASIS_CODES.get(value("lov")),
        flag=_member(Flag, value("kendetegn")),
        on_hold=value("pause") == "ja",
    )


def values_of(wanted: WorklistFilter) -> dict[str, str]:
    """Return what of a filter stands in an address."""
    basis = next((code for code, one in BASIS_CODES.items() if one is wanted.basis), "")
    values = {
        "kolonne": wanted.column or "",
        "frist": wanted.clock or "",
        "naeste": wanted.action or "",
        "kontaktperson": str(wanted.holder_id or ""),
        "lov": basis,
        "kendetegn": wanted.flag or "",
        "pause": "ja" if wanted.on_hold else "",
    }
    return {name: str(value) for name, value in values.items() if value}


def _member(kind: type[E], text: str) -> E | None:
    return next((member for member in kind if member.value == text), None)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
