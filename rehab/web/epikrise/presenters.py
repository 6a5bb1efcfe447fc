"""What the pages of an epikrise show: the writing, the paper, and the signed document."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from rehab.documents.epikrise import AttendanceRow, ContactPerson, MeasureRow, Recipient
from rehab.documents.prose import Block, blocks_of
from rehab.domain.epikrise import EpikriseSection
from rehab.domain.programme import EpikriseHeading
from rehab.models import Case, Epikrise, JournalNote, OutgoingMessage, Referral, User
from rehab.services.epikrise_drafts import EpikriseDraft
from rehab.web.filters import danish_date, danish_instant
from rehab.web.labels import REFERRAL_NAMES, label_of
from rehab.web.messages.presenters import status_of
from rehab.web.presenters import PersonView, person_view

_ROWS: Final = {"reason": 5, "given": 4, "status": 6}
_USUAL_ROWS: Final = 4
_NOTES_SHOWN: Final = 10
ON_PAPER: Final = "På papir"
_ROLE_TEXTS: Final = {"svar": "skal have svar", "slutresultat": "skal have slutresultatet"}


@dataclass(frozen=True, slots=True)
class HeadView:
    """What stands at the top of every page about an epikrise."""

    referral_id: UUID
    case_id: UUID
    case_number: str
    lead: str
    person: PersonView


@dataclass(frozen=True, slots=True)
class WritingView:
    """One heading to write under; `draft_text` is the case's own words when they were changed."""

    code: str
    hint: str
    rows: int
    source_text: str
    draft_text: str
    paper_id: str


@dataclass(frozen=True, slots=True)
class PaperSection:
    """One heading on the paper, with its text in paragraphs and lists."""

    heading: str
    blocks: tuple[Block, ...]
    paper_id: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """The letter as it will stand on paper."""

    kommune: str
    unit: str
    recipients: str
    copies: str
    subject: str
    citizen: str
    cpr: str
    referral: str
    attendance: tuple[AttendanceRow, ...]
    measures: tuple[MeasureRow, ...]
    sections: tuple[PaperSection, ...]
    contact: ContactPerson


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of the case, to look at while writing."""

    when: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class RecipientView:
    """One who gets the epikrise, how, and how far it has come."""

    name: str
    role: str
    way: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class SignedView:
    """The signed document."""

    facts: tuple[tuple[str, str], ...]
    recipients: tuple[RecipientView, ...]
    sections: tuple[tuple[str, str], ...]


def unsaved_texts(
    typed: Mapping[str, str], headings: Sequence[EpikriseHeading], signed: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return what was typed under a heading and says something else than what was signed."""
    return tuple(
        (row.label, typed[row.code])
        for row in headings
        if typed[row.code].split() not in ([], signed.get(row.code, "").split())
    )


def head_view(case: Case, referral: Referral, today: date) -> HeadView:
    """Return the head of an epikrise's page. Needs the referral's `citizen`."""
    return HeadView(
        referral_id=referral.id,
        case_id=case.id,
        case_number=case.number,
        lead=f"{REFERRAL_NAMES[referral.kind]} modtaget {danish_date(referral.received_on)}, "
        f"{label_of(referral.legal_basis)}.",
        person=person_view(referral.citizen, today),
    )


def writing_views(
    headings: Sequence[EpikriseHeading],
    drafted: Sequence[EpikriseSection],
    sections: Sequence[EpikriseSection],
) -> tuple[WritingView, ...]:
    """Return the headings to write under, each saying where its words come from."""
    hints = {heading.code: heading.hint for heading in headings}
    return tuple(
        WritingView(
            code=now.code,
            hint=hints[now.code],
            rows=_ROWS.get(now.code, _USUAL_ROWS),
            source_text=_source(now, own),
            draft_text=own.text if own.text and own.text.strip() != now.text.strip() else "",
            paper_id=_paper_id(now.code),
        )
        for now, own in zip(sections, drafted, strict=True)
    )


