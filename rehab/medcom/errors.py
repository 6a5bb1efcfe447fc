"""What can be wrong with a message that arrives, told apart so that each gets its own fate.

A message that cannot be read goes to quarantine, one in a format of another family is parked,
and one of an unknown type or version gets a negative receipt. Nothing else may come out of the
readers: the import relies on it to never stop half-way (MEDCOM "never lose a file").
"""

from dataclasses import dataclass
from enum import StrEnum

from rehab.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class MessageIdentity:
    """Hold what could be read about a message that was not understood.

    A negative receipt must name the envelope and the letter and go back to the sender, so
    these are read even when the rest is not (XCTL02). Kommuner that share a location number are
    told apart by the receiver's identifier (MEDCOM 8.5). Each part may be missing.
    """

    element: str | None = None
    version_code: str | None = None
    envelope_id: str | None = None
    letter_id: str | None = None
    sender_gln: str | None = None
    receiver_gln: str | None = None
    receiver_identifier: str | None = None
    receiver_identifier_code: str | None = None
    wants_receipt: bool = False


class Fault(StrEnum):
    """Name the reasons for which a message cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    DOCTYPE = "doctype"
    TOO_COMPLEX = "too_complex"
    NOT_A_MESSAGE = "not_a_message"
    MISSING_ELEMENT = "missing_element"
    BROKEN_ENVELOPE = "broken_envelope"
    WRONG_CHARACTERS = "wrong_characters"
    BROKEN_INTERCHANGE = "broken_interchange"
    WRONG_COUNT = "wrong_count"
    IDS_DIFFER = "ids_differ"
    UNKNOWN_CODE = "unknown_code"
    BROKEN_ATTACHMENT = "broken_attachment"


class MessageError(DomainError):
    """Say that a message could not be read; the text is for the person who looks at it."""

    def __init__(self, sentence: str, identity: MessageIdentity | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.identity = identity or MessageIdentity()


class UnreadableMessageError(MessageError):
    """Say that the bytes are not a message, or lack what a message must have."""

    def __init__(
        self, reason_code: Fault, sentence: str, identity: MessageIdentity | None = None
    ) -> None:
        super().__init__(sentence, identity)
        self.reason_code = reason_code


class UnsupportedFormatError(MessageError):
    """Say that the message is sound as far as is known, but in a format that is not read yet."""

    def __init__(self, message_format: str, sentence: str) -> None:
        super().__init__(sentence)
        self.format = message_format


class UnknownLetterError(MessageError):
    """Say that the message holds a type of letter that this system does not receive."""


class UnknownVersionError(MessageError):
    """Say that the type of letter is known, but not in the version it came in."""
