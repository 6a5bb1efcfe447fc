"""Read the people and organisations of a letter, and its diagnoses.

These blocks are the same in all letter types but for a few names, so they are read in one
place: each field is looked for under every name it is known to have.
"""

from rehab.medcom.elements import child, children, missing, one_line, required, text_at
from rehab.medcom.letters import Diagnosis, Party, Patient, Relative
from rehab.medcom.xml import Element

CPR_LENGTH = 10
UNKNOWN_CPR = "0" * CPR_LENGTH
GP_SPECIALITIES = frozenset({"almen_medicin"})
MAIN = "main"


def read_sender(letter: Element) -> Party:
    """Return the sender, whose location number must be there.

    Raises UnreadableMessageError without it: no receipt can be sent, and a letter is known by
    its sender.
    """
    sender = child(letter, "Sender")
    required(letter, "Sender", "EANIdentifier")
    return read_party(sender)


def read_party(element: Element | None, *, is_gp: bool = False) -> Party:
    """Return an organisation with the person who referred, signed or is the contact there."""
    person = child(element, "Referrer")
    name, title = text_at(person, "PersonName"), text_at(person, "PersonTitle")
    signer = child(element, "SignedBy")
    if signer is not None:
        parts = (text_at(signer, "PersonGivenName"), text_at(signer, "PersonSurnameName"))
        name = " ".join(part for part in parts if part) or None
        title = text_at(signer, "PersonTitle")
    speciality = text_at(element, "MedicalSpecialityCode")
    return Party(
        gln=text_at(element, "EANIdentifier"),
        identifier=text_at(element, "Identifier"),
        identifier_code=text_at(element, "IdentifierCode"),
        organisation=text_at(element, "OrganisationName"),
        department=text_at(element, "DepartmentName"),
        unit=text_at(element, "UnitName"),
        street=text_at(element, "StreetName"),
        suburb=text_at(element, "SuburbName"),
        district=text_at(element, "DistrictName"),
        postcode=text_at(element, "PostCodeIdentifier"),
        phone=text_at(element, "TelephoneSubscriberIdentifier"),
        speciality=speciality or text_at(element, "SpecialityName"),
        person_name=name,
        person_title=title,
        is_gp=is_gp or speciality in GP_SPECIALITIES,
    )


def read_copies(letter: Element) -> tuple[Party, ...]:
    """Return those who get a copy or an answer, the citizen's own doctor first.

    GPCCReceiver wraps the doctor in a genoptræningsplan; the other types name one receiver
    directly and have no location number for it.
    """
    doctors = [
        read_party(inner if inner is not None else wrapper, is_gp=True)
        for wrapper in children(letter, "GPCCReceiver")
        for inner in (child(wrapper, "CCReceiver"),)
    ]
    others = [
        read_party(party)
        for name in ("AnswerCCReceiver", "CCReceiver")
        for party in children(letter, name)
    ]
    return (*doctors, *others)


def read_patient(letter: Element) -> Patient | None:
    """Return the citizen, or None when the letter carries no number for one."""
    element = child(letter, "Patient")
    cpr = (text_at(element, "CivilRegistrationNumber") or "").replace("-", "").replace(" ", "")
    identifier = cpr or text_at(element, "AlternativeIdentifier")
    if identifier is None:
        return None
    return Patient(
        identifier=identifier,
        identifier_is_cpr=is_cpr_number(cpr),
        surname=text_at(element, "PersonSurnameName") or "",
        given_name=text_at(element, "PersonGivenName"),
        street=text_at(element, "StreetName"),
        suburb=text_at(element, "SuburbName") or text_at(element, "CoAddress"),
        district=text_at(element, "DistrictName"),
        postcode=text_at(element, "PostCodeIdentifier"),
        phones=_phones(element),
        email=text_at(element, "EmailIdentifier") or text_at(element, "EmailAddressIdentifier"),
        occupation=(
            text_at(element, "OccupancyText")
            or text_at(element, "Occupation")
            or text_at(element, "PersonTitle")
        ),
        status_code=text_at(element, "EpisodeOfCareStatusCode"),
    )


def read_referred_patient(letter: Element) -> Patient:
    """Return the citizen a referral is about.

    Raises UnreadableMessageError when the referral names none: nobody can be contacted.
    """
    patient = read_patient(letter)
    if patient is None:
        raise missing(letter, "Patient", "CivilRegistrationNumber")
    return patient


def is_cpr_number(text: str) -> bool:
    """Tell whether a text has the form of a CPR number.

    Ten noughts is the schemas' way of saying that the number is not known.
    """
    shaped = len(text) == CPR_LENGTH and text.isascii() and text.isdigit()
    return shaped and text != UNKNOWN_CPR


def read_relatives(letter: Element) -> tuple[Relative, ...]:
    """Return the relatives, which a genoptræningsplan keeps in a list of their own."""
    found = (*children(letter, "Relative"), *children(child(letter, "Relatives"), "Relative"))
    return tuple(
        Relative(
            relation_code=text_at(element, "RelationCode"),
            surname=text_at(element, "PersonSurnameName"),
            given_name=text_at(element, "PersonGivenName"),
            identifier=text_at(element, "PersonIdentifier"),
            phones=_phones(element),
            email=text_at(element, "EmailIdentifier") or text_at(element, "EmailAddressIdentifier"),
        )
        for element in found
    )


def read_diagnosis(element: Element, role: str | None = None) -> Diagnosis | None:
    """Return one diagnosis, or None when the block says nothing.

    Without a role given, the block's own DiagnoseDescriptionCode is the role.
    """
    code = text_at(element, "DiagnoseCode") or text_at(element, "Code")
    text = text_at(element, "DiagnoseText") or text_at(element, "Text")
    if code is None and text is None:
        text = one_line(element) if len(element) == 0 else None
    if code is None and text is None:
        return None
    return Diagnosis(
        role=role or text_at(element, "DiagnoseDescriptionCode") or "uspec_diagnose",
        code=code,
        type_code=text_at(element, "DiagnoseTypeCode") or text_at(element, "TypeCode"),
        text=text,
    )


def read_referral_diagnoses(letter: Element, main_role: str = MAIN) -> tuple[Diagnosis, ...]:
    """Return the diagnoses a referral is made on, or a letter says it was made on."""
    referral = child(letter, "Referral")
    found = [
        *(read_diagnosis(element, main_role) for element in children(referral, "Refer")),
        *(read_diagnosis(element) for element in children(referral, "ReferralAdditional")),
        *(read_diagnosis(element) for element in children(referral, "ReferalAdditional")),
    ]
    return tuple(diagnosis for diagnosis in found if diagnosis is not None)


def _phones(element: Element | None) -> tuple[str, ...]:
    numbers = [
        text_at(subscriber, "TelephoneSubscriberIdentifier")
        for subscriber in children(element, "TelephoneSubscriber")
    ]
    return tuple(number for number in numbers if number)
