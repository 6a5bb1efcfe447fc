"""A referral by telephone or on paper, typed in by a visitator."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralKind
from rehab.models import Referral
from tests.web.entrance import TYPED


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


def test_a_referral_by_telephone_leads_to_triage(visitator, session):
    visitator.submit("referrals.type_in", TYPED)
    referral = session.scalars(select(Referral)).one()
    assert (referral.kind, referral.suggested_group) == (ReferralKind.PHONE, 1)
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert "Henvisningen er oprettet. Nu kan den visiteres." in page.text_of(".flash--success")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"identifier": "123"}, "Et CPR-nummer har ti cifre", id="short"),
        pytest.param({"identifier": "310270-9942"}, "De første seks cifre", id="no-such-day"),
        pytest.param({"received_on": "24-11-2026"}, "Henvisningen kan ikke være", id="tomorrow"),
        pytest.param({"received_on": "i dag"}, "Skriv datoen som dag-måned-år", id="not-a-date"),
        pytest.param({"gop_type": "almen"}, "Skriv udskrivningsdatoen", id="plan-no-discharge"),
        pytest.param({"sender_gln": "5790000999018"}, "Lokationsnummeret har", id="gln"),
        pytest.param({"history": ""}, "Skriv, hvad henvisningen siger.", id="no-text"),
    ],
)
def test_what_was_typed_wrong_is_said_and_survives(visitator, fields, error):
    page = visitator.submit("referrals.type_in", TYPED | fields, expect=422)
    assert page.errors()[0].startswith(error)
    assert page.select_one("input[name=surname]")["value"] == "Prøvesen"


def test_a_number_outside_modulus_11_is_accepted_with_a_soft_warning(visitator):
    visitator.submit("referrals.type_in", TYPED | {"identifier": "0101649995"})
    page = visitator.get("referrals.inbox")
    assert page.text_of(".flash--warning")[0].startswith("CPR-nummeret opfylder ikke modulus 11.")
