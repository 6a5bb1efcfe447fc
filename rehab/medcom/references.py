"""Read what a letter says lies elsewhere: a web address, or an attachment sent on its own."""

from typing import Final

from rehab.medcom.elements import child, children, text_at
from rehab.medcom.enclosures import Reference, ReferenceKind
from rehab.medcom.formatted_text import plain_text
from rehab.medcom.letters import Section
from rehab.medcom.xml import Element

MAX_DIGITS: Final = 12


def read_references(element: Element) -> tuple[Section, ...]:
    """Return one section that names the letter's references, or none.

    Nothing is fetched. An attachment comes as a letter of its own, before or after this one,
    and is found by its object identifier.
    """
    lines = [
        ": ".join(part for part in (reference.description, reference.target) if part)
        for reference in list_references(element)
    ]
    filled = [line for line in lines if line]
    return (Section("bilag", "Bilag", plain_text("\n".join(filled))),) if filled else ()


def list_references(element: Element) -> tuple[Reference, ...]:
    """Return the letter's references in order, so that attachments can be joined to it."""
    return tuple(_reference(each) for each in children(element, "Reference"))


def _reference(element: Element) -> Reference:
    description = text_at(element, "RefDescription")
    binary = child(element, "BIN")
    if binary is not None:
        return Reference(
            kind=ReferenceKind.ATTACHMENT,
            description=description,
            target=text_at(binary, "ObjectIdentifier"),
            object_code=text_at(binary, "ObjectCode"),
            extension=text_at(binary, "ObjectExtensionCode"),
            size=whole_number(text_at(binary, "OriginalObjectSize")),
        )
    address = text_at(element, "URL")
    kind = ReferenceKind.SUPPLEMENT if address is None else ReferenceKind.URL
    return Reference(kind, description, address)


def whole_number(text: str | None) -> int | None:
    """Return a number of bytes, or None for what is no such number."""
    usable = text is not None and text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if usable and text is not None else None
