"""Read the genoptræningsplan (GGOP), for which no schema is published.

Element names and their meaning are known from samples and from how others read them (MEDCOM
3.6). What is not known is kept under the key `andet`, so that nothing the hospital wrote
is out of sight.
"""

from dataclasses import replace
from typing import Final

from rehab.medcom.elements import child, children, day_at, local_name, one_line, text_at
from rehab.medcom.formatted_text import plain_text, read_text
from rehab.medcom.letters import Diagnosis, GopType, Letter, Section
from rehab.medcom.parties import MAIN, read_diagnosis, read_party, read_referred_patient
from rehab.medcom.references import read_references
from rehab.medcom.xml import Element

SECTIONS: Final = {
    "PatientHealthSummary": ("helbred", "Helbredsforhold"),
    "AbilityAtDischargeSummary": ("funktionsniveau", "Funktionsevne ved udskrivning"),
    "AbilityAtDischargeExtended": ("funktion_udvidet", "Udvidet funktionsevne"),
    "RehabilitationNeedAndPotential": ("behov", "Genoptræningsbehov og potentiale"),
    "RehabilitationDeadline": ("frist", "Frist for genoptræning"),
    "HospitalAmbulatoryControl": ("ambulant_kontrol", "Ambulant kontrol"),
    "InformationForPatientAndRelatives": ("information", "Information til patient og pårørende"),
    "ConsentInformed": ("samtykke", "Samtykke"),
    "PracticalInformation": ("praktisk", "Praktisk information"),
    "PatientSafetyAspects": ("sikkerhed", "Sikkerhedsmæssige forhold"),
    "ICFClassifications": ("icf", "ICF"),
    "JournalExcerpt": ("journaluddrag", "Journaluddrag"),
    "ContactCounty": ("kontakt_region", "Kontakt i regionen"),
    "ContactMunicipality": ("kontakt_kommune", "Kontakt i kommunen"),
    "HealthCareTeam": ("sundhedsteam", "Sundhedsteam"),
}
READ_ELSEWHERE: Final = frozenset(
    {
        "Letter",
        "Sender",
        "Receiver",
        "GPCCReceiver",
        "CCReceiver",
        "Patient",
        "Relatives",
        "TypeOfRehabilitationPlan",
        "CurrentHospitalContact",
        "ICD10Diagnoses",
        "FinalResult",
        "Reference",
    }
)
TYPE_OF_PLAN = "TypeOfRehabilitationPlan"


def read_rehabilitation_plan(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with what a genoptræningsplan holds.

    The expected end of the hospital contact is the day of discharge unless a person corrects
    it (MEDCOM 3.6, item 9). Raises UnreadableMessageError when it names no citizen.
    """
    return replace(
        letter,
        patient=read_referred_patient(element),
        diagnoses=_diagnoses(element),
        gop_type=_gop_type(element),
        gop_deadline_text=text_at(element, "RehabilitationDeadline"),
        contact_start=day_at(element, "CurrentHospitalContact", "Start"),
        contact_end=day_at(element, "CurrentHospitalContact", "ExpectedEnd"),
        result_receivers=tuple(
            read_party(party) for party in children(child(element, "FinalResult"), "ResultReceiver")
        ),
        sections=(*_unknown_type(element), *_sections(element), *read_references(element)),
    )


def _gop_type(element: Element) -> GopType | None:
    """Return the type from its own element, never from the statistical code (MEDCOM 3.6)."""
    text = (text_at(element, TYPE_OF_PLAN) or "").casefold()
    return GopType(text) if text in set(GopType) else None


def _unknown_type(element: Element) -> tuple[Section, ...]:
    text = text_at(element, TYPE_OF_PLAN)
    if text is None or _gop_type(element) is not None:
        return ()
    return (Section("gop_type", "Type af genoptræningsplan", plain_text(text)),)


def _sections(element: Element) -> tuple[Section, ...]:
    """Return the text parts, what bears on the training first."""
    parts = [part for part in element if local_name(part) not in READ_ELSEWHERE]
    order = {name: place for place, name in enumerate(SECTIONS)}
    parts.sort(key=lambda part: order.get(local_name(part), len(order)))
    sections = [_section(part) for part in parts]
    return tuple(section for section in sections if section.body)


def _section(part: Element) -> Section:
    name = local_name(part)
    key, heading = SECTIONS.get(name, ("andet", name))
    # A part that is made of fields is one line per field; one that is a text is formatted.
    if name in {"HospitalAmbulatoryControl", *list(SECTIONS)[-5:]} and len(part):
        fields = [field for field in (one_line_of_fields(inner) for inner in part) if field]
        return Section(key, heading, plain_text("\n".join(fields)))
    return Section(key, heading, read_text(part))


def one_line_of_fields(element: Element) -> str | None:
    """Return an element's text with a space between the fields inside it, or None."""
    if len(element) == 0:
        return one_line(element)
    own = (element.text or "").strip()
    inner = [one_line_of_fields(field) for field in element]
    return " ".join(part for part in (own, *inner) if part) or None


def _diagnoses(element: Element) -> tuple[Diagnosis, ...]:
    """Return the diagnoses: the first primary one is the main one, all others follow it."""
    listing = child(element, "ICD10Diagnoses")
    found: list[Diagnosis | None] = []
    for group in children(listing, "ICD10Diagnose"):
        primaries = list(children(group, "PrimaryDiagnosis"))
        if not primaries and len(group) == 0:
            primaries = [group]
        found += [read_diagnosis(each, "bidiagnose" if any(found) else MAIN) for each in primaries]
        found += [
            read_diagnosis(each, "bidiagnose") for each in children(group, "SecondaryDiagnosis")
        ]
    if listing is not None and len(listing) == 0:
        found.append(read_diagnosis(listing, MAIN))
    return tuple(diagnosis for diagnosis in found if diagnosis is not None)
