from dataclasses import replace

import pytest

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.epikrise_recipients import (
    FINAL_RESULT,
    OWN_DOCTOR,
    REFERRER,
    Addressee,
    recipients_of,
)

GOP, PROGRAMME = LegalBasis.SUNDHEDSLOVEN_140, LegalBasis.SUNDHEDSLOVEN_119
DOCTOR = Addressee("Lægehuset", REFERRER, "5790000999026", "099999", "ydernummer")
HOSPITAL = Addressee("Hospitalet", REFERRER, "5790000999033", "9999999", "sygehusafdelingsnummer")
OWN = replace(DOCTOR, name="Egen læge", role=OWN_DOCTOR)
WITHOUT_GLN = replace(OWN, gln="", role="svar")


def who(legal_basis, referrer, *answer_to):
    return [
        (party.name, party.role) for party in recipients_of(legal_basis, referrer, answer_to).all
    ]


@pytest.mark.parametrize(
    ("legal_basis", "referrer", "answer_to", "expected"),
    [
        pytest.param(PROGRAMME, DOCTOR, (), [("Lægehuset", REFERRER)], id="own-doctor-referred"),
        pytest.param(
            PROGRAMME,
            HOSPITAL,
            (WITHOUT_GLN,),
            [("Hospitalet", REFERRER), ("Egen læge", "svar")],
            id="hospital-referred",
        ),
        pytest.param(
            PROGRAMME, DOCTOR, (WITHOUT_GLN,), [("Lægehuset", REFERRER)], id="named-twice"
        ),
        pytest.param(
            GOP,
            HOSPITAL,
            (OWN, replace(HOSPITAL, role=FINAL_RESULT), replace(OWN, role=FINAL_RESULT)),
            [("Hospitalet", FINAL_RESULT), ("Egen læge", OWN_DOCTOR)],
            id="plan-names-its-receivers",
        ),
        pytest.param(
            GOP,
            HOSPITAL,
            (OWN,),
            [("Hospitalet", REFERRER), ("Egen læge", OWN_DOCTOR)],
            id="plan-names-nobody",
        ),
    ],
)
def test_who_gets_the_epikrise(legal_basis, referrer, answer_to, expected):
    assert who(legal_basis, referrer, *answer_to) == expected


def test_medcom_sends_to_the_first_with_a_location_number():
    paper = replace(HOSPITAL, gln="", identifier="")
    found = recipients_of(PROGRAMME, paper, (OWN,))
    assert (found.receiver.name, [copy.name for copy in found.copies]) == (
        "Egen læge",
        ["Hospitalet"],
    )


def test_without_any_location_number_it_is_the_referrers_that_is_asked_for():
    paper = Addressee("Lægen på telefonen", REFERRER)
    assert recipients_of(PROGRAMME, paper, (WITHOUT_GLN,)).receiver.name == "Lægen på telefonen"


def test_a_number_found_in_one_place_serves_in_the_other():
    found = recipients_of(PROGRAMME, replace(DOCTOR, gln=""), (OWN,))
    assert (found.receiver.gln, found.receiver.role) == (OWN.gln, OWN_DOCTOR)
