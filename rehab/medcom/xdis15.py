"""Write the kommune's closing letter as XDIS15, version XD1530L.

The programme text fixes what the letter says under five headings (4.6) and leaves the type
open; XDIS15 is the answer to the XREF15 (MEDCOM 3.3). All the words are decided before they
come here: this module only sees to it that the receiver can read them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rehab.medcom.latin import sendable_line, shortened
from rehab.medcom.letters import Diagnosis, Party, Patient
from rehab.medcom.parties import MAIN
from rehab.medcom.xml import Element
from rehab.medcom.xml_writing import (
    LONG_NAME,
    MAX_ID,
    NAME,
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

NAMESPACE: Final = "http://rep.oio.dk/medcom.dk/xml/schemas/2016/12/01/"
# A genoptræningsplan says ICD10kode for the codes that all other letters call SKS.
DIAGNOSIS_TYPES: Final = {
    "SKSdiagnosekode": "SKSdiagnosekode",
    "ICD10kode": "SKSdiagnosekode",
    "ICPCkode": "ICPCkode",
}
OTHER_DIAGNOSIS: Final = "uspecificeretkode"
DESCRIPTIONS: Final = frozenset(
    {"henv_diagnose", "bidiagnose", "tillaegsdiagnose", "aktionsdiagnose", "forloebsdiagnose"}
)
MAX_ADDITIONAL: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingLetter:
    """Hold everything a closing letter says; instants are written in Danish time.

    `sections` are the headings and texts in the order they shall stand. `referral_letter_id`
    is None for a referral that came on paper or by telephone.
    """

    envelope_id: str
    letter_id: str
    sent_at: datetime
    authorised_at: datetime
    episode_id: str
    sender: Party
    speciality_name: str
    receiver: Party
    patient: Patient
    referral_received_at: datetime
    referred_at: datetime
    closed_at: datetime
    signed_on: date
    signed_by: str
    job_title: str
    sections: tuple[tuple[str, str], ...]
    referral_letter_id: str | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    copy_receiver: Party | None = None
    wants_receipt: bool = True


def write_xdis15(letter: ClosingLetter) -> bytes:
    """Return the closing letter as bytes in ISO-8859-1.

    Names that are too long are cut; numbers and codes never are. Raises UnsendableLetterError
    for what the letter type demands and the letter does not have.
    """
    root = new_emessage(
        NAMESPACE,
        envelope_id=letter.envelope_id,
        sent_at=letter.sent_at,
        wants_receipt=letter.wants_receipt,
    )
    body = add(root, "MunicipalityLetter")
    _add_header(body, letter)
    _add_sender(body, letter)
    add_party(body, "Receiver", letter.receiver, with_gln=True)
    if letter.copy_receiver is not None:
        add_party(body, "CCReceiver", letter.copy_receiver, with_gln=False)
    add_patient(body, letter.patient)
    _add_referral(body, letter)
    add_instant(body, "Admission", letter.referred_at)
    add_instant(body, "Discharge", letter.closed_at)
    _add_clinical_information(body, letter)
    return as_bytes(root)


def _add_header(body: Element, letter: ClosingLetter) -> None:
    header = add(body, "Letter")
    add(header, "Identifier", exact(letter.letter_id, MAX_ID, "brevnummer"))
    add(header, "VersionCode", "XD1530L")
    add(header, "StatisticalCode", "XDIS15")
    add_instant(header, "Authorisation", letter.authorised_at)
    add(header, "TypeCode", "XDIS15")
    add(header, "StatusCode", "nytbrev")
    add(header, "EpisodeOfCareIdentifier", exact(letter.episode_id, 35, "forløbsnummer"))


def _add_sender(body: Element, letter: ClosingLetter) -> None:
    sender = add_sender(body, letter.sender)
    speciality = shortened(letter.speciality_name, NAME)
    if speciality is None:
        raise UnsendableLetterError("Brevet mangler afsenderens speciale. Ret det under opsætning.")
    add(sender, "SpecialityName", speciality)


def _add_referral(body: Element, letter: ClosingLetter) -> None:
    referral = add(body, "Referral")
    if letter.referral_letter_id is not None:
        number = exact(letter.referral_letter_id, 35, "henvisningens brevnummer")
        add(referral, "Identifier", number)
    add_instant(referral, "Received", letter.referral_received_at)
    main = [diagnosis for diagnosis in letter.diagnoses if diagnosis.role == MAIN]
    others = [diagnosis for diagnosis in letter.diagnoses if diagnosis not in main[:1]]
    for diagnosis in main[:1]:
        _add_diagnosis(add(referral, "Refer"), diagnosis)
    for diagnosis in others[:MAX_ADDITIONAL]:
        element = add(referral, "ReferralAdditional")
        known = diagnosis.role if diagnosis.role in DESCRIPTIONS else "bidiagnose"
        add(element, "DiagnoseDescriptionCode", known)
        _add_diagnosis(element, diagnosis)


def _add_diagnosis(element: Element, diagnosis: Diagnosis) -> None:
    code = exact(diagnosis.code, 17, "diagnosekode") if diagnosis.code else None
    add_some(element, "DiagnoseCode", code)
    type_code = DIAGNOSIS_TYPES.get(diagnosis.type_code or "", OTHER_DIAGNOSIS)
    add(element, "DiagnoseTypeCode", type_code)
    text = shortened(diagnosis.text, LONG_NAME) or code
    if text is None:
        raise UnsendableLetterError("En diagnose har hverken kode eller tekst. Ret den på sagen.")
    add(element, "DiagnoseText", text)


def _add_clinical_information(body: Element, letter: ClosingLetter) -> None:
    information = add(body, "ClinicalInformation")
    signed = add(information, "Signed")
    add(signed, "Date", letter.signed_on.isoformat())
    signer = shortened(letter.signed_by, LONG_NAME)
    if signer is None:
        raise UnsendableLetterError("Brevet mangler navnet på den, der har underskrevet.")
    add(signed, "SignedBy", signer)
    add_some(signed, "JobTitle", shortened(letter.job_title, LONG_NAME))
    if not letter.sections:
        raise UnsendableLetterError("Brevet har ingen tekst. Skriv de fem afsnit, før det sendes.")
    if any(sendable_line(heading) is None for heading, _ in letter.sections):
        raise UnsendableLetterError("Et afsnit i brevet mangler sin overskrift.")
    add_lines(add(information, "Text01"), lines_of(letter.sections))
