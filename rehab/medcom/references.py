"""Read what a letter says lies elsewhere: a web address, or an attachment sent on its own."""

from rehab.medcom.elements import children, text_at
from rehab.medcom.formatted_text import plain_text
from rehab.medcom.letters import Section
from rehab.medcom.xml import Element


def read_references(element: Element) -> tuple[Section, ...]:
    """Return one section that names the letter's references, or none.

    Nothing is fetched. An attachment comes as a letter of its own, before or after this one,
    and is found by its object identifier.
    """
    lines = [
        ": ".join(part for part in (_description(reference), _target(reference)) if part)
        for reference in children(element, "Reference")
    ]
    filled = [line for line in lines if line]
    return (Section("bilag", "Bilag", plain_text("\n".join(filled))),) if filled else ()


def _description(reference: Element) -> str | None:
    return text_at(reference, "RefDescription")


def _target(reference: Element) -> str | None:
    return text_at(reference, "URL") or text_at(reference, "BIN", "ObjectIdentifier")
