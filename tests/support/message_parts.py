"""The parts MedCom test messages are made of: parties, the citizen, diagnoses, headers."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

KOMMUNE_GLN = "5790000999019"
KOMMUNE_NUMBER = "999"
CPR = "1112659911"
BASE = "mm100"  # the prefix of the older of the two namespaces of a plan
EPISODE = "b0b0000000000000000000000000e001"

ANAMNESIS = {
    "Kort sygehistorie": "Lændesmerter gennem seks uger uden udstråling.",
    "Relevante objektive fund": "Strakt benløft negativ. Normal kraft.",
    "Ønsker og forventninger": "Vil gerne tilbage til havearbejdet.",
    "Relevante undersøgelsesresultater": "Ingen billeder taget.",
    "Aktuel medicin": "Paracetamol 1 g x 4.",
    "Særlige forhold": "Ikke behov for tolk.",
}
BACK_PAIN = ("L84", "ICPCkode", "Rygsyndrom uden smerteudstråling")
PROLAPSE = ("DM511F", "ICD10kode", "Lumbal diskusprolaps med radikulopati")


@dataclass(frozen=True, slots=True)
class Who:
    """A party, as it stands in a file."""

    gln: str
    identifier: str
    code: str
    organisation: str
    department: str | None = None
    speciality: str | None = None
    person: str | None = None
    title: str | None = None


GP = Who(
    "5790000999026",
    "099999",
    "ydernummer",
    "Lægehuset Prøvevej",
    None,
    "almen_medicin",
    "Anna Prøvelæge",
    "læge",
)
HOSPITAL = Who(
    "5790000999033",
    "9999999",
    "sygehusafdelingsnummer",
    "Prøvehospitalet",
    "Rygcentret",
    "reumatologi",
    "Bo Prøveoverlæge",
    "overlæge",
)
SPECIALIST = Who(
    "5790000999040",
    "099998",
    "ydernummer",
    "Reumatologen i Prøveby",
    None,
    "reumatologi_fysiurgi",
    "Cia Prøvespecialist",
    "speciallæge",
)
CHIROPRACTOR = Who(
    "5790000999057",
    "099997",
    "ydernummer",
    "Kiropraktorerne i Prøveby",
    None,
    "kiropraktor",
    "Dan Prøvekiropraktor",
    "kiropraktor",
)
KOMMUNE = Who(
    KOMMUNE_GLN, KOMMUNE_NUMBER, "kommunenummer", "Prøveby Kommune", "Genoptræning og sundhed"
)
SENDERS = {
    "gp": GP,
    "hospital": HOSPITAL,
    "specialist": SPECIALIST,
    "chiropractor": CHIROPRACTOR,
}


def formatted(text):
    """Formatted text from a dict of headings and words, or from text that is ready."""
    if isinstance(text, str):
        return text
    parts = (ANAMNESIS if text is None else text).items()
    return "<Break/><Break/>".join(
        f"<Bold>{escape(heading)}</Bold><Break/>{escape(words)}" for heading, words in parts
    )


def sender_of(sender):
    return SENDERS[sender] if isinstance(sender, str) else sender


def el(name, *content):
    return f"<{name}>{''.join(content)}</{name}>"


def leaf(name, text):
    return "" if text is None else el(name, escape(text))


def prefixed(xml, prefix):
    return re.sub(r"<(/?)([A-Z])", rf"<\1{prefix}:\2", xml)


def based(element, inside=""):
    """An element of a plan whose leaves live in the older of its two namespaces."""
    name = element[1 : element.index(">")]
    content = element[len(name) + 2 : -len(name) - 3]
    return el(name, prefixed(content, BASE), inside)


def header_of(
    letter_id, version, type_code, *, status, authorised, episode, nested=False, statistical=None
):
    identifier = leaf("EpisodeOfCareIdentifier", episode)
    if nested and episode:
        identifier = el("EpisodeOfCare", leaf("EpisodeOfCareType", "henvisning"), identifier)
    return el(
        "Letter",
        leaf("Identifier", letter_id),
        leaf("VersionCode", version),
        leaf("StatisticalCode", statistical or type_code),
        el("Authorisation", leaf("Date", authorised[0]), leaf("Time", authorised[1])),
        leaf("TypeCode", type_code),
        leaf("StatusCode", status),
        identifier,
    )


def party_of(name, who, *, gln=True, referrer=False):
    person = el("Referrer", leaf("PersonName", who.person), leaf("PersonTitle", who.title))
    is_sender = name == "Sender"
    return el(
        name,
        leaf("EANIdentifier", who.gln) if gln else "",
        leaf("Identifier", who.identifier),
        leaf("IdentifierCode", who.code),
        leaf("OrganisationName", who.organisation),
        leaf("DepartmentName", who.department),
        leaf("StreetName", "Prøvevej 1"),
        leaf("DistrictName", "Prøveby"),
        leaf("PostCodeIdentifier", "9999"),
        leaf("TelephoneSubscriberIdentifier", "99999900") if is_sender else "",
        leaf("MedicalSpecialityCode", who.speciality) if is_sender else "",
        person if referrer and who.person else "",
    )


def patient_of(cpr, surname, given_name, *, title=True, phone=None, email=None, status=None):
    number = "CivilRegistrationNumber" if (cpr or "").isdigit() else "AlternativeIdentifier"
    subscriber = (
        leaf("TelephoneSubscriberIdentifier", phone),
        leaf("TelephoneSubscriberCode", "mobil"),
    )
    return el(
        "Patient",
        leaf(number, cpr),
        leaf("PersonSurnameName", surname),
        leaf("PersonGivenName", given_name),
        leaf("PersonTitle", "gartner") if title else "",
        leaf("StreetName", "Prøvehaven 8"),
        leaf("DistrictName", "Prøveby"),
        leaf("PostCodeIdentifier", "9999"),
        el("TelephoneSubscriber", *subscriber) if phone else "",
        leaf("EmailIdentifier", email),
        leaf("EpisodeOfCareStatusCode", status),
    )


def referral_of(diagnoses, *, described=False):
    if not diagnoses:
        return ""
    first, *more = diagnoses
    main = "henv_diagnose" if described else None
    return el(
        "Referral",
        el("Refer", leaf("DiagnoseDescriptionCode", main), diagnosis_of(first)),
        *(
            el(
                "ReferralAdditional",
                leaf("DiagnoseDescriptionCode", "bidiagnose"),
                diagnosis_of(each),
            )
            for each in more
        ),
    )


def diagnosis_of(diagnosis):
    code, type_code, text = diagnosis
    return (
        leaf("DiagnoseCode", code)
        + leaf("DiagnoseTypeCode", type_code)
        + leaf("DiagnoseText", text)
    )


def plan_diagnosis(name, diagnosis):
    code, type_code, text = diagnosis
    return el(name, leaf("Code", code), leaf("TypeCode", type_code), leaf("Text", text))
