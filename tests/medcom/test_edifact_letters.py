from datetime import UTC, date, datetime

import pytest

from rehab.medcom.enclosures import ReferenceKind
from rehab.medcom.errors import (
    Fault,
    UnknownLetterError,
    UnknownVersionError,
    UnreadableMessageError,
)
from rehab.medcom.letters import (
    Diagnosis,
    LetterKind,
    Party,
    Patient,
    ReceiptDetails,
    ReceiptedLetter,
    Relative,
)
from rehab.medcom.reader import read_envelope
from tests.support.edifact import dis, dis_body, edifact, ftx, letter, ref01, ref01_body
from tests.support.message_parts import CPR, EPISODE, GP, KOMMUNE, KOMMUNE_GLN


def only(raw):
    (found,) = read_envelope(raw).letters
    return found


def bodies(found):
    return {section.key: section.body.plain() for section in found.sections}


def test_a_referral_is_read_as_its_xml_twin_would_be():
    found = only(ref01())

    assert (found.kind, found.element) == (LetterKind.REF01, "HospitalReferral")
    assert (found.letter_id, found.version_code) == ("PRB26110007", "H0130R")
    assert (found.statistical_code, found.type_code) == ("REF01", "REF01")
    assert (found.status_code, found.episode_id) == ("nytbrev", EPISODE)
    assert found.authorised_at == datetime(2026, 11, 3, 8, 38, tzinfo=UTC)
    assert found.sender == Party(
        gln=GP.gln,
        identifier=GP.identifier,
        identifier_code="ydernummer",
        organisation=GP.organisation,
        street="Prøvevej 1",
        district="Prøveby",
        postcode="9999",
        phone="99999901",
        speciality="almen_medicin",
        person_name=GP.person,
        person_title=GP.title,
        is_gp=True,
    )
    assert found.receiver == Party(
        gln=KOMMUNE_GLN,
        identifier=KOMMUNE.identifier,
        identifier_code="kommunenummer",
        organisation=KOMMUNE.organisation,
        department="Træning",
    )
    assert found.patient == Patient(
        identifier=CPR,
        identifier_is_cpr=True,
        surname="Prøvesen",
        given_name="Ella",
        street="Prøvehaven 8",
        district="Prøveby",
        postcode="9999",
        phones=("99999902",),
        email="ella@example.dk",
        occupation="gartner",
    )
    assert found.relatives == (Relative("mor", "Prøvesen", "Ida"),)
    assert found.diagnoses == (
        Diagnosis("main", "DM511F", "SKSdiagnosekode", "Lumbal diskusprolaps"),
        Diagnosis("bidiagnose", "L90", "ICPCkode", "Knæartrose"),
    )


def test_the_texts_of_a_referral_land_where_a_checklist_looks():
    assert bodies(only(ref01())) == {
        "anamnese": "Ondt i ryggen.",
        "medicin": "Paracetamol 1 g.",
        "oensker": "Ønskes vurderet.",
        "supplerende": "Bor hos datter.",
        "praktisk": "Prioritet: elektiv\nStatus: ambulant\nTransport: siddende",
        "visitation": "Visiteret til træning.",
        "bilag": "Billede: PRO26110001\nVejledning: https://example.dk/vejledning\nSvar følger",
    }


def test_the_references_of_a_referral_can_be_joined():
    assert [(each.kind, each.target) for each in only(ref01()).references] == [
        (ReferenceKind.ATTACHMENT, "PRO26110001"),
        (ReferenceKind.URL, "https://example.dk/vejledning"),
        (ReferenceKind.SUPPLEMENT, None),
    ]


def test_a_discharge_letter_is_a_letter():
    found = only(dis())

    assert (found.kind, found.element) == (LetterKind.LETTER, "PhysiotherapyLetter")
    assert (found.status_code, found.episode_id) == ("rettetbrev", EPISODE)
    assert (found.sender.organisation, found.sender.speciality) == ("Prøveklinikken", "fysioterapi")
    assert found.receiver.identifier_code == "lokationsnummer"
    assert found.answer_receivers[0].unit == GP.person
    assert found.answer_receivers[0].organisation is None
    assert (found.patient.identifier, found.patient.identifier_is_cpr) == ("PRØVE12345", False)
    assert found.patient.status_code == "inaktiv"
    assert found.referral_letter_id == "PRB26110001"
    assert (found.contact_start, found.contact_end) == (date(2026, 10, 1), date(2026, 11, 2))
    assert [(each.role, each.code) for each in found.diagnoses] == [
        ("main", "DM511F"),
        ("henv_diagnose", "DM545"),
    ]
    assert bodies(found) == {"tekst": "Forløbet er slut."}


@pytest.mark.parametrize(
    ("kind", "version", "element"),
    [
        ("DIS01", "D0133L", "DischargeLetter"),
        ("DIS07", "D0733L", "PrivateSpecialistLetter"),
        ("DIS08", "D0833L", "PhysiotherapyLetter"),
        ("DIS91", "D9134L", "ClinicalEmail"),
    ],
)
def test_each_letter_type_has_its_element(kind, version, element):
    assert only(dis(kind, version)).element == element


def test_a_correspondence_has_a_subject_and_texts():
    found = only(dis("DIS91", "D9134L", subject="Vedr. træning", texts=(("En",), ("To",))))

    assert (found.kind, found.subject) == (LetterKind.CORRESPONDENCE, "Vedr. træning")
    assert [section.body.plain() for section in found.sections] == ["En", "To"]


def test_a_plan_that_came_as_correspondence_is_recognised():
    assert only(dis("DIS91", "D9134L", statistical="GGOP2")).is_gop_as_correspondence is True


