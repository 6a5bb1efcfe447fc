"""The rows of the programme file, one by one, as its text has them."""

import pytest

from rehab.domain.programme import Confidence, OfferForm, OfferStandard, Urgency
from rehab.domain.referrals import TriageDecision
from tests.support.programmes import laenderyg

A, B = OfferStandard.A, OfferStandard.B
HIGH, LOW = Confidence.HIGH, Confidence.LOW


@pytest.mark.parametrize(
    ("row", "code", "standard", "form", "confidence"),
    [
        (4, "socialmedicinsk_screening", B, OfferForm.INDIVIDUEL, LOW),
        (6, "enkeltstaaende_tilbud", B, OfferForm.KURSUS, LOW),
        (7, "hold_ikke_opererede", A, OfferForm.HOLD, HIGH),
        (8, "hold_opererede", A, OfferForm.HOLD, HIGH),
        (9, "individuel_traening", A, OfferForm.INDIVIDUEL, HIGH),
        (10, "ergonomi_adl", A, OfferForm.HOLD, HIGH),
        (11, "patientuddannelse_ryg", A, OfferForm.HOLD, HIGH),
        (12, "patientuddannelse_generel", B, OfferForm.KURSUS, HIGH),
        (13, "kostvejledning", B, OfferForm.KURSUS, HIGH),
        (14, "rygestop", A, OfferForm.KURSUS, HIGH),
        (15, "beskaeftigelsesplan", A, OfferForm.KOORDINERING, HIGH),
        (16, "rehabiliteringsteam", B, OfferForm.KOORDINERING, HIGH),
        (17, "opfoelgning", None, OfferForm.INDIVIDUEL, LOW),
    ],
)
def test_each_row_of_boks_8_has_its_standard_and_form(row, code, standard, form, confidence):
    offer = laenderyg().offer(code)

    assert offer is not None
    assert (offer.row, offer.standard, offer.form, offer.confidence) == (
        row,
        standard,
        form,
        confidence,
    )


def test_the_catalogue_has_the_kommunes_rows_and_no_other():
    assert [offer.row for offer in laenderyg().offers] == [4, *range(6, 18)]


@pytest.mark.parametrize(
    ("code", "urgency", "destination", "section"),
    [
        ("RF-CES", Urgency.ACUTE, "vagthavende reumatolog", "3.3, Bilag 3 A"),
        ("RF-PAR3", Urgency.ACUTE, "vagthavende reumatolog", "Bilag 3 A"),
        ("RF-PAR4", Urgency.SUBACUTE, "inden for 2 uger", "Bilag 3 B"),
        ("RF-INF", Urgency.ACUTE, "indlæggelse", "Bilag 2 C"),
        ("RF-MET", Urgency.ACUTE, "indlæggelse", "Bilag 2 C"),
        ("RF-OST", Urgency.ACUTE, "indlægges akut", "Bilag 2 A"),
        ("RF-SPA", Urgency.REFERRAL, "reumatologisk afdeling", "Bilag 2 B"),
        ("RF-GEN", Urgency.RETURN, "Henvisende læge", "3.1, 4.3"),
    ],
)
def test_each_red_flag_says_how_fast_and_where_to(code, urgency, destination, section):
    flag = laenderyg().red_flag(code)

    assert flag is not None
    assert (flag.urgency, flag.section) == (urgency, section)
    assert destination in flag.destination


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        pytest.param(TriageDecision.ACCEPT, "recurrence", id="a new episode is let in"),
        pytest.param(TriageDecision.RETURN_TO_SENDER, "not_clarified", id="not yet diagnosed"),
        pytest.param(TriageDecision.LEAVE_PROGRAMME, "referred_pain", id="from an inner organ"),
        pytest.param(TriageDecision.REDIRECT, "other_municipality", id="another kommune"),
        pytest.param(TriageDecision.REDIRECT, "hospital_training", id="training at a hospital"),
        pytest.param(TriageDecision.REGISTER, "gop_specialised", id="a specialised plan"),
    ],
)
def test_a_rule_of_the_text_has_its_own_reason(decision, code):
    assert code in {reason.code for reason in laenderyg().reasons_for(decision)}
