"""Opening a case, and linking a referral to the one the citizen already has."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralKind
from rehab.models import AuditEvent
from rehab.services.cases import case_for, open_case_of
from tests.conftest import NOW
from tests.support.factories import AWAY


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def opened(ctx, referral):
    with ctx.transaction():
        return case_for(ctx, referral)


def verbs(ctx):
    query = select(AuditEvent.verb).where(AuditEvent.verb.startswith("case."))
    return ctx.session.scalars(query.order_by(AuditEvent.verb)).all()


def test_the_first_referral_opens_a_case_by_the_programme_of_today(ctx, make):
    referral = make.referral()
    case = opened(ctx, referral)
    assert (case.number, case.opened_on) == ("2026-00001", ctx.today)
    assert (case.programme_code, case.programme_version) == ("laenderyg", "2012")
    assert referral.case_id == case.id
    assert verbs(ctx) == ["case.opened"]


def test_a_second_referral_is_linked_to_the_open_case_and_keeps_itself(ctx, make):
    citizen = make.citizen()
    first, second = (
        make.referral(citizen=citizen),
        make.referral(citizen=citizen, kind=ReferralKind.GGOP),
    )
    case = opened(ctx, first)
    assert opened(ctx, second).id == case.id
    assert first.legal_basis is not second.legal_basis
    assert verbs(ctx) == ["case.linked", "case.opened"]


def test_a_closed_case_is_not_opened_again(ctx, make):
    citizen = make.citizen()
    old = make.case(citizen=citizen, referrals=0, closed_on=ctx.today)
    referral = make.referral(citizen=citizen)
    assert open_case_of(ctx, referral) is None
    assert opened(ctx, referral).id != old.id


def test_numbers_follow_each_other_and_begin_again_with_the_year(ctx, make):
    first, second = opened(ctx, make.referral()), opened(ctx, make.referral())
    next_year = replace(ctx, now=NOW + timedelta(days=60))
    third = opened(next_year, make.referral())
    assert [case.number for case in (first, second, third)] == [
        "2026-00001",
        "2026-00002",
        "2027-00001",
    ]


def test_every_kommune_numbers_its_own_cases(ctx, make):
    opened(ctx, make.referral())
    visitator = make.user(Role.VISITATOR, kommunekode=AWAY)
    there = replace(ctx, actor=visitator.actor())
    assert opened(there, make.referral(kommunekode=AWAY)).number == "2026-00001"
