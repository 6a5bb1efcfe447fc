"""Read letters that are no referral: discharge letters, the kommune's closing letter, mail.

They are shown and filed. None of them starts a case, whatever their text mentions.
"""

from dataclasses import replace
from typing import Final

from rehab.medcom.elements import child, children, day_at, instant_at, text_at
from rehab.medcom.formatted_text import read_text
from rehab.medcom.letters import Diagnosis, Letter, Section
from rehab.medcom.parties import MAIN, read_diagnosis, read_patient, read_referral_diagnoses
from rehab.medcom.references import read_references
from rehab.medcom.sections import EMPTY, split_at_headings
from rehab.medcom.xml import Element

TEXT_KEY: Final = "tekst"
ADDITIONAL: Final = "tillaegsdiagnose"
STARTS: Final = ("Admission", "OutPatientFirstVisit")
ENDS: Final = ("Discharge", "OutPatientLastVisit")


def read_discharge_letter(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with what a discharge letter (XDIS01-08, XDIS15) holds."""
    own = _own_diagnoses(element)
    signed = child(element, "ClinicalInformation", "Signed")
    return replace(
        letter,
        sender=replace(
            letter.sender,
            person_name=text_at(signed, "SignedBy") or letter.sender.person_name,
            person_title=text_at(signed, "JobTitle") or letter.sender.person_title,
        ),
        patient=read_patient(element),
        diagnoses=(*own, *read_referral_diagnoses(element, "henv_diagnose" if own else MAIN)),
        contact_start=next(filter(None, (day_at(element, name) for name in STARTS)), None),
        contact_end=next(filter(None, (day_at(element, name) for name in ENDS)), None),
        referral_letter_id=text_at(element, "Referral", "Identifier"),
        referral_received_at=instant_at(element, "Referral", "Received"),
        signed_on=day_at(signed, "Date"),
        sections=(*_texts(element), *read_references(element)),
    )


def read_correspondence(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with what a correspondence (XDIS91) holds.

    The subject and the whole of AdditionalInformation may be missing.
    """
    return replace(
        letter,
        patient=read_patient(element),
        subject=text_at(element, "AdditionalInformation", "Subject"),
        sections=(*_texts(element), *read_references(element)),
    )


def _texts(element: Element) -> tuple[Section, ...]:
    return tuple(
        section
        for information in children(element, "ClinicalInformation")
        for section in split_at_headings(read_text(child(information, "Text01")), EMPTY, TEXT_KEY)
    )


def _own_diagnoses(element: Element) -> tuple[Diagnosis, ...]:
    block = child(element, "Diagnose")
    found = [
        *(read_diagnosis(each, MAIN) for each in children(block, "Main")),
        *(
            read_diagnosis(each, text_at(each, "DiagnoseDescriptionCode") or ADDITIONAL)
            for each in children(block, "MainAdditional")
        ),
        *(read_diagnosis(each) for each in children(block, "Other")),
    ]
    return tuple(diagnosis for diagnosis in found if diagnosis is not None)
