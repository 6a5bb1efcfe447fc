"""Read any message that may reach the kommune's location number.

The letter element and its version together decide who reads the letter; prefix and namespace
decide nothing (MEDCOM chapter 0, decision 3).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rehab.medcom.attachments import read_attachment_letter
from rehab.medcom.discharge_letters import read_correspondence, read_discharge_letter
from rehab.medcom.elements import child, instant_at, local_name, required, text_at
from rehab.medcom.errors import (
    Fault,
    MessageIdentity,
    UnknownLetterError,
    UnknownVersionError,
    UnreadableMessageError,
)
from rehab.medcom.fingerprint import content_hash
from rehab.medcom.letters import Envelope, Letter, LetterKind
from rehab.medcom.parties import read_copies, read_party, read_relatives, read_sender
from rehab.medcom.receipts import read_receipt
from rehab.medcom.references import list_references
from rehab.medcom.referrals import read_hospital_referral, read_municipality_referral
from rehab.medcom.rehabilitation_plans import read_rehabilitation_plan
from rehab.medcom.vans import open_message
from rehab.medcom.xml import MAX_BYTES, Element

RECEIPT_WANTED: Final = "pluspositivkvitt"
NOT_LETTERS: Final = frozenset({"Envelope", "Local_Elements"})


@dataclass(frozen=True, slots=True)
class LetterType:
    """Hold what is known of a letter element: its kind, its versions and its reader."""

    kind: LetterKind
    versions: frozenset[str]
    fill: Callable[[Element, Letter], Letter]


def _letter(*versions: str) -> LetterType:
    return LetterType(LetterKind.LETTER, frozenset(versions), read_discharge_letter)


def _receipt(*versions: str) -> LetterType:
    return LetterType(LetterKind.RECEIPT, frozenset(versions), read_receipt)


def _attachment(*versions: str) -> LetterType:
    return LetterType(LetterKind.ATTACHMENT, frozenset(versions), read_attachment_letter)


LETTER_TYPES: Final = {
    "MunicipalityReferral": LetterType(
        LetterKind.XREF15, frozenset({"XH1530R", "XH1531R"}), read_municipality_referral
    ),
    "HospitalReferral": LetterType(
        LetterKind.REF01,
        frozenset({"XH0130R", "XH0131R", "H0130R", "H0131R"}),
        read_hospital_referral,
    ),
    "RehabilitationPlan": LetterType(
        LetterKind.GGOP, frozenset({"GGOP100"}), read_rehabilitation_plan
    ),
    "ClinicalEmail": LetterType(
        LetterKind.CORRESPONDENCE, frozenset({"XD9134L", "XD9135L", "D9134L"}), read_correspondence
    ),
    "DischargeLetter": _letter("XD0133L", "XD0134L", "D0133L"),
    "OutPatientDischargeLetter": _letter("XD0233L", "XD0234L"),
    "CasualtyWardLetter": _letter("XD0333L", "XD0334L"),
    "PrivateSpecialistLetter": _letter("XD0733L", "XD0734L", "D0733L"),
    "PhysiotherapyLetter": _letter("XD0833L", "D0833L"),
    "MunicipalityLetter": _letter("XD1530L", "XD1531L"),
    "NegativeVansReceipt": _receipt("XC0130Q", "C0130Q"),
    "NegativeReceipt": _receipt("XC0230Q", "C0230Q"),
    "PositiveReceipt": _receipt("XC0330Q", "C0330Q"),
    "BinaryLetter": _attachment("XB0130X", "XB0131X", "XB0210X"),
    "ReferralAttachment": _attachment("XB0210X"),
}


def read_envelope(raw: bytes, max_bytes: int = MAX_BYTES) -> Envelope:
    """Return the envelope and all its letters; one that cannot be read refuses them all.

    Raises UnreadableMessageError, UnsupportedFormatError, UnknownLetterError or
    UnknownVersionError, and nothing else. Those about a letter carry what could be read of
    its identity, for the receipt.
    """
    opened = open_message(raw, max_bytes)
    envelope = child(opened.root, "Envelope")
    letters = [part for part in opened.root if local_name(part) not in NOT_LETTERS]
    identity = _identity(envelope, letters[0] if letters else None)
    try:
        envelope_id = required(opened.root, "Envelope", "Identifier")
    except UnreadableMessageError as fault:
        raise UnreadableMessageError(fault.reason_code, fault.sentence, identity) from fault
    if not letters:
        raise UnreadableMessageError(
            Fault.MISSING_ELEMENT,
            "Kuverten indeholder ingen breve. Bed afsenderen om at sende igen.",
            identity,
        )
    return Envelope(
        envelope_id=envelope_id,
        sent_at=instant_at(envelope, "Sent"),
        wants_receipt=identity.wants_receipt,
        letters=_read_letters(envelope, letters, opened.fingerprints),
        wire=opened.wire,
        notes=opened.notes,
    )


def _read_letters(
    envelope: Element | None, elements: Sequence[Element], fingerprints: Sequence[str]
) -> tuple[Letter, ...]:
    """Return the letters, each with the fingerprint taken of it as it came, if one was."""
    letters = tuple(_read_letter(envelope, element) for element in elements)
    if not fingerprints:
        return letters
    return tuple(
        replace(letter, content_hash=fingerprint)
        for letter, fingerprint in zip(letters, fingerprints, strict=True)
    )


def _identity(envelope: Element | None, letter: Element | None) -> MessageIdentity:
    return MessageIdentity(
        element=None if letter is None else local_name(letter),
        version_code=text_at(letter, "Letter", "VersionCode"),
        envelope_id=text_at(envelope, "Identifier"),
        letter_id=text_at(letter, "Letter", "Identifier"),
        sender_gln=text_at(letter, "Sender", "EANIdentifier"),
        receiver_gln=text_at(letter, "Receiver", "EANIdentifier"),
        receiver_identifier=text_at(letter, "Receiver", "Identifier"),
        receiver_identifier_code=text_at(letter, "Receiver", "IdentifierCode"),
        wants_receipt=text_at(envelope, "AcknowledgementCode") == RECEIPT_WANTED,
    )


def _read_letter(envelope: Element | None, element: Element) -> Letter:
    identity = _identity(envelope, element)
    name = local_name(element)
    letter_type = LETTER_TYPES.get(name)
    if letter_type is None:
        raise UnknownLetterError(
            f"Brevtypen {name[:60]} kan ikke modtages her. Kontakt afsenderen, "
            "hvis brevet er ment til os.",
            identity,
        )
    if identity.version_code not in letter_type.versions:
        raise UnknownVersionError(
            f"{name} i version {(identity.version_code or 'uden versionskode')[:20]} kan ikke "
            f"modtages her. Kendte versioner: {', '.join(sorted(letter_type.versions))}.",
            identity,
        )
    try:
        return letter_type.fill(element, _common(element, letter_type.kind))
    except UnreadableMessageError as fault:
        raise UnreadableMessageError(fault.reason_code, fault.sentence, identity) from fault


def _common(element: Element, kind: LetterKind) -> Letter:
    """Return a letter with what all types have in common, for its own reader to fill in."""
    header = child(element, "Letter")
    return Letter(
        kind=kind,
        element=local_name(element),
        version_code=required(element, "Letter", "VersionCode"),
        letter_id=required(element, "Letter", "Identifier"),
        sender=read_sender(element),
        receiver=read_party(child(element, "Receiver")),
        content_hash=content_hash(element),
        statistical_code=text_at(header, "StatisticalCode"),
        type_code=text_at(header, "TypeCode"),
        status_code=text_at(header, "StatusCode"),
        authorised_at=instant_at(header, "Authorisation"),
        episode_id=(
            text_at(header, "EpisodeOfCareIdentifier")
            or text_at(header, "EpisodeOfCare", "EpisodeOfCareIdentifier")
        ),
        answer_receivers=read_copies(element),
        relatives=read_relatives(element),
        references=list_references(element),
    )
