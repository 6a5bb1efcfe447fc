"""The closing epikrise as a page and as a MedCom message, from the rows of its case."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from rehab.clock import civil_date
from rehab.documents.epikrise import (
    AttendanceRow,
    ContactPerson,
    EpikriseLetter,
    Letterhead,
    MeasureRow,
    Recipient,
    ReferralLine,
    Section,
)
from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.epikrise import CourseGiven, EpikriseFacts, EpikriseSection
from rehab.domain.epikrise_recipients import (
    OWN_DOCTOR,
    REFERRER,
    Addressee,
    EpikriseRecipients,
    recipients_of,
)
from rehab.domain.errors import DomainError
from rehab.domain.measures import change_text, number_text
from rehab.domain.referrals import ReferralKind
from rehab.ids import new_id, new_message_id
from rehab.medcom.letters import Diagnosis
from rehab.medcom.xdis15 import ClosingLetter
from rehab.models import Case, Organisation, Referral, User
from rehab.services.letter_parties import has_known_number, party_of, patient_of, sender_of
from rehab.services.schema_check import schema_faults

SUBJECT: Final = "Afsluttende epikrise"
_EPISODE_LENGTH: Final = 35
_KINDS: Final = {
    ReferralKind.XREF15: "Henvisning til kommunal rehabilitering (XREF15)",
    ReferralKind.REF01: "Henvisning (REF01)",
    ReferralKind.GGOP: "Genoptræningsplan",
    ReferralKind.PHONE: "Henvisning på telefon",
    ReferralKind.LETTER: "Henvisning på brev",
}
_LEGAL_BASES: Final = {
    LegalBasis.SUNDHEDSLOVEN_140: "sundhedsloven § 140",
    LegalBasis.SUNDHEDSLOVEN_119: "sundhedsloven § 119",
}


class InvalidMessageError(DomainError):
    """The MedCom message breaks MedCom's own schema, so nobody could receive it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and when."""

    by: User
    title: str
    at: datetime


def recipients_for(referral: Referral) -> EpikriseRecipients:
    """Return who gets the epikrise of a referral (F83)."""
    referrer = Addressee(
        name=referral.sender_name,
        role=REFERRER,
        gln=referral.sender_gln or "",
        identifier=referral.sender_identifier or "",
        identifier_code=referral.sender_identifier_code or "",
        department=referral.sender_department,
        person=referral.referrer_name,
    )
    named = (
        Addressee(
            name=party["name"] or "Borgerens egen læge",
            role=party["role"],
            gln=party["gln"],
            identifier=party["identifier"],
            identifier_code=party["identifier_code"],
        )
        for party in referral.answer_to
    )
    return recipients_of(referral.legal_basis, referrer, named)


def letter_of(
    organisation: Organisation,
    case: Case,
    referral: Referral,
    contact: User,
    *,
    sections: tuple[EpikriseSection, ...],
    facts: EpikriseFacts,
) -> EpikriseLetter:
    """Return the unsigned letter. Needs the referral's `citizen` loaded."""
    recipients = recipients_for(referral)
    citizen = referral.citizen
    return EpikriseLetter(
        letterhead=Letterhead(
            kommune=organisation.name,
            unit=organisation.department,
            address_lines=tuple(
                line
                for line in (
                    organisation.street,
                    f"{organisation.postcode} {organisation.town}".strip(),
                )
                if line
            ),
            phone=organisation.phone,
            gln=organisation.gln,
        ),
        recipients=(_on_paper(recipients.receiver),),
        copy_to=tuple(_on_paper(party) for party in recipients.copies),
        citizen_name=citizen.name,
        citizen_cpr=f"{citizen.identifier[:6]}-{citizen.identifier[6:]}",
        subject=SUBJECT,
        referral=ReferralLine(
            kind=_KINDS[referral.kind],
            received_on=referral.received_on,
            referrer=referral.referrer_name or referral.sender_name,
            letter_id=referral.letter_number or "ingen",
            legal_basis=_LEGAL_BASES[referral.legal_basis],
        ),
        sections=tuple(Section(section.heading, section.text) for section in sections),
        attendance=tuple(_attendance_row(course) for course in facts.courses),
        measures=_measure_rows(facts),
        contact_person=ContactPerson(
            contact.name,
            contact.title or organisation.department,
            contact.phone or organisation.phone,
        ),
        case_number=case.number,
    )


def message_of(
    organisation: Organisation,
    referral: Referral,
    sections: tuple[EpikriseSection, ...],
    signature: Signature,
    receiver_gln: str,
) -> ClosingLetter:
    """Return the MedCom message that says the same. Needs `citizen` and `diagnoses` loaded.

    A copy has room for one, and the own doctor comes before others (INF-1).
    """
    recipients = recipients_for(referral)
    copies = sorted(recipients.copies, key=lambda party: party.role != OWN_DOCTOR)
    reachable = [party for party in copies if party.gln or has_known_number(party)]
    return ClosingLetter(
        envelope_id=new_message_id(),
        letter_id=new_message_id(),
        sent_at=signature.at,
        authorised_at=signature.at,
        episode_id=_episode(referral),
        sender=sender_of(organisation),
        speciality_name=organisation.speciality,
        receiver=party_of(recipients.receiver, receiver_gln),
        copy_receiver=party_of(reachable[0], reachable[0].gln) if reachable else None,
        patient=patient_of(referral.citizen),
        referral_letter_id=referral.letter_number,
        referral_received_at=referral.received_at,
        referred_at=referral.received_at,
        closed_at=signature.at,
        diagnoses=tuple(
            Diagnosis(row.role, row.code, row.type_code, row.text or None)
            for row in referral.diagnoses
            if row.code or row.text
        ),
        signed_on=civil_date(signature.at),
        signed_by=signature.by.name,
        job_title=signature.title,
        sections=tuple((section.heading, section.text) for section in sections),
    )


def check_against_schema(folder: Path | None, message: bytes) -> None:
    """Refuse a message that breaks MedCom's schema, with InvalidMessageError saying where.

    Nothing is checked where the kommune has no folder with the schemas.
    """
    faults = schema_faults(folder, message)
    if faults:
        raise InvalidMessageError(
            "MedCom-meddelelsen kan ikke sendes, så intet er underskrevet. "
            f"Vis dette til systemadministratoren: {'; '.join(faults[:3])}"
        )


def _on_paper(party: Addressee) -> Recipient:
    return Recipient(party.name, tuple(line for line in (party.department, party.person) if line))


def _episode(referral: Referral) -> str:
    given = referral.episode_id or ""
    return given if 0 < len(given) <= _EPISODE_LENGTH else new_id().hex


def _attendance_row(course: CourseGiven) -> AttendanceRow:
    days = dict.fromkeys(day for day in (course.first_on, course.last_on) if day is not None)
    return AttendanceRow(
        course.label,
        course.attendance.attended,
        course.attendance.offered,
        "–".join(danish_date(day) for day in days),
    )


def _measure_rows(facts: EpikriseFacts) -> tuple[MeasureRow, ...]:
    start, end = facts.at_start, facts.at_end
    psfs = [point.psfs.mean if point.psfs else None for point in (start, end)]
    rows = (
        ("Smerte, NRS (0–10, 10 er værst)", start.nrs_pain, end.nrs_pain),
        ("Funktion, PSFS (0–10, 10 er bedst)", psfs[0], psfs[1]),
    )
    return tuple(
        MeasureRow(label, number_text(first), number_text(last), change_text(first, last))
        for label, first, last in rows
        if first is not None or last is not None
    )
