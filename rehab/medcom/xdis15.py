"""Write the kommune's closing letter as XDIS15, version XD1530L.

The programme text fixes what the letter says under five headings (4.6) and leaves the type
open; XDIS15 is the answer to the XREF15 (MEDCOM 3.3). All the words are decided before they
come here: this module only sees to it that the receiver can read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lxml import etree

from rehab.domain.errors import DomainError
from rehab.medcom.elements import COPENHAGEN
from rehab.medcom.latin import sendable_line, sendable_lines, shortened
from rehab.medcom.letters import Diagnosis, Party, Patient
from rehab.medcom.parties import MAIN
from rehab.medcom.xml import Element

NAMESPACE: Final = "http://rep.oio.dk/medcom.dk/xml/schemas/2016/12/01/"
DECLARATION: Final = b'<?xml version="1.0" encoding="ISO-8859-1"?>\n'
NAME: Final = 35
LONG_NAME: Final = 70
IDENTIFIER_CODES: Final = frozenset(
    {"sygehusafdelingsnummer", "ydernummer", "lokationsnummer", "kommunenummer", "sorkode"}
)
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


class ClosingLetterError(DomainError):
    """Say what the closing letter lacks before it can be sent."""


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

    Names that are too long are cut; numbers and codes never are. Raises ClosingLetterError
    for what the letter type demands and the letter does not have.
    """
    root = etree.fromstring(f'<Emessage xmlns="{NAMESPACE}"/>')
    envelope = _add(root, "Envelope")
    _add_instant(envelope, "Sent", letter.sent_at)
    _add(envelope, "Identifier", _exact(letter.envelope_id, 14, "kuvertnummer"))
    wish = "pluspositivkvitt" if letter.wants_receipt else "minuspositivkvitt"
    _add(envelope, "AcknowledgementCode", wish)
    body = _add(root, "MunicipalityLetter")
    _add_header(body, letter)
    _add_sender(body, letter)
    _add_party(body, "Receiver", letter.receiver, with_gln=True)
    if letter.copy_receiver is not None:
        _add_party(body, "CCReceiver", letter.copy_receiver, with_gln=False)
    _add_patient(body, letter.patient)
    _add_referral(body, letter)
    _add_instant(body, "Admission", letter.referred_at)
    _add_instant(body, "Discharge", letter.closed_at)
    _add_clinical_information(body, letter)
    return DECLARATION + _in_latin_1(root)


def _in_latin_1(root: Element) -> bytes:
    text = etree.tostring(root, encoding="unicode")
    written = text.encode("iso-8859-1", errors="xmlcharrefreplace")
    try:
        written.decode("utf-8")
    except UnicodeDecodeError:
        return written
    # These bytes also make sense as UTF-8, and a reader that looks at bytes before it looks at
    # the declaration would take them for that; character references cannot be mistaken.
    return text.encode("ascii", errors="xmlcharrefreplace")


def _add_header(body: Element, letter: ClosingLetter) -> None:
    header = _add(body, "Letter")
    _add(header, "Identifier", _exact(letter.letter_id, 14, "brevnummer"))
    _add(header, "VersionCode", "XD1530L")
    _add(header, "StatisticalCode", "XDIS15")
    _add_instant(header, "Authorisation", letter.authorised_at)
    _add(header, "TypeCode", "XDIS15")
    _add(header, "StatusCode", "nytbrev")
    _add(header, "EpisodeOfCareIdentifier", _exact(letter.episode_id, 35, "forløbsnummer"))


def _add_sender(body: Element, letter: ClosingLetter) -> None:
    if sendable_line(letter.sender.organisation) is None:
        raise ClosingLetterError("Brevet mangler kommunens navn. Ret det under opsætning.")
    sender = _add_party(body, "Sender", letter.sender, with_gln=True)
    phone = (letter.sender.phone or "").replace(" ", "")
    _add_some(sender, "TelephoneSubscriberIdentifier", shortened(phone, 25))
    speciality = shortened(letter.speciality_name, NAME)
    if speciality is None:
        raise ClosingLetterError("Brevet mangler afsenderens speciale. Ret det under opsætning.")
    _add(sender, "SpecialityName", speciality)


def _add_party(body: Element, name: str, party: Party, *, with_gln: bool) -> Element:
    who = {"Sender": "afsender", "Receiver": "modtager"}.get(name, "kopimodtager")
    element = _add(body, name)
    if with_gln:
        _add(element, "EANIdentifier", _exact(party.gln, 35, f"lokationsnummer for {who}"))
    number, code = party.identifier, party.identifier_code
    if number is None and party.gln is not None:
        number, code = party.gln, "lokationsnummer"
    _add(element, "Identifier", _exact(number, 17, f"nummer for {who}"))
    if code not in IDENTIFIER_CODES:
        raise ClosingLetterError(
            f"Brevet kan ikke sendes til eller fra et {code or 'nummer uden type'} ({who}). "
            "Vælg en part med ydernummer, lokationsnummer eller sygehusafdelingsnummer."
        )
    _add(element, "IdentifierCode", code)
    _add_some(element, "OrganisationName", shortened(party.organisation, NAME))
    _add_some(element, "DepartmentName", shortened(party.department, NAME))
    _add_some(element, "UnitName", shortened(party.unit, NAME))
    _add_address(element, party)
    return element


