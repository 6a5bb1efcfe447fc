from datetime import date

import pytest

from rehab.medcom.letters import Diagnosis, GopType, LetterKind
from rehab.medcom.reader import read_envelope
from tests.support.messages import GP, HOSPITAL, PROLAPSE, Print, ggop

STENOSIS = ("DM480", "ICD10kode", "Spinalstenose")


def only(raw):
    (letter,) = read_envelope(raw).letters
    return letter


def bodies(letter):
    return {section.key: section.body.plain() for section in letter.sections}


@pytest.mark.parametrize("prefix", ["", "r"])
@pytest.mark.parametrize("gop_type", list(GopType))
def test_a_plan_is_read_with_type_days_and_deadline(gop_type, prefix):
    letter = only(ggop(gop_type=gop_type, printed=Print("utf-8", "UTF-8", prefix)))

    assert (letter.kind, letter.gop_type) == (LetterKind.GGOP, gop_type)
    assert (letter.contact_start, letter.contact_end) == (date(2026, 11, 2), date(2026, 11, 5))
    assert letter.gop_deadline_text == "Snarest muligt."
    assert (letter.status_code, letter.episode_id) == (None, None)


def test_the_type_is_read_from_its_element_and_not_from_the_statistical_code():
    letter = only(ggop(gop_type="specialiseret"))

    assert (letter.statistical_code, letter.gop_type) == ("GGOP1", GopType.SPECIALISERET)


def test_a_type_in_capitals_is_known():
    assert only(ggop(gop_type="Almen")).gop_type is GopType.ALMEN


def test_a_type_nobody_knows_is_kept_as_text():
    letter = only(ggop(gop_type="avanceret"))

    assert letter.gop_type is None
    assert bodies(letter)["gop_type"] == "avanceret"


def test_the_parts_of_a_plan_have_keys_of_their_own():
    assert bodies(only(ggop())) == {
        "helbred": "Opereret for diskusprolaps.",
        "funktionsniveau": "Tidligere selvhjulpen. Går nu 400 m.",
        "behov": "Behov for superviseret træning. Kontrol i december.",
        "frist": "Snarest muligt.",
        "information": "Er informeret mundtligt.",
        "samtykke": "ja",
        "praktisk": "Kan selv komme til træning.",
        "sikkerhed": "Må ikke løfte tungt i seks uger.",
    }


def test_a_part_nobody_knows_is_kept():
    letter = only(ggop(texts={"NytElement": "Noget vigtigt."}))
    (section,) = [section for section in letter.sections if section.key == "andet"]

    assert (section.heading, section.body.plain()) == ("NytElement", "Noget vigtigt.")


def test_the_doctor_is_told_apart_from_those_who_want_the_result():
    letter = only(ggop())

    assert [(copy.gln, copy.is_gp) for copy in letter.answer_receivers] == [(GP.gln, True)]
    assert [party.gln for party in letter.result_receivers] == [HOSPITAL.gln, GP.gln]


def test_the_one_who_signed_stands_with_the_sender():
    sender = only(ggop()).sender

    assert (sender.person_name, sender.person_title) == ("Bo Prøveterapeut", "Fysioterapeut")


def test_the_first_primary_diagnosis_is_the_main_one():
    letter = only(ggop(diagnoses=(PROLAPSE, STENOSIS)))

    assert letter.diagnoses == (
        Diagnosis("main", "DM511F", "ICD10kode", "Lumbal diskusprolaps med radikulopati"),
        Diagnosis("bidiagnose", "DM480", "ICD10kode", "Spinalstenose"),
    )


@pytest.mark.parametrize("group", ["", "ICD10Diagnose"], ids=["in-the-list", "in-a-group"])
def test_diagnoses_may_be_words_alone(group):
    words = f"<{group}>Ondt i ryggen</{group}>" if group else "Ondt i ryggen"
    listing = f"<ICD10Diagnoses>{words}</ICD10Diagnoses><FinalResult>"
    raw = ggop(diagnoses=()).replace(b"<FinalResult>", listing.encode())

    assert only(raw).diagnoses == (Diagnosis("main", None, None, "Ondt i ryggen"),)


def test_parts_made_of_fields_are_one_line_for_each():
    control = (
        "<HospitalAmbulatoryControl><ExpectedStart><Date>2026-12-17</Date><Time>09:00</Time>"
        "</ExpectedStart><Location><OrganisationName>Prøvehospitalet</OrganisationName>"
        "<DepartmentName>Rygcentret</DepartmentName></Location></HospitalAmbulatoryControl>"
        "<FinalResult>"
    )
    letter = only(ggop().replace(b"<FinalResult>", control.encode()))

    assert bodies(letter)["ambulant_kontrol"] == "2026-12-17 09:00\nPrøvehospitalet Rygcentret"


def test_a_plan_without_days_has_no_discharge():
    letter = only(ggop(admitted=None, discharged=None))

    assert (letter.contact_start, letter.contact_end) == (None, None)
