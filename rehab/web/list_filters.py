"""A worklist's filter as it stands in an address, and the choices that narrow it."""

from collections.abc import Mapping
from typing import Final

from rehab.domain.kept_filters import BASIS_CODES
from rehab.domain.worklists import ClockFilter, Flag, WorklistFilter

CLOCK_LABELS: Final[Mapping[ClockFilter, str]] = {
    ClockFilter.OVERDUE: "Frist overskredet",
    ClockFilter.TODAY: "Frist i dag",
    ClockFilter.WEEK: "Frist denne uge",
}
FLAG_LABELS: Final[Mapping[Flag, str]] = {
    Flag.RED_FLAG: "Rødt flag",
    Flag.SICK_LEAVE: "Sygemeldt",
}
BASIS_LABELS: Final[Mapping[str, str]] = {
    "140": "Genoptræningsplan (§ 140)",
    "119": "Forløbsprogram (§ 119)",
}


def values_of(wanted: WorklistFilter) -> dict[str, str]:
    """Return what of a filter stands in an address."""
    basis = next((code for code, one in BASIS_CODES.items() if one is wanted.basis), "")
    values = {
        "kolonne": wanted.column or "",
        "frist": wanted.clock or "",
        "naeste": wanted.action or "",
        "kontaktperson": str(wanted.holder_id or ""),
        "team": str(wanted.team or ""),
        "lov": basis,
        "kendetegn": wanted.flag or "",
        "pause": "ja" if wanted.on_hold else "",
    }
    return {name: str(value) for name, value in values.items() if value}
