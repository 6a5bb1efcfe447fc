"""Check the service segments around EDIFACT letters, and part the letters from each other.

Every count and number that is written twice must agree: a letter that lost a segment on the
way would else be read as if the sender had never written it (MEDCOM chapter 6, broken files).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from rehab.medcom.edifact_codes import ELEMENTS, IDENTIFIERS
from rehab.medcom.edifact_lexing import Segment
from rehab.medcom.elements import COPENHAGEN
from rehab.medcom.errors import Fault, MessageIdentity, UnreadableMessageError

RECEIPT_WANTED: Final = "1"
CENTURY_TURN: Final = 70
MAX_QUALIFIER: Final = 3
RECEIVER: Final = "SSP"
BINARY: Final = frozenset({"UNO", "UNP"})


@dataclass(frozen=True, slots=True)
class EdifactLetter:
    """Hold one letter of an interchange: what it says it is, and its segments UNH to UNT."""

    letter_id: str
    family: str
    version: str
    type_code: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Interchange:
    """Hold the envelope of an EDIFACT delivery and its letters."""

    envelope_id: str
    sender: str
    receiver: str
    sent_at: datetime | None
    wants_receipt: bool
    letters: tuple[EdifactLetter, ...]


def part_letters(segments: Sequence[Segment]) -> Interchange:
    """Return the envelope and its letters, when everything about them agrees.

    Raises UnreadableMessageError with a sentence about the first fault, and with as much of
    the identity as could be read.
    """
    try:
        return _checked(segments)
    except UnreadableMessageError as fault:
        identity = identity_of(segments)
        raise UnreadableMessageError(fault.reason_code, fault.sentence, identity) from fault


def identity_of(segments: Sequence[Segment]) -> MessageIdentity:
    """Return what can be read about an interchange whatever is wrong with it."""
    opening = next((each for each in segments if each.tag == "UNB"), Segment("UNB"))
    header = next((each for each in segments if each.tag == "UNH"), Segment("UNH"))
    receiver = receiver_in(segments)
    code = receiver.part(2, 2)
    return MessageIdentity(
        element=ELEMENTS.get(header.part(3), header.part(3)) or None,
        version_code=header.part(2, 5) or None,
        envelope_id=opening.part(5) or None,
        letter_id=header.part(1) or None,
        sender_gln=opening.part(2) or None,
        receiver_gln=opening.part(3) or None,
        receiver_identifier=receiver.part(2) or None,
        receiver_identifier_code=IDENTIFIERS.get(code, code) if receiver.part(2) else None,
        wants_receipt=opening.part(9) == RECEIPT_WANTED,
    )


def receiver_in(segments: Sequence[Segment]) -> Segment:
    """Return the party a letter is for, or one without a number when it names none."""
    parties = (each for each in segments if each.tag == "NAD" and each.part(1) == RECEIVER)
    return next(parties, Segment("NAD"))


def _checked(segments: Sequence[Segment]) -> Interchange:
    opening, body, closing = _envelope(segments)
    letters = _letters(body)
    stated = closing.part(1)
    if stated != str(len(letters)):
        raise _fault(
            Fault.WRONG_COUNT,
            f"UNZ siger, at forsendelsen har {stated[:20] or 'intet antal'} breve, "
            f"men den har {len(letters)}.",
        )
    if closing.part(2) != opening.part(5):
        raise _fault(
            Fault.IDS_DIFFER,
            f"Kuvertnummeret er {opening.part(5)[:35]} i UNB, men "
            f"{closing.part(2)[:35] or 'tomt'} i UNZ.",
        )
    return Interchange(
        envelope_id=opening.part(5),
        sender=opening.part(2),
        receiver=opening.part(3),
        sent_at=_sent_at(opening.part(4, 1), opening.part(4, 2)),
        wants_receipt=opening.part(9) == RECEIPT_WANTED,
        letters=letters,
    )


def _envelope(segments: Sequence[Segment]) -> tuple[Segment, Sequence[Segment], Segment]:
    """Return the opening, what lies between, and the closing of exactly one interchange."""
    tags = [each.tag for each in segments]
    if not tags or tags[0] != "UNB":
        raise _fault(Fault.BROKEN_INTERCHANGE, "Forsendelsen mangler UNB, som skal stå først.")
    if ("UNZ", "UNB") in pairwise(tags):
        raise _fault(Fault.BROKEN_INTERCHANGE, "Filen indeholder to forsendelser (UNB til UNZ).")
    if tags.count("UNB") > 1:
        raise _fault(Fault.BROKEN_INTERCHANGE, "Forsendelsen har UNB to gange.")
    if "UNZ" not in tags:
        raise _fault(Fault.BROKEN_INTERCHANGE, "Forsendelsen mangler UNZ, som skal stå sidst.")
    if tags.index("UNZ") != len(tags) - 1:
        raise _fault(Fault.BROKEN_INTERCHANGE, "Der står segmenter efter UNZ, som skal være sidst.")
    opening, closing = segments[0], segments[-1]
    if len(closing.parts(1)) > 1 or len(closing.parts(2)) > 1:
        raise _fault(Fault.BROKEN_INTERCHANGE, "UNZ har et forkert skilletegn.")
    for element, what in ((2, "afsender"), (3, "modtager"), (5, "kuvertnummer")):
        if not opening.part(element):
            raise _fault(Fault.BROKEN_INTERCHANGE, f"UNB mangler {what}.")
    return opening, segments[1:-1], closing


def _letters(body: Sequence[Segment]) -> tuple[EdifactLetter, ...]:
    letters: list[EdifactLetter] = []
    current: list[Segment] = []
    for segment in body:
        if segment.tag == "UNH" and current:
            raise _fault(Fault.BROKEN_INTERCHANGE, "Et brev mangler UNT, før det næste begynder.")
        if segment.tag != "UNH" and not current:
            raise _fault(
                Fault.BROKEN_INTERCHANGE,
                f"Der mangler UNH før {segment.tag}, hvor brevet begynder.",
            )
        current.append(segment)
        if segment.tag == "UNT":
            letters.append(_letter(current))
            current = []
    if current:
        raise _fault(Fault.BROKEN_INTERCHANGE, "Brevet mangler UNT, som skal stå sidst i det.")
    if not letters:
        raise _fault(Fault.BROKEN_INTERCHANGE, "Forsendelsen indeholder ingen breve (UNH mangler).")
    return tuple(letters)


def _letter(segments: Sequence[Segment]) -> EdifactLetter:
    header, trailer = segments[0], segments[-1]
    if not header.part(1) or not header.part(2):
        raise _fault(Fault.BROKEN_INTERCHANGE, "UNH er tomt: brevnummer eller brevtype mangler.")
    if not trailer.part(1) or not trailer.part(2):
        raise _fault(Fault.BROKEN_INTERCHANGE, "UNT er tomt: antal segmenter eller nummer mangler.")
    if header.part(1) != trailer.part(2):
        raise _fault(
            Fault.IDS_DIFFER,
            f"Brevnummeret er {header.part(1)[:35]} i UNH, men {trailer.part(2)[:35]} i UNT.",
        )
    has_binary = any(each.tag in BINARY for each in segments)
    if trailer.part(1) != str(len(segments)) and not has_binary:
        raise _fault(
            Fault.WRONG_COUNT,
            f"UNT siger, at brevet har {trailer.part(1)[:20]} segmenter, men det har "
            f"{len(segments)}.",
        )
    _check_parties(segments)
    return EdifactLetter(
        letter_id=header.part(1),
        family=header.part(2, 1),
        version=header.part(2, 5),
        type_code=header.part(3) or header.part(2, 1),
        segments=tuple(segments),
    )


def _check_parties(segments: Sequence[Segment]) -> None:
    """Refuse a role that no letter can have: the syntax gives them three characters at most."""
    for segment in segments:
        role = segment.part(1)
        if segment.tag == "NAD" and not 0 < len(role) <= MAX_QUALIFIER:
            raise unknown_role(role)


def unknown_role(role: str) -> UnreadableMessageError:
    """Return the error to raise for a party in a role that is not known."""
    return _fault(
        Fault.UNKNOWN_CODE, f"NAD har koden {role[:20] or 'ingen'}, som ikke er en kendt part."
    )


def _sent_at(day: str, clock: str) -> datetime | None:
    """Return when an interchange was sent; its year is often written with two digits."""
    if not (day + clock).isascii() or not (day + clock).isdigit():
        return None
    if len(day) == len("yymmdd"):
        day = ("19" if int(day[:2]) >= CENTURY_TURN else "20") + day
    try:
        return datetime.strptime(day + clock, "%Y%m%d%H%M").replace(tzinfo=COPENHAGEN)
    except ValueError:
        return None


def _fault(code: Fault, sentence: str) -> UnreadableMessageError:
    return UnreadableMessageError(code, f"{sentence} Bed afsenderen om at rette det og sende igen.")
