"""What is shown of a file that could not be placed: facts, and an excerpt that cannot act."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab.medcom.foreign_text import foreign_text
from rehab.models import Delivery, IntakeOutcome
from rehab.web.filters import danish_instant
from rehab.web.labels import OUTCOME_LABELS

EXCERPT_BYTES: Final = 4000
_HEX_BYTES: Final = 512
_HEX_WIDTH: Final = 16
_ALLOWED_CONTROLS: Final = "\n\t"


@dataclass(frozen=True, slots=True)
class QuarantineRowView:
    """A row of the list of files."""

    delivery_id: UUID
    received_text: str
    source: str
    outcome: str
    tone: str
    reason: str
    sender: str


@dataclass(frozen=True, slots=True)
class ExcerptView:
    """The beginning of a file, as text or as hexadecimal digits."""

    heading: str
    text: str


def quarantine_row(delivery: Delivery) -> QuarantineRowView:
    """Return a row of the list."""
    outcome = delivery.outcome
    return QuarantineRowView(
        delivery_id=delivery.id,
        received_text=danish_instant(delivery.received_at),
        source=delivery.source,
        outcome=OUTCOME_LABELS[outcome] if outcome else "Ikke læst",
        tone="danger" if outcome == "quarantined" else "warning",
        reason=delivery.reason or "",
        sender=delivery.sender_gln or "Ukendt",
    )


def quarantine_pairs(delivery: Delivery, size: int) -> tuple[tuple[str, str], ...]:
    """Return what is known about a file."""
    row = quarantine_row(delivery)
    pairs = (
        ("Modtaget", row.received_text),
        ("Filnavn", row.source),
        ("Behandling", row.outcome),
        ("Afvisningskode", delivery.refuse_code or ""),
        ("Afsenders lokationsnummer", delivery.sender_gln or ""),
        ("Kuvert", delivery.envelope_id or ""),
        ("Størrelse", f"{size} byte"),
    )
    return tuple(pair for pair in pairs if pair[1])


def readable_texts(delivery: Delivery, raw: bytes) -> tuple[str, ...]:
    """Return the words of a file that was parked because it is of a family we do not read."""
    return foreign_text(raw) if delivery.outcome is IntakeOutcome.PARKED else ()


def excerpt(raw: bytes) -> ExcerptView:
    """Return the beginning of a file: as text where it is text, else as hexadecimal digits."""
    head = raw[:EXCERPT_BYTES]
    text = _as_text(head)
    if text is not None:
        more = " (de første 4.000 byte)" if len(raw) > EXCERPT_BYTES else ""
        return ExcerptView(f"Filens tekst{more}", text)
    lines = (
        f"{place:06x}  {head[place : place + _HEX_WIDTH].hex(' ')}"
        for place in range(0, min(len(head), _HEX_BYTES), _HEX_WIDTH)
    )
    return ExcerptView("Filens første byte (ikke tekst)", "\n".join(lines))


def _as_text(head: bytes) -> str | None:
    """Return bytes as text when they are; controls would vanish or confuse, so they are shown."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        text = head.decode("iso-8859-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = sum(not (sign.isprintable() or sign in _ALLOWED_CONTROLS) for sign in text)
    if odd * 20 > len(text):
        return None
    return "".join(
        sign if sign.isprintable() or sign in _ALLOWED_CONTROLS else "\N{REPLACEMENT CHARACTER}"
        for sign in text
    )
