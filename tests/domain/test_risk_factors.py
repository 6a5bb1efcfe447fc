"""Which risk factors are new, and who is told (Boks 4, 4.1)."""

from datetime import date

import pytest

from rehab.domain.epikrise_recipients import OWN_DOCTOR, REFERRER, Addressee
from rehab.domain.referrals import SenderKind
from rehab.domain.risk_factors import (
    Presence,
    RiskAssessment,
    RiskAssessmentError,
    assess,
    own_doctor,
)

DAY = date(2026, 11, 23)
FACTORS = ("bekymring", "bensmerter", "hoej_alder")


def answers(**given):
    return dict.fromkeys(FACTORS, Presence.ABSENT) | given


@pytest.mark.parametrize(
    ("given", "last", "new"),
    [
        pytest.param({}, None, set(), id="nothing is nothing new"),
        pytest.param({"bekymring": Presence.KNOWN}, None, set(), id="the doctor knew"),
        pytest.param({"bekymring": Presence.NEW}, None, {"bekymring"}, id="found here"),
        pytest.param({"bekymring": Presence.NEW}, {"bekymring"}, set(), id="told the last time"),
        pytest.param({"bekymring": Presence.NEW}, {"bensmerter"}, {"bekymring"}, id="came later"),
    ],
)
def test_a_factor_is_new_once(given, last, new):
    before = RiskAssessment(DAY, frozenset(last), frozenset()) if last is not None else None
    assert assess(DAY, answers(**given), FACTORS, before).new == new


def test_what_is_present_is_known_and_new_together():
    found = assess(DAY, answers(bekymring=Presence.NEW, bensmerter=Presence.KNOWN), FACTORS)
    assert found.present == {"bekymring", "bensmerter"}


@pytest.mark.parametrize("given", [{}, answers() | {"ukendt": Presence.NEW}], ids=["none", "other"])
def test_every_factor_of_the_programme_is_answered_and_no_other(given):
    with pytest.raises(RiskAssessmentError, match="alle risikofaktorer"):
        assess(DAY, given, FACTORS)


@pytest.mark.parametrize(
    ("parties", "kind", "name"),
    [
        pytest.param((("Klinik", REFERRER),), SenderKind.GP, "Klinik", id="own doctor referred"),
        pytest.param(
            (("Hospital", REFERRER), ("Lægen", OWN_DOCTOR)),
            SenderKind.HOSPITAL,
            "Lægen",
            id="named beside the hospital",
        ),
        pytest.param((("Hospital", REFERRER),), SenderKind.HOSPITAL, None, id="nobody is named"),
    ],
)
def test_the_own_doctor_is_the_one_named_or_the_practitioner_who_referred(parties, kind, name):
    doctor = own_doctor([Addressee(who, role) for who, role in parties], kind)
    assert (doctor.name if doctor else None) == name
