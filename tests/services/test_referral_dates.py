"""Putting dates right: what the clocks then say, and which dates are refused."""

from datetime import date

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus
from rehab.models import AuditEvent
from rehab.queries.clocks import clocks_of
from rehab.queries.referrals import find_referral
from rehab.services.referral_dates import DateCorrection, DatesRefusedError, correct_dates
from tests.support.factories import AWAY

TODAY = date(2026, 11, 23)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def test_corrected_dates_move_the_clock_and_leave_what_stood_before(ctx, make):
    plan = make.referral(
        kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=date(2026, 11, 20)
    )
    command = DateCorrection(
        date(2026, 11, 19), date(2026, 11, 18), date(2026, 11, 25), plan.gop_type
    )
    with ctx.transaction():
        correct_dates(ctx, plan, command)
    assert plan.received_on == date(2026, 11, 19)
    assert (plan.discharged_on, plan.earliest_start_on) == (date(2026, 11, 18), date(2026, 11, 25))
    data = ctx.session.scalars(
        select(AuditEvent.data).where(AuditEvent.verb == "referral.dates_corrected")
    ).one()
    assert "udskrevet 2026-11-20" in data["before"]
    assert "udskrevet 2026-11-18" in data["after"]


def test_the_clock_of_a_corrected_plan_still_tells_what_it_was(ctx, make):
    discharged = date(2026, 11, 20)
    plan = make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=discharged)
    with ctx.transaction():
        command = DateCorrection(plan.received_on, date(2026, 11, 18), None, plan.gop_type)
        correct_dates(ctx, plan, command)
    row = find_referral(ctx.session, ctx.actor, plan.id)
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, [row], ctx.today)
    [guarantee] = [one for one in clocks[plan.id] if one.code == "paragraf140"]
    assert guarantee.due == date(2026, 11, 25)
    assert "fristen var fredag 27.11.2026" in "".join(guarantee.why)


def test_an_accepted_plan_is_not_made_one_that_the_hospital_trains(ctx, make):
    plan = make.referral(
        case=make.case(), kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=TODAY
    )
    with pytest.raises(DatesRefusedError, match="Luk den"):
        correct_dates(ctx, plan, DateCorrection(TODAY, TODAY, None, GopType.SPECIALISERET))
    assert plan.gop_type is GopType.ALMEN


def test_a_closed_referral_stands_as_it_was_closed(ctx, make):
    closed = make.referral(status=ReferralStatus.CLOSED, closed_on=TODAY)
    with pytest.raises(DatesRefusedError, match="afsluttet"):
        correct_dates(ctx, closed, DateCorrection(TODAY, None, None, None))


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(DateCorrection(date(2026, 11, 24), TODAY, None, None), id="received-tomorrow"),
        pytest.param(DateCorrection(TODAY, None, None, None), id="no-discharge"),
        pytest.param(
            DateCorrection(TODAY, TODAY, date(2026, 11, 22), None), id="start-before-discharge"
        ),
    ],
)
def test_dates_that_cannot_be_right_are_refused(ctx, make, command):
    plan = make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=TODAY)
    with pytest.raises(DatesRefusedError):
        correct_dates(ctx, plan, command)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(DateCorrection(date.min, TODAY, None, None), id="received"),
        pytest.param(DateCorrection(TODAY, date.max, None, None), id="discharged"),
        pytest.param(DateCorrection(TODAY, TODAY, date.max, None), id="earliest start"),
    ],
)
def test_dates_nobody_can_mean_never_reach_the_clocks(ctx, make, command):
    plan = make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=TODAY)
    with pytest.raises(ImplausibleDayError):
        correct_dates(ctx, plan, command)


def test_nobody_corrects_the_dates_of_another_kommune(ctx, make):
    with pytest.raises(NotPermittedError):
        correct_dates(ctx, make.referral(kommunekode=AWAY), DateCorrection(TODAY, None, None, None))
