"""Write EDIFACT letters as the XML of the same letter, so that one reader reads both.

MedCom's two formats say the same in different signs. Turning one into the other keeps what
a letter means in one place; whatever the XML reader learns, EDIFACT letters get as well.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rehab.medcom.edifact_codes import (
    ELEMENTS,
    EPISODE_STATES,
    MAIL_PRIORITIES,
    PRIORITIES,
    REFERRAL_STATES,
    REFUSALS,
    STATUS,
    TRANSPORTS,
    VISITATIONS,
)
from rehab.medcom.edifact_groups import Group, group, named, only
from rehab.medcom.edifact_interchange import EdifactLetter, Interchange, receiver_in
from rehab.medcom.edifact_lexing import Segment
from rehab.medcom.edifact_parties import (
    add,
    add_copy_receiver,
    add_diagnosis,
    add_instant,
    add_number,
    add_patient,
    add_receiver,
    add_referrer,
    add_relatives,
    add_sender,
    add_some,
    parties_by_role,
)
from rehab.medcom.edifact_text import REFERENCES, add_references, add_text, one_text
from rehab.medcom.errors import Fault, UnreadableMessageError
from rehab.medcom.xml import Element

REFERRAL_ROLES: Final = frozenset({"PO", "SSP", "BV", "PRH"})
LETTER_ROLES: Final = frozenset({"PO", "SSP", "CCR", "RSP"})
SUBJECT: Final = "OE"
CLINICAL_TEXTS: Final = (
    ("AL", "Cave"),
    ("NC", "Anamnesis"),
    ("CF", "Examination"),
    ("MT", "ActualMedicine"),
)
ACCEPTED, REFUSED = "7", "4"

Writer = Callable[[Element, EdifactLetter, Interchange], None]


def add_letter(root: Element, letter: EdifactLetter, interchange: Interchange) -> None:
    """Add a letter; one of a type that is not known gets its identity and nothing more.

    Raises UnreadableMessageError for codes that would change what the letter means.
    """
    known = LETTERS.get((letter.family, letter.type_code))
    if known is None:
        element = add(root, _as_name(letter.type_code))
        _add_header(element, letter)
        add_sender(element, interchange, ())
        receiver = add_receiver(element, interchange, ())
        add_number(receiver, receiver_in(letter.segments))
        return
    name, write = known
    write(add(root, name), letter, interchange)


def _as_name(type_code: str) -> str:
    """Return a letter type as a name that an element can have."""
    usable = type_code.isascii() and type_code.isalnum() and type_code[0].isalpha()
    return type_code if usable else "EDIFACT"


def _add_header(element: Element, letter: EdifactLetter, statistical: str = "") -> Element:
    header = add(element, "Letter")
    add(header, "Identifier", letter.letter_id)
    add_some(header, "VersionCode", letter.version)
    add(header, "StatisticalCode", statistical or letter.type_code)
    return header


def _add_letter_header(
    element: Element, letter: EdifactLetter, groups: Sequence[Group], episode: str
) -> None:
    sender = next((each for each in named(groups, "S01") if each.first("SPR").elements), groups[0])
    header = _add_header(element, letter, sender.first("SPR").part(3))
    add_instant(header, "Authorisation", groups[0].first("DTM", "137"))
    add(header, "TypeCode", letter.type_code)
    status = only(groups, "S02").first("GIS").part(1)
    add_some(header, "StatusCode", STATUS.get(status, status))
    add_some(header, "EpisodeOfCareIdentifier", episode)


def _write_referral(element: Element, letter: EdifactLetter, interchange: Interchange) -> None:
    groups = group(letter.segments)
    parties = parties_by_role(groups, REFERRAL_ROLES)
    reason, history = only(groups, "S02"), only(groups, "S12")
    _add_letter_header(element, letter, groups, reason.reference("ROI"))
    sender = add_sender(element, interchange, parties.get("PO", ()))
    for party in parties.get("BV", ())[:1]:
        add_referrer(sender, party)
    add_receiver(element, interchange, parties.get("SSP", ()))
    for party in parties.get("PRH", ()):
        add_copy_receiver(element, "AnswerCCReceiver", party)
    add_patient(element, only(groups, "S07"), one_text(history.all("FTX", "IN")))
    add_relatives(element, named(groups, "S10"))
    _add_practical(element, groups)
    referral = add(element, "Referral")
    for diagnosis in reason.all("CIN"):
        is_main = diagnosis.part(1) == "H"
        name = "Refer" if is_main else "ReferralAdditional"
        add_diagnosis(referral, name, diagnosis, with_role=not is_main)
    clinical = add(element, "RelevantClinicalInformation")
    for qualifier, name in CLINICAL_TEXTS:
        add_text(clinical, name, history.all("FTX", qualifier))
    add_references(element, history.all("FTX"))
    for note in only(groups, "S18").all("FTX"):
        visitation = add(element, "HospitalVisitation")
        code = note.part(1)
        add(visitation, "InformationCode", VISITATIONS.get(code, code))
        add_text(visitation, "Information", [note])


def _add_practical(element: Element, groups: Sequence[Group]) -> None:
    practical = add(element, "AdditionalInformation")
    wishes, travel = only(groups, "S18"), only(groups, "S19")
    priority, transport = wishes.first("PTY").part(2), travel.first("TDT").part(3)
    add_some(practical, "Priority", PRIORITIES.get(priority, priority))
    add_some(practical, "ReferralStatus", _state(wishes.first("PAS"), REFERRAL_STATES))
    add_some(practical, "Transport", TRANSPORTS.get(transport, transport))
    add_text(practical, "Supplementary", travel.all("FTX"))
    add_text(practical, "ClinicalReason", only(groups, "S02").all("FTX", "DI"))


def _write_discharge(element: Element, letter: EdifactLetter, interchange: Interchange) -> None:
    groups = group(letter.segments)
    _write_letter(element, letter, interchange, groups)
    contact = only(groups, "S11")
    for group_ in named(groups, "S05"):
        referral = add(element, "Referral")
        add_some(referral, "Identifier", group_.first("RFF").part(1, 2))
        add_instant(referral, "Received", group_.first("DTM"))
        for diagnosis in group_.all("CIN"):
            is_main = diagnosis.part(1) == "DI"
            name = "Refer" if is_main else "ReferalAdditional"
            add_diagnosis(referral, name, diagnosis, with_role=not is_main)
    add_instant(element, "Admission", contact.first("DTM", "90"))
    add_instant(element, "Discharge", contact.first("DTM", "91"))
    block = add(element, "Diagnose")
    for diagnosis in contact.all("CIN"):
        name = "Main" if diagnosis.part(1) == "A" else "MainAdditional"
        add_diagnosis(block, name, diagnosis, with_role=False, with_type=False)
    for group_ in named(groups, "S14"):
        for diagnosis in group_.all("CIN"):
            add_diagnosis(block, "Other", diagnosis, with_role=True)
    _add_clinical_information(element, groups)


def _write_correspondence(
    element: Element, letter: EdifactLetter, interchange: Interchange
) -> None:
    groups = group(letter.segments)
    _write_letter(element, letter, interchange, groups)
    additional = add(element, "AdditionalInformation")
    for mark in only(groups, "S02").all("RFF", *MAIL_PRIORITIES):
        add(additional, "Priority", MAIL_PRIORITIES[mark.part(1)])
    for group_ in named(groups, "S14"):
        add_some(additional, "Subject", one_text(group_.all("FTX", SUBJECT)))
    _add_clinical_information(element, groups)


def _write_letter(
    element: Element, letter: EdifactLetter, interchange: Interchange, groups: Sequence[Group]
) -> None:
    """Write what discharge letters and correspondence have in common."""
    parties = parties_by_role(groups, LETTER_ROLES)
    contact = only(groups, "S11")
    _add_letter_header(element, letter, groups, contact.reference("REI"))
    add_sender(element, interchange, parties.get("SSP", ()))
    add_receiver(element, interchange, parties.get("PO", ()))
    for party in parties.get("CCR", ()):
        add_copy_receiver(element, "CCReceiver", party)
    patient = add_patient(element, only(groups, "S07"))
    add_some(patient, "EpisodeOfCareStatusCode", _state(contact.first("PAS"), EPISODE_STATES))
    add_relatives(element, named(groups, "S09"))


def _add_clinical_information(element: Element, groups: Sequence[Group]) -> None:
    apart = {SUBJECT, *REFERENCES}
    for group_ in named(groups, "S14"):
        texts = [each for each in group_.all("FTX") if each.part(1) not in apart]
        if texts:
            add_text(add(element, "ClinicalInformation"), "Text01", texts)
        add_references(element, group_.all("FTX"))


def _state(segment: Segment, words: Mapping[str, str]) -> str:
    """Return the state a PAS segment tells; a code that is not known is a fault of the sender."""
    code = segment.part(1)
    if code and code not in words:
        raise UnreadableMessageError(
            Fault.UNKNOWN_CODE,
            f"PAS har koden {code[:20]}, som ikke er en kendt tilstand. "
            "Bed afsenderen om at rette det og sende igen.",
        )
    return words.get(code, "")


def _write_receipt(element: Element, letter: EdifactLetter, interchange: Interchange) -> None:
    _add_header(element, letter)
    add_sender(element, interchange, ())
    add_receiver(element, interchange, ())
    original = add(element, "OriginalEmessage")
    expected = ACCEPTED if letter.type_code == "CTL03" else REFUSED
    about, reasons = original, list[Segment]()
    for segment in letter.segments:
        if segment.tag == "UCI":
            _check_action(segment.part(4), expected)
            add(original, "OriginalEnvelopeIdentifier", segment.part(1))
            for name, place in (("OriginalSender", 2), ("OriginalReceiver", 3)):
                add(add(original, name), "EANIdentifier", segment.part(place))
        elif segment.tag == "UCM":
            _check_action(segment.part(3), expected)
            _add_refusal(about, reasons)
            about, reasons = add(original, "OriginalLetter"), []
            add(about, "OriginalLetterIdentifier", segment.part(1))
            add(about, "OriginalVersionCode", segment.part(2, 5))
        elif segment.tag == "FTX":
            reasons.append(segment)
    _add_refusal(about, reasons)


def _add_refusal(about: Element, reasons: Sequence[Segment]) -> None:
    if reasons:
        code = reasons[0].part(1)
        add_some(about, "RefuseCode", REFUSALS.get(code, code))
        add_text(about, "RefuseText", reasons)


def _check_action(action: str, expected: str) -> None:
    """Refuse a receipt that says both yes and no: a wrong guess would hide a lost letter."""
    if action not in {"", expected}:
        raise UnreadableMessageError(
            Fault.UNKNOWN_CODE,
            f"Kvitteringen modsiger sig selv: typen passer ikke til koden {action[:10]}. "
            "Kontakt afsenderen, før du regner med svaret.",
        )


LETTERS: Final[Mapping[tuple[str, str], tuple[str, Writer]]] = {
    ("MEDREF", "REF01"): (ELEMENTS["REF01"], _write_referral),
    ("MEDDIS", "DIS01"): (ELEMENTS["DIS01"], _write_discharge),
    ("MEDDIS", "DIS07"): (ELEMENTS["DIS07"], _write_discharge),
    ("MEDDIS", "DIS08"): (ELEMENTS["DIS08"], _write_discharge),
    ("MEDDIS", "DIS91"): (ELEMENTS["DIS91"], _write_correspondence),
    ("CONTRL", "CTL01"): (ELEMENTS["CTL01"], _write_receipt),
    ("CONTRL", "CTL02"): (ELEMENTS["CTL02"], _write_receipt),
    ("CONTRL", "CTL03"): (ELEMENTS["CTL03"], _write_receipt),
}
