"""Write the people, organisations and diagnoses of an EDIFACT letter as the XML has them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from rehab.medcom.edifact_codes import (
    DIAGNOSIS_ROLES,
    DIAGNOSIS_TYPES,
    IDENTIFIERS,
    RELATIONS,
    SPECIALITIES,
)
from rehab.medcom.edifact_groups import Group, named
from rehab.medcom.edifact_interchange import Interchange, unknown_role
from rehab.medcom.edifact_lexing import Segment
from rehab.medcom.errors import Fault, UnreadableMessageError
from rehab.medcom.xml import Element

NAD_NAMES: Final = 4
MINUTES, SECONDS, DAYS = "203", "204", "102"
LENGTHS: Final = {MINUTES: 12, SECONDS: 14, DAYS: 8}


def add(parent: Element, name: str, text: str = "") -> Element:
    """Add an element with a text and return it."""
    element = etree.SubElement(parent, name)
    element.text = text
    return element


def add_some(parent: Element, name: str, text: str) -> None:
    """Add an element when there is a text for it."""
    if text:
        add(parent, name, text)


def add_instant(parent: Element, name: str, segment: Segment) -> None:
    """Add the day and time of a DTM segment, or nothing when it is not there.

    Raises UnreadableMessageError for a form of time that no letter has (MEDCOM chapter 6).
    """
    if not segment.elements:
        return
    text, form = segment.part(1, 2), segment.part(1, 3)
    if LENGTHS.get(form) != len(text) or not (text.isascii() and text.isdigit()):
        raise UnreadableMessageError(
            Fault.UNKNOWN_CODE,
            f"DTM har tiden {text[:20] or '(tom)'} i formatet {form[:10] or '(intet)'}, som ikke "
            "passer sammen. Bed afsenderen om at rette det og sende igen.",
        )
    element = add(parent, name)
    add(element, "Date", f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    if form != DAYS:
        add(element, "Time", f"{text[8:10]}:{text[10:12]}")


def parties_by_role(
    groups: Sequence[Group], roles: frozenset[str]
) -> Mapping[str, tuple[Group, ...]]:
    """Return the S01 groups by their role.

    Raises UnreadableMessageError for a role that the letter type does not have.
    """
    found: dict[str, list[Group]] = {}
    for party in named(groups, "S01"):
        role = party.first("NAD").part(1)
        if role not in roles:
            raise unknown_role(role)
        found.setdefault(role, []).append(party)
    return {role: tuple(parties) for role, parties in found.items()}


def add_sender(letter: Element, interchange: Interchange, parties: Sequence[Group]) -> Element:
    """Add the sender, whose location number stands on the envelope only."""
    sender = add(letter, "Sender")
    add(sender, "EANIdentifier", interchange.sender)
    for party in parties[:1]:
        _add_party(sender, party)
        code = party.first("SPR").part(2)
        add_some(sender, "MedicalSpecialityCode", SPECIALITIES.get(code.lstrip("0"), code))
    return sender


def add_receiver(letter: Element, interchange: Interchange, parties: Sequence[Group]) -> Element:
    """Add the receiver, whose location number stands on the envelope only."""
    receiver = add(letter, "Receiver")
    add(receiver, "EANIdentifier", interchange.receiver)
    for party in parties[:1]:
        _add_party(receiver, party)
    return receiver


def add_number(element: Element, names: Segment) -> None:
    """Add the number that a party is known by and what kind of number it is, if it has one."""
    number, code = names.part(2, 1), names.part(2, 2)
    if number:
        add(element, "Identifier", number)
        add(element, "IdentifierCode", IDENTIFIERS.get(code, code))


def add_copy_receiver(letter: Element, name: str, party: Group) -> None:
    """Add one who gets a copy; such a party has no location number."""
    _add_party(add(letter, name), party)


def add_referrer(sender: Element, party: Group) -> None:
    """Add the person who referred: the names of the party are a title and a name."""
    referrer = add(sender, "Referrer")
    names = party.first("NAD")
    add_some(referrer, "PersonName", names.part(NAD_NAMES, 2))
    add_some(referrer, "PersonTitle", names.part(NAD_NAMES, 1))


def _add_party(element: Element, party: Group) -> None:
    names = party.first("NAD")
    add_number(element, names)
    for place, name in enumerate(("OrganisationName", "DepartmentName", "UnitName"), start=1):
        add_some(element, name, names.part(NAD_NAMES, place))
    _add_address(element, party)
    add_some(element, "TelephoneSubscriberIdentifier", party.first("CON").part(2))


def _add_address(element: Element, resident: Group) -> None:
    address = resident.first("ADR")
    add_some(element, "StreetName", address.part(2, 2))
    add_some(element, "SuburbName", address.part(2, 3))
    add_some(element, "DistrictName", address.part(3))
    add_some(element, "PostCodeIdentifier", address.part(4))


def add_patient(letter: Element, group: Group, email: str = "") -> Element:
    """Add the citizen."""
    patient = add(letter, "Patient")
    person = group.first("PNA")
    add_some(patient, "CivilRegistrationNumber", person.part(2))
    add_some(patient, "AlternativeIdentifier", group.first("RFF").part(1, 2))
    _add_names(patient, person)
    _add_address(patient, group)
    add_some(patient, "OccupancyText", group.first("EMP").part(3, 4))
    for phone in group.all("CON"):
        subscriber = add(patient, "TelephoneSubscriber")
        add_some(subscriber, "TelephoneSubscriberIdentifier", phone.part(2))
    add_some(patient, "EmailIdentifier", email)
    return patient


def add_relatives(letter: Element, groups: Sequence[Group]) -> None:
    """Add the relatives, one for each group."""
    for group in groups:
        relative = add(letter, "Relative")
        code = group.first("REL").part(2)
        add_some(relative, "RelationCode", RELATIONS.get(code, code))
        person = group.first("PNA")
        add_some(relative, "PersonIdentifier", person.part(2))
        _add_names(relative, person)


def _add_names(element: Element, person: Segment) -> None:
    names = dict(_marked(person))
    add_some(element, "PersonSurnameName", names.get("SU", ""))
    add_some(element, "PersonGivenName", names.get("FO", ""))


def _marked(person: Segment) -> Iterator[tuple[str, str]]:
    """Yield the names of a PNA segment by their mark: SU for surname, FO for given name."""
    for place in range(5, len(person.elements) + 1):
        yield person.part(place, 1), person.part(place, 2)


def add_diagnosis(
    parent: Element, name: str, segment: Segment, *, with_role: bool, with_type: bool = True
) -> None:
    """Add one diagnosis of a CIN segment."""
    diagnosis = add(parent, name)
    role, code = segment.part(1), segment.part(2, 2)
    if with_role:
        add_some(diagnosis, "DiagnoseDescriptionCode", DIAGNOSIS_ROLES.get(role, role))
    add_some(diagnosis, "DiagnoseCode", segment.part(2, 1))
    if with_type:
        add_some(diagnosis, "DiagnoseTypeCode", DIAGNOSIS_TYPES.get(code, code))
    add_some(diagnosis, "DiagnoseText", segment.part(2, 4))


def written_instant(parent: Element, name: str, instant: datetime | None) -> None:
    """Add a day and time that has been read already, or nothing."""
    if instant is not None:
        element = add(parent, name)
        add(element, "Date", instant.date().isoformat())
        add(element, "Time", f"{instant:%H:%M}")
