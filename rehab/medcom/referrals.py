"""Read referrals: to the kommune (XREF15) and the older one made for hospitals (XREF01).

Both hold what the programme text asks of a referral (4.6), XREF15 as one text under headings
and XREF01 partly in elements of their own. The keys of the sections are the same, so a
checklist need not know which of them came.
"""

from dataclasses import replace

from rehab.medcom.elements import child, children, text_at
from rehab.medcom.formatted_text import plain_text, read_text
from rehab.medcom.letters import Letter, Section
from rehab.medcom.parties import read_referral_diagnoses, read_referred_patient
from rehab.medcom.references import read_references
from rehab.medcom.sections import REFERRAL_HEADINGS, split_at_headings
from rehab.medcom.xml import Element

CLINICAL_ELEMENTS = (
    ("Cave", "cave", "CAVE"),
    ("Examination", "objektive_fund", "Undersøgelse"),
    ("ActualMedicine", "medicin", "Aktuel medicin"),
)
ADDITIONAL_ELEMENTS = (
    ("ClinicalReason", "oensker", "Klinisk begrundelse"),
    ("Supplementary", "supplerende", "Supplerende oplysninger"),
)
PRACTICAL_ELEMENTS = (
    ("Priority", "Prioritet"),
    ("ReferralStatus", "Status"),
    ("Transport", "Transport"),
    ("HospitalChoice", "Valg af sygehus"),
)


def read_municipality_referral(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with what an XREF15 holds.

    Raises UnreadableMessageError when it names no citizen.
    """
    clinical = child(element, "RelevantClinicalInformation")
    category = text_at(clinical, "CategoryCode")
    return replace(
        letter,
        patient=read_referred_patient(element),
        diagnoses=read_referral_diagnoses(element),
        sections=(
            *_history(clinical),
            *([Section("kategori", "Kategori", plain_text(category))] if category else []),
            *_visitations(element, "MunicipalityVisitation"),
            *read_references(element),
        ),
    )


def read_hospital_referral(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with what an XREF01 holds.

    Raises UnreadableMessageError when it names no citizen.
    """
    clinical = child(element, "RelevantClinicalInformation")
    additional = child(element, "AdditionalInformation")
    return replace(
        letter,
        patient=read_referred_patient(element),
        diagnoses=read_referral_diagnoses(element),
        sections=(
            *_history(clinical),
            *_named(clinical, CLINICAL_ELEMENTS),
            *_named(additional, ADDITIONAL_ELEMENTS),
            *_practical(additional),
            *_visitations(element, "HospitalVisitation"),
            *read_references(element),
        ),
    )


def _history(clinical: Element | None) -> tuple[Section, ...]:
    return split_at_headings(read_text(child(clinical, "Anamnesis")), REFERRAL_HEADINGS)


def _named(
    parent: Element | None, elements: tuple[tuple[str, str, str], ...]
) -> tuple[Section, ...]:
    sections = [
        Section(key, heading, read_text(child(parent, name))) for name, key, heading in elements
    ]
    return tuple(section for section in sections if section.body)


def _practical(additional: Element | None) -> tuple[Section, ...]:
    lines = [
        f"{label}: {value}"
        for name, label in PRACTICAL_ELEMENTS
        if (value := text_at(additional, name))
    ]
    if not lines:
        return ()
    return (Section("praktisk", "Praktiske oplysninger", plain_text("\n".join(lines))),)


def _visitations(element: Element, name: str) -> tuple[Section, ...]:
    return tuple(
        Section(
            "visitation",
            f"Visitation: {text_at(note, 'InformationCode') or 'ustruktureret'}",
            read_text(child(note, "Information")),
        )
        for note in children(element, name)
    )
