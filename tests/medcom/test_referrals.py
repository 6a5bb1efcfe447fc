from datetime import UTC, datetime

import pytest

from rehab.medcom.letters import Diagnosis, LetterKind
from rehab.medcom.reader import read_envelope
from tests.support.messages import (
    ANAMNESIS,
    BACK_PAIN,
    CHIROPRACTOR,
    EPISODE,
    GP,
    HOSPITAL,
    Print,
    xref01,
    xref15,
)

SECONDARY = ("L90", "ICPCkode", "Knæartrose")


def only(raw):
    (letter,) = read_envelope(raw).letters
    return letter


def bodies(letter):
    return {section.key: section.body.plain() for section in letter.sections}


@pytest.mark.parametrize("version", ["XH1530R", "XH1531R"])
@pytest.mark.parametrize("prefix", ["", "ns0", "medcom"])
def test_a_municipal_referral_is_read_in_both_versions_and_any_prefix(version, prefix):
    letter = only(xref15(version=version, letter_id="PRB1", printed=Print(prefix=prefix)))

    assert (letter.kind, letter.version_code, letter.letter_id) == (
        LetterKind.XREF15,
        version,
        "PRB1",
    )
    assert letter.episode_id == EPISODE
    assert letter.authorised_at == datetime(2026, 11, 3, 8, 38, tzinfo=UTC)
    assert (letter.status_code, letter.type_code) == ("nytbrev", "XREF15")


@pytest.mark.parametrize("version", ["XH0130R", "XH0131R"])
def test_a_hospital_referral_is_read_in_both_versions(version):
    letter = only(xref01(version=version, diagnoses=(BACK_PAIN, SECONDARY)))

    assert letter.kind is LetterKind.REF01
    assert letter.episode_id == EPISODE
    assert letter.diagnoses == (
        Diagnosis("main", "L84", "ICPCkode", "Rygsyndrom uden smerteudstråling"),
        Diagnosis("bidiagnose", "L90", "ICPCkode", "Knæartrose"),
    )


def test_sender_receiver_and_copies_are_read():
    letter = only(xref15(sender="chiropractor", answer_receivers=(GP,)))

    assert (letter.sender.gln, letter.sender.speciality) == (CHIROPRACTOR.gln, "kiropraktor")
    assert (letter.sender.person_name, letter.sender.person_title) == (
        "Dan Prøvekiropraktor",
        "kiropraktor",
    )
    assert (letter.receiver.identifier, letter.receiver.identifier_code) == ("999", "kommunenummer")
    assert [(copy.gln, copy.identifier) for copy in letter.answer_receivers] == [(None, "099999")]
    assert (letter.sender.is_gp, only(xref15()).sender.is_gp) == (False, True)


def test_the_citizen_is_read_with_phone_and_email():
    patient = only(xref15(phone="+45 99 99 99 11", email="ella@example.dk")).patient

    assert (patient.identifier, patient.identifier_is_cpr) == ("1112659911", True)
    assert (patient.surname, patient.given_name) == ("Prøvesen", "Ella")
    assert (patient.phones, patient.email) == (("+45 99 99 99 11",), "ella@example.dk")
    assert patient.occupation == "gartner"


@pytest.mark.parametrize(
    ("number", "is_cpr"),
    [
        pytest.param("0101659901", True, id="fails-modulus-11-perhaps"),
        pytest.param("010165ABC1", False, id="replacement-number"),
        pytest.param("0000000000", False, id="unknown"),
        pytest.param("12345", False, id="too-short"),
    ],
)
def test_a_number_that_is_no_cpr_is_kept_and_marked(number, is_cpr):
    patient = only(xref15(cpr=number)).patient

    assert (patient.identifier, patient.identifier_is_cpr) == (number, is_cpr)


def test_names_cut_by_the_sender_stay_as_they_came():
    name = "Prøvesen-Eksempelmand af Den Lange*"

    assert only(xref15(surname=name)).patient.surname == name


def test_the_programmes_headings_become_sections():
    assert bodies(only(xref15())) == {
        "sygehistorie": ANAMNESIS["Kort sygehistorie"],
        "objektive_fund": ANAMNESIS["Relevante objektive fund"],
        "oensker": ANAMNESIS["Ønsker og forventninger"],
        "undersoegelser": ANAMNESIS["Relevante undersøgelsesresultater"],
        "medicin": ANAMNESIS["Aktuel medicin"],
        "saerlige_forhold": ANAMNESIS["Særlige forhold"],
    }


def test_a_hospital_referrals_own_elements_get_the_same_keys():
    letter = only(
        xref01(cave="Penicillin", supplementary="Er informeret.", priority="haster_meget")
    )

    assert bodies(letter) == {
        "anamnese": "Lændesmerter gennem seks uger.",
        "cave": "Penicillin",
        "objektive_fund": "Strakt benløft negativ.",
        "medicin": "Paracetamol 1 g x 4.",
        "oensker": "Ønskes henvist til forløbsprogram for lænderyglidelser.",
        "supplerende": "Er informeret.",
        "praktisk": "Prioritet: haster_meget",
    }


def test_a_referral_with_neither_diagnosis_nor_text_is_still_a_referral():
    letter = only(xref15(diagnoses=(), anamnesis=""))

    assert (letter.diagnoses, letter.sections) == ((), ())


def test_a_diagnosis_may_be_words_alone_or_of_an_unknown_type():
    letter = only(xref15(diagnoses=((None, "nytkodesystem", "Ondt i ryggen"),)))

    assert letter.diagnoses == (Diagnosis("main", None, "nytkodesystem", "Ondt i ryggen"),)


def test_visitation_notes_and_references_are_kept():
    extra = (
        "<Reference><RefDescription>Billede</RefDescription><URL>https://example.dk/1</URL>"
        "</Reference><MunicipalityVisitation><InformationCode>visitering</InformationCode>"
        "<Information>Ring først.</Information></MunicipalityVisitation>"
    )

    found = bodies(only(xref15(extra=extra)))

    assert found["bilag"] == "Billede: https://example.dk/1"
    assert found["visitation"] == "Ring først."


def test_the_category_of_the_newer_version_is_kept():
    assert bodies(only(xref15(version="XH1531R")))["kategori"] == "sundhedspleje"


def test_relatives_are_read():
    extra = (
        "<Relative><RelationCode>datter</RelationCode><PersonSurnameName>Prøve"
        "</PersonSurnameName><PersonGivenName>Fie</PersonGivenName></Relative>"
    )

    (relative,) = only(xref15(extra=extra)).relatives

    assert (relative.relation_code, relative.given_name) == ("datter", "Fie")


def test_escaped_markup_stays_letters():
    letter = only(xref15(anamnesis="Smerter&lt;Break/&gt;i lænden", sender=HOSPITAL))

    assert bodies(letter) == {"anamnese": "Smerter<Break/>i lænden"}
