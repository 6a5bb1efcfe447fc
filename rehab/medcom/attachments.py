"""Read attachments (XBIN01, XBIN02), which come as letters of their own.

The bytes are kept as they came, with a fingerprint, and nothing here looks into them: what a
file is called says nothing of what it is, and none is ever opened or run by this system.
"""

import base64
import binascii
import hashlib
from dataclasses import replace
from typing import Final

from rehab.medcom.elements import child, children, missing, required, text_at
from rehab.medcom.enclosures import Attachment
from rehab.medcom.errors import Fault, UnreadableMessageError
from rehab.medcom.letters import Letter
from rehab.medcom.parties import read_patient
from rehab.medcom.references import whole_number
from rehab.medcom.xml import Element

MAX_CONTENT: Final = 7 * 1024 * 1024  # what still fits in the largest message as base64
SIGNS_PER_BYTE: Final = 4 / 3


def read_attachment_letter(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with the files it carries.

    A letter between systems names no citizen. Raises UnreadableMessageError when there is no
    file, or one without its object identifier, too large, or not whole base64.
    """
    files = tuple(_attachment(each) for each in children(element, "BinaryObject"))
    if not files:
        raise missing(element, "BinaryObject")
    return replace(letter, patient=read_patient(element), attachments=files)


def _attachment(element: Element) -> Attachment:
    identifier = required(element, "ObjectIdentifier")
    content = _content(element, identifier)
    return Attachment(
        object_identifier=identifier,
        object_code=text_at(element, "ObjectCode"),
        extension=text_at(element, "ObjectExtensionCode"),
        stated_size=whole_number(text_at(element, "OriginalObjectSize")),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _content(element: Element, identifier: str) -> bytes:
    data = child(element, "Object_Base64Encoded")
    if data is None:
        raise missing(element, "Object_Base64Encoded")
    text = "".join("".join(str(part) for part in data.itertext()).split())
    if len(text) > MAX_CONTENT * SIGNS_PER_BYTE:
        raise UnreadableMessageError(
            Fault.TOO_LARGE,
            f"Bilaget {identifier[:35]} fylder mere end {MAX_CONTENT // 1024} kB. "
            "Bed afsenderen om at sende det i mindre dele.",
        )
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as fault:
        raise _broken(identifier) from fault
    if not content:
        raise _broken(identifier)
    return content


def _broken(identifier: str) -> UnreadableMessageError:
    return UnreadableMessageError(
        Fault.BROKEN_ATTACHMENT,
        f"Bilaget {identifier[:35]} kan ikke pakkes ud: indholdet er ikke hel base64. "
        "Bed afsenderen om at sende igen.",
    )
