"""A number known by another name: shown on the page, and confirmed by a person."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Referral
from tests.web.entrance import ACCEPT, TYPED, decide


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


def test_another_name_is_shown_and_confirmed_before_accepting(visitator, make):
    citizen = make.citizen(given_name="Ella", surname="Prøvesen")
    referral = make.referral(citizen=citizen, received_name="Bo Testmand")
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert page.select_one("input[name=same_citizen]") is not None
    assert "Bo Testmand" in page.text_of("#meddelelse")[0]
    refused = decide(visitator, referral, ACCEPT, expect=422)
    assert refused.errors()[0].startswith("Navnet på henvisningen er et andet end borgerens.")
    decide(visitator, referral, ACCEPT | {"same_citizen": "y"})
    assert referral.case_id is not None


def test_the_same_name_asks_for_nothing(visitator, make):
    page = visitator.get("referrals.show", referral_id=make.referral().id)
    assert page.select_one("input[name=same_citizen]") is None


def test_a_known_number_typed_with_another_name_asks_who_it_is(visitator, make, session):
    make.citizen(identifier="1704549942", given_name="Bo", surname="Testmand")
    page = visitator.submit("referrals.type_in", TYPED, expect=422)
    assert page.errors()[0].startswith("CPR-nummeret hører til Bo Testmand.")
    visitator.submit("referrals.type_in", TYPED | {"same_citizen": "y"})
    assert session.scalars(select(Referral.received_name)).one() == "Ella Prøvesen"
