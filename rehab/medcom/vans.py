"""Open what a message is wrapped in, and recognise the formats that are not read.

A VANS operator may deliver the message inside a VANSEnvelope 1.0.4, in base64. Formats of
other families are named rather than called broken, so that a person can be told what came.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from rehab.medcom.edifact_reading import OPENINGS, open_edifact
from rehab.medcom.elements import child, local_name
from rehab.medcom.errors import Fault, UnreadableMessageError, UnsupportedFormatError
from rehab.medcom.letters import Wire
from rehab.medcom.xml import MAX_BYTES, Element, parse_with_notes

MAX_WRAPPINGS: Final = 3
PADDING: Final = b"\xef\xbb\xbf \t\r\n"
FHIR_NAMESPACE: Final = "http://hl7.org/fhir"
EMESSAGE: Final = "Emessage"
VANS_ENVELOPE: Final = "VANSEnvelope"
SBDH: Final = "StandardBusinessDocument"


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """Hold the Emessage that was inside, and how it had been sent.

    EDIFACT letters have their `fingerprints` taken before they became elements, one each.
    """

    root: Element
    wire: Wire
    notes: tuple[str, ...]
    fingerprints: tuple[str, ...] = ()


def open_message(raw: bytes, max_bytes: int = MAX_BYTES) -> OpenedMessage:
    """Return the Emessage in some bytes, after taking off VANS envelopes.

    An EDIFACT delivery becomes the Emessage that says the same, without namespaces. Raises
    UnsupportedFormatError for FHIR, SBDH and an operator's own receipt, and
    UnreadableMessageError for everything that is no message.
    """
    wire = Wire.OIOXML
    notes: tuple[str, ...] = ()
    for _ in range(MAX_WRAPPINGS + 1):
        start = raw[:4096].lstrip(PADDING)
        if start.startswith(OPENINGS):
            return _from_edifact(raw, wire, notes, max_bytes)
        if start.startswith(b"{") and b'"resourceType"' in raw:
            raise _fhir()
        document = parse_with_notes(raw, max_bytes)
        notes += document.notes
        name = local_name(document.root)
        if name == EMESSAGE:
            return OpenedMessage(document.root, wire, notes)
        if name != VANS_ENVELOPE:
            raise _not_a_message(document.root)
        wire = Wire.VANS
        raw = _content(document.root)
    raise UnreadableMessageError(
        Fault.BROKEN_ENVELOPE,
        f"Meddelelsen ligger i flere end {MAX_WRAPPINGS} kuverter uden på hinanden. "
        "Den er ikke åbnet.",
    )


def _from_edifact(raw: bytes, wire: Wire, notes: tuple[str, ...], max_bytes: int) -> OpenedMessage:
    delivery = open_edifact(raw, max_bytes)
    edifact_wire = Wire.VANS_EDIFACT if wire is Wire.VANS else Wire.EDIFACT
    return OpenedMessage(delivery.root, edifact_wire, notes + delivery.notes, delivery.fingerprints)


def _not_a_message(root: Element) -> UnreadableMessageError | UnsupportedFormatError:
    name = local_name(root)
    if str(root.tag).startswith(f"{{{FHIR_NAMESPACE}}}"):
        return _fhir()
    if name == SBDH:
        return UnsupportedFormatError(
            "sbdh",
            "Meddelelsen er pakket til eDelivery (SBDH) og kan ikke læses automatisk. "
            "Bed afsenderen om at sende den gennem VANS, eller indtast den.",
        )
    return UnreadableMessageError(
        Fault.NOT_A_MESSAGE,
        f"Filen er XML, men ikke en MedCom-meddelelse: den begynder med {name[:60]}.",
    )


def _fhir() -> UnsupportedFormatError:
    return UnsupportedFormatError(
        "fhir",
        "Meddelelsen er i FHIR-format og kan ikke læses automatisk. "
        "Bed afsenderen om at sende som MedCom-XML, eller indtast den.",
    )


def _content(envelope: Element) -> bytes:
    data = child(envelope, "Message", "Data")
    if data is None and child(envelope, "Receipt") is not None:
        raise UnsupportedFormatError(
            "vans-receipt",
            "Filen er en kvittering mellem VANS-operatører og indeholder ingen meddelelse.",
        )
    text = (
        "".join("".join(str(part) for part in data.itertext()).split()) if data is not None else ""
    )
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as fault:
        raise _empty_or_broken() from fault
    if not content:
        raise _empty_or_broken()
    return content


def _empty_or_broken() -> UnreadableMessageError:
    return UnreadableMessageError(
        Fault.BROKEN_ENVELOPE,
        "Kuverten fra VANS indeholder ingen meddelelse, der kan pakkes ud (Message/Data). "
        "Bed afsenderen om at sende igen.",
    )