def test_a_death_is_not_missed():
    assert only(dis(state="DA")).patient.status_code == "doed"


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        pytest.param(ref01(role="CCR"), "NAD har koden CCR", id="role-of-another-type"),
        pytest.param(ref01(role=""), "NAD har koden ingen", id="no-role"),
        pytest.param(ref01(state="XX"), "PAS har koden XX", id="state-of-a-referral"),
        pytest.param(dis(state="XX"), "PAS har koden XX", id="state-of-a-letter"),
        pytest.param(ref01(when="2026110309"), "2026110309 i formatet 203", id="time-too-short"),
        pytest.param(ref01(when="i dag klok.."), "DTM", id="time-that-is-none"),
    ],
)
def test_a_code_that_would_change_the_meaning_is_a_fault(raw, named):
    with pytest.raises(UnreadableMessageError, match=named) as refused:
        read_envelope(raw)

    assert refused.value.reason_code is Fault.UNKNOWN_CODE
    assert refused.value.identity.letter_id == "PRB26110007"


def test_a_day_that_cannot_be_one_does_not_stop_a_referral():
    assert only(ref01(when="202613990938")).authorised_at is None


def test_a_referral_without_a_citizen_is_unreadable():
    with pytest.raises(UnreadableMessageError, match="Patient"):
        read_envelope(ref01(cpr=""))


@pytest.mark.parametrize(
    ("family", "kind", "version", "named"),
    [
        ("MEDDIS", "DIS20", "D2030C", "DIS20"),
        ("MEDREF", "REF07", "H0731R", "REF07"),
        ("MEDREF", "REF 01<", "H0130R", "EDIFACT"),
        ("MEDRPT", "REF01", "H0130R", "REF01"),
    ],
)
def test_a_letter_type_that_is_not_read_is_parked_by_name(family, kind, version, named):
    raw = edifact(letter([["BGM", "X"]], family=family, kind=kind, version=version))

    with pytest.raises(UnknownLetterError, match=named) as refused:
        read_envelope(raw)

    assert refused.value.identity.version_code == version
    assert (refused.value.identity.letter_id, refused.value.identity.sender_gln) == (
        "PRB26110007",
        GP.gln,
    )


def test_a_version_that_is_not_read_is_told_apart():
    with pytest.raises(UnknownVersionError, match="H0129R") as refused:
        read_envelope(edifact(letter(ref01_body(), version="H0129R")))

    assert refused.value.identity.wants_receipt is True


def test_an_attachment_in_edifact_is_parked_whatever_its_bytes():
    body = [["BGM", "X"], ["UNO", "1"], ["UNP", "1"]]
    raw = edifact(letter(body, family="MEDBIN", kind="BIN01", version="B0131X"))
    raw = raw.replace(b"UNO+1", b"UNO+1+\x00'\x01'UNT+9'")

    with pytest.raises(UnknownLetterError, match="BIN01"):
        read_envelope(raw)


def test_a_file_that_opens_attachments_without_end_is_refused_at_once():
    with pytest.raises(UnreadableMessageError):
        read_envelope(b"UNA:+.? '" + b"UNO+" * 500_000)


def receipt(kind, *answers):
    version = f"C0{kind[-1]}30Q"
    return edifact(letter(list(answers), family="CONTRL", kind=kind, version=version), wants="")


UCI = ["UCI", "UDK26110001", [KOMMUNE_GLN, "14"], [GP.gln, "14"]]
UCM = ["UCM", "UDB26110001", ["MEDDIS", "D", "93A", "UN", "D9134L"]]


@pytest.mark.parametrize(
    ("raw", "positive", "on_envelope", "on_letter"),
    [
        pytest.param(receipt("CTL03", [*UCI, "7"], [*UCM, "7"]), True, None, None, id="positive"),
        pytest.param(
            receipt("CTL02", [*UCI, "4"], [*UCM, "4"], ftx("VER", "Kendes \\", "ikke.")),
            False,
            None,
            ("problem_med_version", "Kendes ikke."),
            id="negative-on-the-letter",
        ),
        pytest.param(
            receipt("CTL01", [*UCI, "4"], ftx("LOK", "Ukendt."), [*UCM, "4"]),
            False,
            ("ukendt_lokationsnummer", "Ukendt."),
            None,
            id="negative-on-the-envelope",
        ),
    ],
)
def test_a_receipt_says_what_it_answers(raw, positive, on_envelope, on_letter):
    found = only(raw)

    assert found.kind is LetterKind.RECEIPT
    assert found.receipt == ReceiptDetails(
        positive,
        "UDK26110001",
        KOMMUNE_GLN,
        GP.gln,
        *(on_envelope or (None, None)),
        letters=(ReceiptedLetter("UDB26110001", "D9134L", *(on_letter or (None, None))),),
    )


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(receipt("CTL03", [*UCI, "4"]), id="yes-that-says-no"),
        pytest.param(receipt("CTL02", [*UCI, "4"], [*UCM, "7"]), id="no-that-says-yes"),
    ],
)
def test_a_receipt_that_contradicts_itself_is_not_believed(raw):
    with pytest.raises(UnreadableMessageError, match="modsiger"):
        read_envelope(raw)


def test_letters_of_several_types_may_share_an_envelope():
    raw = edifact(
        letter(ref01_body(), letter_id="A"),
        letter(dis_body(), letter_id="B", family="MEDDIS", kind="DIS08", version="D0833L"),
    )

    assert [each.kind for each in read_envelope(raw).letters] == [
        LetterKind.REF01,
        LetterKind.LETTER,
    ]
