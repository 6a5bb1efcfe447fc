from datetime import date

import pytest

from rehab.medcom.letters import Diagnosis, LetterKind
from rehab.medcom.reader import read_envelope
from tests.support.messages import NS_2005, emessage, xdis01, xdis01_letter, xdis91


def only(raw):
    (letter,) = read_envelope(raw).letters
    return letter


@pytest.mark.parametrize("version", ["XD0133L", "XD0134L"])
def test_a_discharge_letter_is_a_letter_and_no_referral(version):
    letter = only(xdis01(version=version))

    assert letter.kind is LetterKind.LETTER
    assert letter.diagnoses == (Diagnosis("main", "DM513A", None, "Degeneration af lændeskive"),)
    assert (letter.contact_start, letter.contact_end) == (date(2026, 8, 17), date(2026, 11, 16))
    assert [section.body.plain() for section in letter.sections] == [
        "Kopi til orientering.\nAfsluttes uden genoptræningsplan."
    ]


def test_news_of_a_death_is_kept():
    assert only(xdis01(status="doed")).patient.status_code == "doed"


def test_an_outpatient_letter_names_its_visits_otherwise():
    body = (
        xdis01_letter(version="XD0233L")
        .replace("DischargeLetter", "OutPatientDischargeLetter")
        .replace("Admission>", "OutPatientFirstVisit>")
        .replace("Discharge>", "OutPatientLastVisit>")
    )
    letter = only(emessage(body, namespace=NS_2005))

    assert (letter.contact_start, letter.contact_end) == (date(2026, 8, 17), date(2026, 11, 16))


def test_what_a_letter_was_referred_for_is_told_apart_from_what_was_found():
    referral = (
        "<Referral><Refer><DiagnoseCode>DM545</DiagnoseCode></Refer><ReferalAdditional>"
        "<DiagnoseDescriptionCode>bidiagnose</DiagnoseDescriptionCode><DiagnoseCode>DE119"
        "</DiagnoseCode></ReferalAdditional></Referral><Admission>"
    )
    letter = only(xdis01().replace(b"<Admission>", referral.encode()))

    assert [(diagnosis.role, diagnosis.code) for diagnosis in letter.diagnoses] == [
        ("main", "DM513A"),
        ("henv_diagnose", "DM545"),
        ("bidiagnose", "DE119"),
    ]


def test_bold_lines_divide_a_letter():
    letter = only(xdis01(text="<Bold>Plan</Bold><Break/>Afsluttes."))

    assert [(section.heading, section.body.plain()) for section in letter.sections] == [
        ("Plan", "Afsluttes.")
    ]


@pytest.mark.parametrize("version", ["XD9134L", "XD9135L"])
def test_a_correspondence_has_subject_and_text(version):
    letter = only(xdis91(version=version))

    assert (letter.kind, letter.subject) == (LetterKind.CORRESPONDENCE, "Vedr. henvisning")
    assert [section.body.plain() for section in letter.sections] == [
        "Borgeren er flyttet.\nNy adresse følger."
    ]


def test_a_correspondence_needs_no_subject():
    assert only(xdis91(subject=None)).subject is None


def test_a_letter_about_nobody_is_still_a_letter():
    assert only(xdis91(cpr=None)).patient is None
