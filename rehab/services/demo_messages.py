"""Made-up MedCom messages for the demo: the real way in, with nobody real in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from xml.sax.saxutils import escape

_XREF15: Final = "http://rep.oio.dk/medcom.dk/xml/schemas/2016/12/01/"
_GGOP: Final = "urn:oio:medcom:municipality:1.0.4"
_GP: Final = ("5790000999026", "099999", "ydernummer", "Lægehuset Testvej", "almen_medicin")
_HOSPITAL: Final = (
    "5790000999033",
    "9999999",
    "sygehusafdelingsnummer",
    "Testhospitalet",
    "reumatologi",
)
_CHIROPRACTOR: Final = (
    "5790000999057",
    "099998",
    "ydernummer",
    "Kiropraktik Testby",
    "kiropraktor",
)
_SENDERS: Final = {"gp": _GP, "hospital": _HOSPITAL, "chiropractor": _CHIROPRACTOR}


@dataclass(frozen=True, slots=True)
class DemoReferral:
    """A made-up referral, sent some days before the demo is loaded."""

    number: int
    days_ago: int
    cpr: str
    given_name: str
    surname: str
    sender: str
    diagnosis: tuple[str, str, str]
    history: str
    findings: str
    wishes: str
    medicine: str
    special: str
    discharged_days_ago: int | None = None

    @property
    def is_plan(self) -> bool:
        """Tell whether it is a genoptræningsplan."""
        return self.discharged_days_ago is not None


_L84: Final = ("L84", "ICPCkode", "Rygsyndrom uden smerteudstråling")
_L86: Final = ("L86", "ICPCkode", "Rygsyndrom med smerteudstråling")
_DM511F: Final = ("DM511F", "SKSdiagnosekode", "Lumbal diskusprolaps med radikulopati")
_DM480: Final = ("DM480", "SKSdiagnosekode", "Spinalstenose")
_NO_NEED: Final = "Ikke behov for tolk, intet handicap."

DEMO_REFERRALS: Final = (
    DemoReferral(
        1,
        9,
        "1203649951",
        "Inge",
        "Prøvesen",
        "gp",
        _L84,
        "Lændesmerter i ti uger efter havearbejde. Fysioterapi uden tilstrækkelig virkning.",
        "Upåvirket. Nedsat bevægelighed, neurologi i benene normal.",
        "Vil gerne kunne passe sit arbejde i køkkenet og løfte børnebørnene.",
        "Paracetamol 1 g x 3.",
        f"{_NO_NEED} Arbejdsevnen er truet. Sygemeldt siden for syv uger siden.",
    ),
    DemoReferral(
        2,
        12,
        "0507719947",
        "Bo",
        "Testmand",
        "hospital",
        _DM511F,
        "Opereret for diskusprolaps i lænden. Behov for genoptræning.",
        "Kraft 4+ for fodløft på højre side.",
        "Tilbage til arbejdet som tømrer.",
        "Paracetamol 1 g x 4.",
        f"{_NO_NEED}",
        discharged_days_ago=10,
    ),
    DemoReferral(
        3,
        4,
        "2811589926",
        "Karin",
        "Fiktiv",
        "gp",
        _L86,
        "Smerter i lænden med udstråling til venstre læg i otte uger, langsom bedring.",
        "Strakt benløft positiv ved 60 grader. Ingen parese, ingen sphincterforstyrrelser.",
        "Ønsker rygskole og vejledning om løft.",
        "Ibuprofen 400 mg x 3.",
        "Behov for tolk (tyrkisk). Intet handicap. Arbejdsevnen er ikke truet.",
    ),
    DemoReferral(
        4,
        3,
        "1909829963",
        "Jens",
        "Eksempelsen",
        "chiropractor",
        _L84,
        "Ondt i lænden i fire uger.",
        "Ømhed over lænden.",
        "Ønsker holdtræning.",
        "Ingen.",
        _NO_NEED,
    ),
    DemoReferral(
        5,
        1,
        "3004469958",
        "Ruth",
        "Opdigtet",
        "hospital",
        _DM480,
        "Gangudløste smerter i begge ben, bedres ved foroverbøjning. Ikke operation nu.",
        "Gangdistance 200 meter. Normal kraft.",
        "Vil gerne kunne gå til indkøb igen.",
        "Paracetamol 1 g x 3.",
        f"{_NO_NEED} Ikke relevant med arbejde.",
    ),
    DemoReferral(
        6,
        0,
        "0812759964",
        "Mads",
        "Påfund",
        "gp",
        _L84,
        "Tilbagevendende lændesmerter, værre de sidste seks uger.",
        "",
        "",
        "",
        "",
    ),
    DemoReferral(
        7,
        6,
        "2102699939",
        "Lis",
        "Tænktsen",
        "hospital",
        _DM511F,
        "Funktionstab efter langt forløb med rodpåvirkning. Ikke opereret.",
        "Strakt benløft 75 grader. Let nedsat udholdenhed.",
        "Tilbage til hjemmeplejen.",
        "Gabapentin under udtrapning.",
        "Arbejdsevnen er truet.",
        discharged_days_ago=6,
    ),
    DemoReferral(
        8,
        75,
        "1701599965",
        "Grethe",
        "Ottosen-Prøve",
        "gp",
        _L84,
        "Lændesmerter i tre måneder. Træning hos fysioterapeut har hjulpet lidt.",
        "Upåvirket. Normal neurologi. Nedsat bevægelighed i lænden.",
        "Vil gerne kunne gå ture og passe haven igen.",
        "Paracetamol 1 g efter behov.",
        f"{_NO_NEED} Arbejdsevnen er ikke truet; pensionist.",
    ),
)


def message_of(referral: DemoReferral, today: date) -> bytes:
    """Return the message as its sender would have sent it, counted back from a day."""
    sent = today - timedelta(days=referral.days_ago)
    text = _plan(referral, today, sent) if referral.is_plan else _referral(referral, sent)
    return text.encode("utf-8")


def _party(tag: str, sender: str, extra: str = "") -> str:
    gln, identifier, code, name, speciality = _SENDERS[sender]
    return (
        f"<{tag}><EANIdentifier>{gln}</EANIdentifier><Identifier>{identifier}</Identifier>"
        f"<IdentifierCode>{code}</IdentifierCode><OrganisationName>{name}</OrganisationName>"
        f"<MedicalSpecialityCode>{speciality}</MedicalSpecialityCode>{extra}</{tag}>"
    )


def _envelope(referral: DemoReferral, sent: date, namespace: str, letter: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Emessage xmlns="{namespace}"><Envelope><Sent>'
        f"<Date>{sent}</Date><Time>09:{referral.number:02}</Time></Sent>"
        f"<Identifier>DEMOK{referral.number:04}</Identifier>"
        "<AcknowledgementCode>pluspositivkvitt</AcknowledgementCode></Envelope>"
        f"{letter}</Emessage>"
    )


def _head(referral: DemoReferral, sent: date, version: str, kind: str, episode: str) -> str:
    return (
        f"<Letter><Identifier>DEMOL{referral.number:04}</Identifier>"
        f"<VersionCode>{version}</VersionCode><StatisticalCode>{kind}</StatisticalCode>"
        f"<Authorisation><Date>{sent}</Date><Time>09:00</Time></Authorisation>"
        f"<TypeCode>{kind}</TypeCode>{episode}</Letter>"
    )


def _receiver() -> str:
    return (
        "<Receiver><EANIdentifier>5790000999019</EANIdentifier><Identifier>999</Identifier>"
        "<IdentifierCode>kommunenummer</IdentifierCode>"
        "<OrganisationName>Testby Kommune</OrganisationName></Receiver>"
    )


def _patient(referral: DemoReferral) -> str:
    return (
        f"<Patient><CivilRegistrationNumber>{referral.cpr}</CivilRegistrationNumber>"
        f"<PersonSurnameName>{referral.surname}</PersonSurnameName>"
        f"<PersonGivenName>{referral.given_name}</PersonGivenName>"
        f"<StreetName>Fiktivvej {referral.number}</StreetName><DistrictName>Testby</DistrictName>"
        "<PostCodeIdentifier>9999</PostCodeIdentifier><TelephoneSubscriber>"
        f"<TelephoneSubscriberIdentifier>9999{9000 + referral.number}"
        "</TelephoneSubscriberIdentifier><TelephoneSubscriberCode>mobil</TelephoneSubscriberCode>"
        "</TelephoneSubscriber></Patient>"
    )


def _referral(referral: DemoReferral, sent: date) -> str:
    code, type_code, text = referral.diagnosis
    parts = (
        ("Kort sygehistorie", referral.history),
        ("Relevante objektive fund", referral.findings),
        ("Ønsker og forventninger", referral.wishes),
        ("Aktuel medicin", referral.medicine),
        ("Særlige forhold", referral.special),
    )
    anamnesis = "<Break/><Break/>".join(
        f"<Bold>{heading}</Bold><Break/>{escape(body)}" for heading, body in parts if body
    )
    episode = (
        "<StatusCode>nytbrev</StatusCode>"
        f"<EpisodeOfCareIdentifier>{referral.number:032x}</EpisodeOfCareIdentifier>"
    )
    doctor = "<Referrer><PersonName>Test Testlæge</PersonName></Referrer>"
    gp = (
        "<AnswerCCReceiver><Identifier>099996</Identifier><IdentifierCode>ydernummer"
        "</IdentifierCode><OrganisationName>Lægerne i Prøvegade</OrganisationName>"
        "</AnswerCCReceiver>"
        if referral.sender == "hospital"
        else ""
    )
    letter = (
        f"<MunicipalityReferral>{_head(referral, sent, 'XH1530R', 'XREF15', episode)}"
        f"{_party('Sender', referral.sender, doctor)}{_receiver()}{gp}{_patient(referral)}"
        f"<Referral><Refer><DiagnoseCode>{code}</DiagnoseCode>"
        f"<DiagnoseTypeCode>{type_code}</DiagnoseTypeCode><DiagnoseText>{text}</DiagnoseText>"
        "</Refer></Referral><RelevantClinicalInformation>"
        f"<Anamnesis>{anamnesis}</Anamnesis></RelevantClinicalInformation>"
        "</MunicipalityReferral>"
    )
    return _envelope(referral, sent, _XREF15, letter)


def _plan(referral: DemoReferral, today: date, sent: date) -> str:
    discharged = today - timedelta(days=referral.discharged_days_ago or 0)
    code, _type, text = referral.diagnosis
    letter = (
        f"<RehabilitationPlan>{_head(referral, sent, 'GGOP100', 'GGOP', '')}"
        f"{_party('Sender', referral.sender)}{_receiver()}"
        "<GPCCReceiver><CCReceiver><EANIdentifier>5790000999064</EANIdentifier>"
        "<Identifier>099996</Identifier><IdentifierCode>ydernummer</IdentifierCode>"
        "<OrganisationName>Lægerne i Prøvegade</OrganisationName></CCReceiver></GPCCReceiver>"
        f"{_patient(referral)}<TypeOfRehabilitationPlan>almen</TypeOfRehabilitationPlan>"
        "<ConsentInformed>ja</ConsentInformed>"
        f"<PracticalInformation>{escape(referral.special)}</PracticalInformation>"
        f"<CurrentHospitalContact><Start><Date>{discharged - timedelta(days=3)}</Date>"
        "<Time>09:00</Time></Start>"
        f"<ExpectedEnd><Date>{discharged}</Date><Time>12:00</Time></ExpectedEnd>"
        "</CurrentHospitalContact>"
        f"<PatientHealthSummary>{escape(referral.history)}<Break/>Medicin: "
        f"{escape(referral.medicine)}</PatientHealthSummary>"
        "<AbilityAtDischargeSummary>Tidligere: selvhjulpen. Nu: "
        f"{escape(referral.findings)}</AbilityAtDischargeSummary>"
        f"<RehabilitationNeedAndPotential>{escape(referral.wishes)}<Break/>"
        "Opfølgende kontrol: ingen planlagt.</RehabilitationNeedAndPotential>"
        f"<ICD10Diagnoses><ICD10Diagnose><PrimaryDiagnosis><Code>{code}</Code>"
        f"<TypeCode>ICD10kode</TypeCode><Text>{text}</Text></PrimaryDiagnosis></ICD10Diagnose>"
        "</ICD10Diagnoses><FinalResult><ResultReceiver>"
        "<EANIdentifier>5790000999033</EANIdentifier><Identifier>9999999</Identifier>"
        "<IdentifierCode>sygehusafdelingsnummer</IdentifierCode>"
        "<OrganisationName>Testhospitalet</OrganisationName></ResultReceiver></FinalResult>"
        "</RehabilitationPlan>"
    )
    return _envelope(referral, sent, _GGOP, letter)
