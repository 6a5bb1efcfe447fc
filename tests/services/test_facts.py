"""What triage is given about a stored referral."""

import pytest

from rehab.domain.access import Role
from rehab.services.facts import diagnosis_facts, identifier_of, referral_facts
from tests.support.factories import AWAY


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def facts(ctx, referral):
    ctx.session.refresh(referral, ["diagnoses"])
    return referral_facts(ctx, referral)


def test_the_age_is_that_of_the_day_of_receipt(ctx, make):
    citizen = make.citizen(identifier="2411089901")
    found = facts(ctx, make.referral(citizen=citizen, received_on=ctx.today))
    assert found.age_on_receipt == 17


def test_a_number_that_says_nothing_gives_no_age(ctx, make):
    citizen = make.citizen(identifier="9999999999", identifier_is_cpr=False)
    assert identifier_of(citizen) is None
    assert facts(ctx, make.referral(citizen=citizen)).age_on_receipt is None


def test_two_texts_under_one_heading_are_one_text(ctx, make):
    sections = [
        {"key": "sygehistorie", "heading": "", "text": "Først"},
        {"key": "sygehistorie", "heading": "", "text": "Så"},
    ]
    found = facts(ctx, make.referral(sections=sections))
    assert found.sections == {"sygehistorie": "Først\nSå"}


def test_a_diagnosis_without_a_code_suggests_nothing(ctx, make):
    referral = make.referral(diagnoses=(("L84", "Rygsyndrom"), ("", "Ondt i ryggen")))
    ctx.session.refresh(referral, ["diagnoses"])
    assert [(one.code, one.is_main) for one in diagnosis_facts(referral.diagnoses)] == [
        ("L84", True)
    ]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param({}, True, id="an open case"),
        pytest.param({"closed_on": True}, False, id="a closed case"),
    ],
)
def test_another_open_case_is_told(ctx, make, fields, found):
    citizen = make.citizen()
    make.case(citizen=citizen, **({"closed_on": ctx.today} if fields else {}))
    assert facts(ctx, make.referral(citizen=citizen)).has_open_case is found


def test_a_referrals_own_case_is_not_another(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen, referrals=0)
    assert not facts(ctx, make.referral(citizen=citizen, case=case)).has_open_case


def test_a_case_in_another_kommune_is_not_ours_to_tell_of(ctx, make):
    make.case(citizen=make.citizen(identifier="0101709911", kommunekode=AWAY), kommunekode=AWAY)
    assert not facts(
        ctx, make.referral(citizen=make.citizen(identifier="0101709911"))
    ).has_open_case
