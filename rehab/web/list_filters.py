"""A worklist's filter as it stands in an address, and the choices that narrow it."""

from collections.abc import Mapping
from typing import Final

from rehab.domain.kept_filters import BASIS_CODES, NO_FIELDS
from rehab.domain.standings import PRIORITY_TEXT
from rehab.domain.worklists import ClockFilter, Field, Flag, Order, WorklistFilter

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
ORDER_LABELS: Final[Mapping[Order, str]] = {
    Order.DUE: "Nærmeste frist",
    Order.PRIORITY: "Faglig prioritet",
    Order.NUMBER: "Ældste sag",
    Order.HOLD: "Pausens slutning",
}
ORDER_TEXTS: Final[Mapping[Order, str]] = {
    Order.DUE: "Den frist, der presser mest, står øverst.",
    Order.PRIORITY: f"Sorteret efter {PRIORITY_TEXT}; den nærmeste frist først i hver.",
    Order.NUMBER: "Den ældste sag står øverst.",
    Order.HOLD: "Den pause, der slutter først, står øverst.",
}
FIELD_LABELS: Final[Mapping[Field, str]] = {
    Field.HOLDER: "Kontaktperson",
    Field.STEP: "Trin",
    Field.NEXT_SESSION: "Næste gang",
    Field.POSTCODE: "Postnummer",
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
        "sorter": wanted.sort or "",
        "felter": "" if wanted.fields is None else ".".join(wanted.fields) or NO_FIELDS,
    }
    return {name: str(value) for name, value in values.items() if value}
