"""Letters that carry files, and the references other letters point to them with."""

import base64

from tests.support.message_parts import CPR, KOMMUNE, el, leaf, sender_of
from tests.support.messages import NS_2005, emessage

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PARTY = (
    leaf("OrganisationName", "Prøve"),
    leaf("StreetName", "Prøvevej 1"),
    leaf("DistrictName", "Prøveby"),
    leaf("PostCodeIdentifier", "9999"),
)


def xbin01(
    *,
    identifier="PRO26110001",
    content=PICTURE,
    extension="png",
    letter_id="PRB26110009",
    sender="gp",
):
    """A BinaryLetter with one file."""
    who = sender_of(sender)
    body = el(
        "BinaryLetter",
        el(
            "Letter",
            leaf("Identifier", letter_id),
            leaf("VersionCode", "XB0131X"),
            leaf("StatisticalCode", "XBIN01"),
            el("Authorisation", leaf("Date", "2026-11-03"), leaf("Time", "09:38")),
            leaf("TypeCode", "XBIN01"),
            leaf("StatusCode", "nytbrev"),
        ),
        el(
            "Sender",
            leaf("EANIdentifier", who.gln),
            leaf("Identifier", who.identifier),
            leaf("IdentifierCode", who.code),
            *PARTY,
            leaf("MedicalSpecialityCode", "almen_medicin"),
        ),
        el(
            "Receiver",
            leaf("EANIdentifier", KOMMUNE.gln),
            leaf("Identifier", KOMMUNE.identifier),
            leaf("IdentifierCode", KOMMUNE.code),
            *PARTY,
        ),
        el("Patient", leaf("CivilRegistrationNumber", CPR), leaf("PersonSurnameName", "Prøvesen")),
        el(
            "BinaryObject",
            leaf("ObjectIdentifier", identifier),
            leaf("ObjectCode", "billede"),
            leaf("ObjectExtensionCode", extension),
            leaf("OriginalObjectSize", str(len(content))),
            leaf("Object_Base64Encoded", base64.b64encode(content).decode()),
        ),
    )
    return emessage(body, namespace=NS_2005, envelope_id="PRK26110009")


def pointing_to(identifier="PRO26110001", description="Røntgenbillede"):
    """A reference for the `extra` of a letter."""
    return el(
        "Reference",
        leaf("RefDescription", description),
        el(
            "BIN",
            leaf("ObjectIdentifier", identifier),
            leaf("ObjectCode", "billede"),
            leaf("ObjectExtensionCode", "png"),
            leaf("OriginalObjectSize", "264"),
        ),
    )
