"""Write the parts that every outgoing XML letter has: envelope, parties, citizen and text.

Names that are too long are cut, since hospital systems do the same; numbers and codes never
are, since a shortened number is another number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from rehab.domain.errors import DomainError
from rehab.medcom.elements import COPENHAGEN
from rehab.medcom.latin import sendable_line, sendable_lines, shortened
from rehab.medcom.letters import Party, Patient
from rehab.medcom.xml import Element

DECLARATION: Final = b'<?xml version="1.0" encoding="ISO-8859-1"?>\n'
NAME: Final = 35
LONG_NAME: Final = 70
CPR_LENGTH: Final = 10
MAX_ID: Final = 14
IDENTIFIER_CODES: Final = frozenset(
    {"sygehusafdelingsnummer", "ydernummer", "lokationsnummer", "kommunenummer", "sorkode"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of an outgoing text, which is a heading or is not."""

    text: str
    is_heading: bool = False


class UnsendableLetterError(DomainError):
    """Say what a letter lacks before it can be sent."""


def new_emessage(
    namespace: str, *, envelope_id: str, sent_at: datetime, wants_receipt: bool
) -> Element:
    """Return a delivery with its envelope, for a letter to be added to."""
    root = etree.fromstring(f'<Emessage xmlns="{namespace}"/>')
    envelope = add(root, "Envelope")
    add_instant(envelope, "Sent", sent_at)
    add(envelope, "Identifier", exact(envelope_id, MAX_ID, "kuvertnummer"))
    wish = "pluspositivkvitt" if wants_receipt else "minuspositivkvitt"
    add(envelope, "AcknowledgementCode", wish)
    return root


def as_bytes(root: Element) -> bytes:
    """Return a delivery as bytes in ISO-8859-1 that no reader can take for something else."""
    text = etree.tostring(root, encoding="unicode")
    written = text.encode("iso-8859-1", errors="xmlcharrefreplace")
    try:
        written.decode("utf-8")
    except UnicodeDecodeError:
        return DECLARATION + written
    # These bytes also make sense as UTF-8, and a reader that looks at bytes before it looks at
    # the declaration would take them for that; character references cannot be mistaken.
    return DECLARATION + text.encode("ascii", errors="xmlcharrefreplace")


def add(parent: Element, name: str, text: str | None = None) -> Element:
    """Add an element in its parent's namespace and return it."""
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    element.text = text
    return element


def add_some(parent: Element, name: str, text: str | None) -> None:
    """Add an element when there is a text for it."""
    if text is not None:
        add(parent, name, text)


def add_instant(parent: Element, name: str, instant: datetime) -> None:
    """Add a day and time, which messages write in Danish time."""
    local = instant.astimezone(COPENHAGEN)
    element = add(parent, name)
    add(element, "Date", local.date().isoformat())
    add(element, "Time", f"{local:%H:%M}")


def exact(text: str | None, limit: int, what: str) -> str:
    """Return a number that may not be cut.

    Raises UnsendableLetterError when it is missing or too long.
    """
    line = sendable_line(text)
    if line is None:
        raise UnsendableLetterError(f"Brevet mangler {what}. Udfyld det, før brevet sendes.")
    if len(line) > limit:
        raise UnsendableLetterError(
            f"Brevets {what} er {len(line)} tegn langt og må højst være {limit}. Ret det."
        )
    return line


def add_sender(body: Element, sender: Party) -> Element:
    """Add the kommune as sender, with its telephone, and return the element."""
    if sendable_line(sender.organisation) is None:
        raise UnsendableLetterError("Brevet mangler kommunens navn. Ret det under opsætning.")
    element = add_party(body, "Sender", sender, with_gln=True)
    phone = (sender.phone or "").replace(" ", "")
    add_some(element, "TelephoneSubscriberIdentifier", shortened(phone, 25))
    return element


def add_party(body: Element, name: str, party: Party, *, with_gln: bool) -> Element:
    """Add an organisation; one without a number of its own is known by its location number.

    Raises UnsendableLetterError for a number of a kind that letters cannot carry.
    """
    who = {"Sender": "afsender", "Receiver": "modtager"}.get(name, "kopimodtager")
    element = add(body, name)
    if with_gln:
        add(element, "EANIdentifier", exact(party.gln, 35, f"lokationsnummer for {who}"))
    number, code = party.identifier, party.identifier_code
    if number is None and party.gln is not None:
        number, code = party.gln, "lokationsnummer"
    add(element, "Identifier", exact(number, 17, f"nummer for {who}"))
    if code not in IDENTIFIER_CODES:
        raise UnsendableLetterError(
            f"Brevet kan ikke sendes til eller fra et {code or 'nummer uden type'} ({who}). "
            "Vælg en part med ydernummer, lokationsnummer eller sygehusafdelingsnummer."
        )
    add(element, "IdentifierCode", code)
    add_some(element, "OrganisationName", shortened(party.organisation, NAME))
    add_some(element, "DepartmentName", shortened(party.department, NAME))
    add_some(element, "UnitName", shortened(party.unit, NAME))
    _add_address(element, party)
    return element


def add_patient(body: Element, patient: Patient) -> Element:
    """Add the citizen and return the element.

    Raises UnsendableLetterError without a number of ten signs, or without a surname.
    """
    element = add(body, "Patient")
    number = exact(patient.identifier, CPR_LENGTH, "CPR-nummer")
    if len(number) != CPR_LENGTH:
        raise UnsendableLetterError(
            "Borgerens CPR-nummer skal have ti tegn, før brevet kan sendes."
        )
    name = "CivilRegistrationNumber" if patient.identifier_is_cpr else "AlternativeIdentifier"
    add(element, name, number)
    surname = shortened(patient.surname, LONG_NAME)
    if surname is None:
        raise UnsendableLetterError("Brevet mangler borgerens efternavn. Ret det på sagen.")
    add(element, "PersonSurnameName", surname)
    add_some(element, "PersonGivenName", shortened(patient.given_name, LONG_NAME))
    _add_address(element, patient)
    add_some(element, "OccupancyText", shortened(patient.occupation, NAME))
    return element


def _add_address(element: Element, resident: Party | Patient) -> None:
    add_some(element, "StreetName", shortened(resident.street, NAME))
    add_some(element, "SuburbName", shortened(resident.suburb, NAME))
    add_some(element, "DistrictName", shortened(resident.district, NAME))
    add_some(element, "PostCodeIdentifier", shortened(resident.postcode, 9))


def lines_of(sections: Iterable[tuple[str | None, str]]) -> tuple[Line, ...]:
    """Return headings and texts as lines, an empty one between one section and the next."""
    lines: list[Line] = []
    for heading, text in sections:
        if lines:
            lines.append(Line(""))
        words = sendable_line(heading)
        if words is not None:
            lines.append(Line(words, is_heading=True))
        lines.extend(Line(line) for line in sendable_lines(text))
    return tuple(lines)


def add_lines(element: Element, lines: Iterable[Line]) -> None:
    """Add lines to a formatted text: headings in bold, and a Break between any two."""
    for place, line in enumerate(lines):
        last = add(element, "Break") if place else None
        if line.is_heading:
            add(element, "Bold", line.text)
        elif last is None:
            element.text = line.text
        else:
            last.tail = line.text