def _add_address(element: Element, resident: Party | Patient) -> None:
    _add_some(element, "StreetName", shortened(resident.street, NAME))
    _add_some(element, "SuburbName", shortened(resident.suburb, NAME))
    _add_some(element, "DistrictName", shortened(resident.district, NAME))
    _add_some(element, "PostCodeIdentifier", shortened(resident.postcode, 9))


def _add_patient(body: Element, patient: Patient) -> None:
    element = _add(body, "Patient")
    number = _exact(patient.identifier, 10, "CPR-nummer")
    if len(number) != 10:  # noqa: PLR2004 - the schema asks for exactly ten characters
        raise ClosingLetterError("Borgerens CPR-nummer skal have ti tegn, før brevet kan sendes.")
    name = "CivilRegistrationNumber" if patient.identifier_is_cpr else "AlternativeIdentifier"
    _add(element, name, number)
    surname = shortened(patient.surname, LONG_NAME)
    if surname is None:
        raise ClosingLetterError("Brevet mangler borgerens efternavn. Ret det på sagen.")
    _add(element, "PersonSurnameName", surname)
    _add_some(element, "PersonGivenName", shortened(patient.given_name, LONG_NAME))
    _add_address(element, patient)
    _add_some(element, "OccupancyText", shortened(patient.occupation, NAME))


def _add_referral(body: Element, letter: ClosingLetter) -> None:
    referral = _add(body, "Referral")
    if letter.referral_letter_id is not None:
        number = _exact(letter.referral_letter_id, 35, "henvisningens brevnummer")
        _add(referral, "Identifier", number)
    _add_instant(referral, "Received", letter.referral_received_at)
    main = [diagnosis for diagnosis in letter.diagnoses if diagnosis.role == MAIN]
    others = [diagnosis for diagnosis in letter.diagnoses if diagnosis not in main[:1]]
    for diagnosis in main[:1]:
        _add_diagnosis(_add(referral, "Refer"), diagnosis)
    for diagnosis in others[:MAX_ADDITIONAL]:
        element = _add(referral, "ReferralAdditional")
        known = diagnosis.role if diagnosis.role in DESCRIPTIONS else "bidiagnose"
        _add(element, "DiagnoseDescriptionCode", known)
        _add_diagnosis(element, diagnosis)


def _add_diagnosis(element: Element, diagnosis: Diagnosis) -> None:
    code = _exact(diagnosis.code, 17, "diagnosekode") if diagnosis.code else None
    _add_some(element, "DiagnoseCode", code)
    type_code = DIAGNOSIS_TYPES.get(diagnosis.type_code or "", OTHER_DIAGNOSIS)
    _add(element, "DiagnoseTypeCode", type_code)
    text = shortened(diagnosis.text, LONG_NAME) or code
    if text is None:
        raise ClosingLetterError("En diagnose har hverken kode eller tekst. Ret den på sagen.")
    _add(element, "DiagnoseText", text)


def _add_clinical_information(body: Element, letter: ClosingLetter) -> None:
    information = _add(body, "ClinicalInformation")
    signed = _add(information, "Signed")
    _add(signed, "Date", letter.signed_on.isoformat())
    signer = shortened(letter.signed_by, LONG_NAME)
    if signer is None:
        raise ClosingLetterError("Brevet mangler navnet på den, der har underskrevet.")
    _add(signed, "SignedBy", signer)
    _add_some(signed, "JobTitle", shortened(letter.job_title, LONG_NAME))
    _add_text(_add(information, "Text01"), letter.sections)


def _add_text(element: Element, sections: Sequence[tuple[str, str]]) -> None:
    if not sections:
        raise ClosingLetterError("Brevet har ingen tekst. Skriv de fem afsnit, før det sendes.")
    for place, (heading, text) in enumerate(sections):
        words = sendable_line(heading)
        if words is None:
            raise ClosingLetterError("Et afsnit i brevet mangler sin overskrift.")
        if place:
            _add(element, "Break")
            _add(element, "Break")
        _add(element, "Bold", words)
        for line in sendable_lines(text):
            _add(element, "Break").tail = line


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element


def _add_some(parent: Element, name: str, text: str | None) -> None:
    if text is not None:
        _add(parent, name, text)


def _add_instant(parent: Element, name: str, instant: datetime) -> None:
    local = instant.astimezone(COPENHAGEN)
    element = _add(parent, name)
    _add(element, "Date", local.date().isoformat())
    _add(element, "Time", f"{local:%H:%M}")


def _exact(text: str | None, limit: int, what: str) -> str:
    """Return a number that may not be cut, or refuse when it is missing or too long."""
    line = sendable_line(text)
    if line is None:
        raise ClosingLetterError(f"Brevet mangler {what}. Udfyld det, før brevet sendes.")
    if len(line) > limit:
        raise ClosingLetterError(
            f"Brevets {what} er {len(line)} tegn langt og må højst være {limit}. Ret det."
        )
    return line
