"""The cells of a list that is taken out: days as they sort, the number masked, no address."""

from typing import Final

from rehab.clock import COPENHAGEN
from rehab.domain.cpr import mask
from rehab.domain.next_actions import ACTION_LABELS, COLUMN_LABELS
from rehab.queries.worklists import CaseLine

HEADINGS: Final = (
    "Sagsnummer",
    "Navn",
    "Personnummer",
    "Postnummer",
    "Trin",
    "Presser den",
    "Frist",
    "Fristens dag",
    "Næste",
    "Næste gang",
    "Kontaktperson",
    "Rødt flag",
    "Sygemeldt siden",
    "På pause til",
)
_HIDDEN: Final = "Beskyttet"


def cells_of(line: CaseLine) -> tuple[str, ...]:
    """Return one case as cells. Where an address is protected even the postcode is left out."""
    citizen, clock = line.citizen, line.clock
    return (
        line.number,
        citizen.name,
        mask(citizen.identifier),
        _HIDDEN if citizen.address_protected else citizen.postcode,
        COLUMN_LABELS[line.column],
        line.presses_on.isoformat() if clock and clock.due else "",
        clock.label if clock else "",
        clock.due.isoformat() if clock and clock.due else "",
        ACTION_LABELS[line.action] if line.action else "",
        line.next_session_at.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M")
        if line.next_session_at
        else "",
        line.contact_person,
        "ja" if line.has_red_flag else "nej",
        line.sick_since.isoformat() if line.sick_since else "",
        line.hold_until.isoformat() if line.hold_until else "",
    )
