"""Write correspondence as XDIS91, version XD9134L: the letter that every receiver can take.

It carries what has no type of its own: what a referral lacks, why one is returned, a note to
the citizen's doctor, and the closing letter to a receiver who cannot take XDIS15 (MEDCOM 3.5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from rehab.medcom.latin import shortened
from rehab.medcom.letters import Party, Patient
from rehab.medcom.xml import Element
from rehab.medcom.xml_writing import (
    LONG_NAME,
    MAX_ID,
    Line,
    UnsendableLetterError,
    add,
    add_instant,
    add_lines,
    add_party,
    add_patient,
    add_sender,
    add_some,
    as_bytes,
    exact,
    lines_of,
    new_emessage,
)

NAMESPACE: Final = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2006/07/01/"
MAX_TEXT: Final = 3150  # what EDIFACT has room for, which an operator may turn the letter into
MAX_TEXTS: Final = 10
LEAST_AFTER_HEADING: Final = 80


class EpisodeStatus(StrEnum):
    """Name what a letter may say about the citizen's course with the sender."""

    INACTIVE = "inaktiv"
    ADMITTED = "indlagt"
    OUTPATIENT = "ambulant"
    DEAD = "doed"


class MailPriority(StrEnum):
    """Name how soon the sender hopes that a correspondence is read."""

    ROUTINE = "rutine"
    HIGH = "høj_prioritet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """Hold everything a correspondence says; instants are written in Danish time.

    `sections` are texts with their headings, or with None for a text without one.
    `episode_id` is None for a letter about no course that has been referred.
    """

    envelope_id: str
    letter_id: str
    sent_at: datetime
    authorised_at: datetime
    sender: Party
    receiver: Party
    patient: Patient
    status: EpisodeStatus
    subject: str
    sections: tuple[tuple[str | None, str], ...]
    priority: MailPriority = MailPriority.ROUTINE
    episode_id: str | None = None
    wants_receipt: bool = True


def write_xdis91(letter: Correspondence) -> bytes:
    """Return the correspondence as bytes in ISO-8859-1.

    A long text is split between words over several text elements. Raises
    UnsendableLetterError for what is missing, and for a text too long for one letter.
    """
    root = new_emessage(
        NAMESPACE,
        envelope_id=letter.envelope_id,
        sent_at=letter.sent_at,
        wants_receipt=letter.wants_receipt,
    )
    body = add(root, "ClinicalEmail")
    _add_header(body, letter)
    add_sender(body, letter.sender)
    add_party(body, "Receiver", letter.receiver, with_gln=True)
    patient = add_patient(body, letter.patient)
    add(patient, "EpisodeOfCareStatusCode", letter.status.value)
    subject = shortened(letter.subject, LONG_NAME)
    if subject is None:
        raise UnsendableLetterError("Brevet mangler et emne. Skriv det, før brevet sendes.")
    additional = add(body, "AdditionalInformation")
    add(additional, "Priority", letter.priority.value)
    add(additional, "Subject", subject)
    _add_texts(body, letter)
    return as_bytes(root)


def _add_header(body: Element, letter: Correspondence) -> None:
    header = add(body, "Letter")
    add(header, "Identifier", exact(letter.letter_id, MAX_ID, "brevnummer"))
    add(header, "VersionCode", "XD9134L")
    add(header, "StatisticalCode", "XDIS91")
    add_instant(header, "Authorisation", letter.authorised_at)
    add(header, "TypeCode", "XDIS91")
    add(header, "StatusCode", "nytbrev")
    episode = letter.episode_id
    add_some(
        header,
        "EpisodeOfCareIdentifier",
        None if episode is None else exact(episode, 35, "forløbsnummer"),
    )


def _add_texts(body: Element, letter: Correspondence) -> None:
    lines = lines_of(letter.sections)
    if not any(line.text for line in lines):
        raise UnsendableLetterError("Brevet har ingen tekst. Skriv den, før brevet sendes.")
    parts = tuple(split_text(lines))
    if len(parts) > MAX_TEXTS:
        raise UnsendableLetterError(
            f"Brevet er for langt: det fylder mere end {MAX_TEXTS * MAX_TEXT} tegn. "
            "Kort det af, eller del det i flere breve."
        )
    for part in parts:
        add_lines(add(add(body, "ClinicalInformation"), "Text01"), part)


def split_text(lines: Sequence[Line], limit: int = MAX_TEXT) -> Iterator[tuple[Line, ...]]:
    """Yield lines in parts of at most `limit` characters, a line end counted as one.

    A line is cut between two words, or within one that is longer than a whole part. A heading
    goes to the next part rather than stand last in its own.
    """
    part: list[Line] = []
    room = limit
    for line in lines:
        rest = line
        while part and (len(rest.text) > room or _stands_alone(rest, room)):
            cut = 0 if rest.is_heading else rest.text.rfind(" ", 0, room + 1)
            if cut > 0:
                part.append(replace(rest, text=rest.text[:cut]))
                rest = replace(rest, text=rest.text[cut + 1 :])
            yield tuple(part)
            part, room = [], limit
        while len(rest.text) > limit:
            cut = rest.text.rfind(" ", 0, limit + 1)
            yield (replace(rest, text=rest.text[: cut if cut > 0 else limit]),)
            rest = replace(rest, text=rest.text[cut + 1 if cut > 0 else limit :])
        if part or rest.text:
            part.append(rest)
            room -= len(rest.text) + 1
    if part:
        yield tuple(part)


def _stands_alone(line: Line, room: int) -> bool:
    return line.is_heading and room < len(line.text) + LEAST_AFTER_HEADING