def paper_view(draft: EpikriseDraft) -> PaperView:
    """Return the letter as it would be signed now."""
    letter = draft.letter
    referral = letter.referral
    return PaperView(
        kommune=letter.letterhead.kommune,
        unit=letter.letterhead.unit,
        recipients=_names(letter.recipients),
        copies=_names(letter.copy_to),
        subject=letter.subject,
        citizen=letter.citizen_name,
        cpr=letter.citizen_cpr,
        referral=f"{referral.kind} fra {referral.referrer}, "
        f"modtaget {danish_date(referral.received_on)}. Brev-id {referral.letter_id}. "
        f"Retsgrundlag: {referral.legal_basis}.",
        attendance=letter.attendance,
        measures=letter.measures,
        sections=tuple(
            PaperSection(section.heading, blocks_of(section.text), _paper_id(section.code))
            for section in draft.sections
        ),
        contact=letter.contact_person,
    )


def note_views(notes: Sequence[JournalNote]) -> tuple[NoteView, ...]:
    """Return the newest notes, newest first. Needs their `author`."""
    return tuple(
        NoteView(danish_instant(note.written_at), note.author.name, note.text)
        for note in reversed(notes[-_NOTES_SHOWN:])
    )


def ahead_text(sessions: int) -> str:
    """Say that booked sessions are still to come, or nothing when none are."""
    if not sessions:
        return ""
    lie = "1 booket gang ligger" if sessions == 1 else f"{sessions} bookede gange ligger"
    return f"{lie} stadig efter nu. Afbestil på sagen, hvis forløbet slutter her."


def closing_text(draft: EpikriseDraft) -> str:
    """Say what the signature closes."""
    if draft.closes_case:
        return "Underskriften afslutter henvisningen og sagen."
    return (
        "Underskriften afslutter denne henvisning. Sagen forbliver åben: "
        "den anden henvisning skal have sin egen epikrise."
    )


def recipient_views(
    recipients: Sequence[Mapping[str, str]], xdis91_receivers: Collection[str] = ()
) -> tuple[RecipientView, ...]:
    """Return who is to get the epikrise, and how: by MedCom where there is a location number."""
    return tuple(
        RecipientView(
            name=party["name"],
            role=_ROLE_TEXTS.get(party["role"], party["role"]),
            way=_way(party["gln"], xdis91_receivers),
            status="",
            tone="info",
        )
        for party in recipients
    )


def sent_views(
    recipients: Sequence[Mapping[str, str]],
    messages: Sequence[OutgoingMessage],
    again: Collection[UUID],
    now: datetime,
) -> tuple[RecipientView, ...]:
    """Return who got the signed epikrise and how far it has come to each; newest messages first.

    One signed before messages were sent from here, or without a location number, is on paper.
    """
    views = []
    for party in recipients:
        found = next((row for row in messages if row.receiver_gln == party["gln"]), None)
        status, tone = status_of(found, again, now) if found else (ON_PAPER, "neutral")
        if found is not None and found.reason:
            status = f"{status}: {found.reason}"
        views.append(
            RecipientView(
                name=party["name"],
                role=_ROLE_TEXTS.get(party["role"], party["role"]),
                way=f"MedCom {found.kind.value} til {party['gln']}" if found else ON_PAPER,
                status=status,
                tone=tone,
            )
        )
    return tuple(views)


def _way(gln: str, xdis91_receivers: Collection[str]) -> str:
    if not gln:
        return ON_PAPER
    return f"MedCom {'XDIS91' if gln in xdis91_receivers else 'XDIS15'} til {gln}"


def signed_view(
    row: Epikrise,
    headings: Sequence[EpikriseHeading],
    people: Mapping[UUID, User],
    recipients: tuple[RecipientView, ...],
) -> SignedView:
    """Return a signed epikrise, read from what was stored when it was signed."""
    signer = people.get(row.signed_by) if row.signed_by else None
    return SignedView(
        facts=(
            ("Underskrevet af", signer.name if signer else "–"),
            ("Underskrevet", danish_instant(row.signed_at)),
            ("MedCom-brevnummer", row.letter_number or "–"),
            ("Fingeraftryk (SHA-256)", row.pdf_sha256 or "–"),
        ),
        recipients=recipients,
        sections=tuple((heading.label, row.texts.get(heading.code, "")) for heading in headings),
    )


def _source(now: EpikriseSection, drafted: EpikriseSection) -> str:
    if now.sources:
        return f"Hentet fra: {', '.join(now.sources)}"
    if not now.is_empty:
        return "Skrevet på siden her"
    return "Sagens udkast er slettet" if drafted.text else "Intet på sagen: skriv her"


def _names(parties: Sequence[Recipient]) -> str:
    return "; ".join(", ".join((party.name, *party.address_lines)) for party in parties)


def _paper_id(code: str) -> str:
    return f"papir-{code}"
