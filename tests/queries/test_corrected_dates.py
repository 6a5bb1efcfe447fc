"""What a clock was counted by when a date was put right."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.calendar import LocalClosing
from rehab.domain.clock_rules import ClockUnit, LegalBasis
from rehab.models import DateCorrectionRow, PauseEndRow, PauseRow
from rehab.queries.cases import find_case
from rehab.queries.clocks import clocks_of
from rehab.services.clock_settings import SetClock, close_days, open_days, set_clock
from rehab.services.context import Context
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)
STOOD = date(2026, 11, 19)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.LEDER)


@pytest.fixture
def corrected(ctx, make):
    """A case received on the 20th, of which the 19th was believed until now."""
    case = make.case(referrals=0)
    referral = make.referral(case=case, received_on=date(2026, 11, 20))
    make.save(
        DateCorrectionRow(
            referral_id=referral.id,
            received_on=STOOD,
            discharged_on=None,
            earliest_start_on=None,
            recorded_by=ctx.actor.id,
            recorded_at=NOW,
        )
    )
    return case


def done(ctx: Context, minutes, act, *what):
    """Do something so many minutes after the correction, or before it."""
    then = replace(ctx, now=NOW + minutes * MINUTE)
    with then.transaction():
        return act(then, *what)


def rule(ctx, **changes):
    own = next(
        one
        for one in ctx.programme.clocks
        if one.code == "kontakt" and LegalBasis.SUNDHEDSLOVEN_119 in one.applies_to
    )
    return SetClock(
        **{
            "rule": own,
            "days": own.days,
            "unit": own.unit,
            "strength": own.strength,
            "enabled": own.enabled,
            "pausable": frozenset({"syg"}),
            "stops": own.stops,
            "valid_from": date(2026, 1, 1),
        }
        | changes
    )


def told(ctx, case):
    ctx.session.expire_all()
    rows = find_case(ctx.session, ctx.actor, case.id).referrals
    found = clocks_of(ctx.session, ctx.programme_for, ctx.settings, rows, ctx.today)
    [contact] = [one for row in rows for one in found[row.id] if one.code == "kontakt"]
    [line] = [line for line in contact.why if line.startswith("Rettet")]
    return line.removeprefix("Rettet 23.11.2026: før rettelsen ")


def test_a_rule_that_is_set_later_leaves_the_earlier_answer(ctx, corrected):
    before = told(ctx, corrected)
    assert before == "blev der regnet fra 19.11.2026, og fristen var tirsdag 24.11.2026."
    done(ctx, 1, set_clock, rule(ctx, days=1))
    assert told(ctx, corrected) == before


def test_a_rule_that_was_set_first_is_the_one_that_is_told(ctx, corrected):
    done(ctx, -1, set_clock, rule(ctx, days=1))
    assert told(ctx, corrected).endswith("fristen var fredag 20.11.2026.")


def test_a_rule_that_began_with_the_new_date_did_not_judge_the_old_one(ctx, corrected):
    done(ctx, -1, set_clock, rule(ctx, days=1, valid_from=date(2026, 11, 20)))
    assert told(ctx, corrected).endswith("fristen var tirsdag 24.11.2026.")


def test_a_closed_day_set_or_withdrawn_later_leaves_the_earlier_answer(ctx, corrected):
    done(ctx, -2, set_clock, rule(ctx, unit=ClockUnit.WORKING))
    planned = LocalClosing("Planlægning", 2026, 2026, month=11, day=24)
    row = done(ctx, -1, close_days, planned)
    before = told(ctx, corrected)
    assert before.endswith("fristen var fredag 27.11.2026.")
    done(ctx, 1, open_days, row)
    done(ctx, 2, close_days, LocalClosing("Flytning", 2026, 2026, week=48))
    assert told(ctx, corrected) == before


def test_a_pause_set_or_ended_later_leaves_the_earlier_answer(ctx, corrected, make):
    done(ctx, -2, set_clock, rule(ctx))
    [referral] = find_case(ctx.session, ctx.actor, corrected.id).referrals
    first = pause_of(ctx, referral, 21, 23, -1)
    make.save(first)
    before = told(ctx, corrected)
    assert before.endswith("fristen var fredag 27.11.2026.")
    make.save(
        pause_of(ctx, referral, 24, 26, 1),
        PauseEndRow(
            pause_id=first.id,
            until_on=date(2026, 11, 21),
            recorded_by=ctx.actor.id,
            recorded_at=NOW + MINUTE,
        ),
    )
    assert told(ctx, corrected) == before


def pause_of(ctx, referral, first, last, minutes):
    return PauseRow(
        referral_id=referral.id,
        reason_code="syg",
        reason="Syg",
        counts=True,
        from_on=date(2026, 11, first),
        until_on=date(2026, 11, last),
        recorded_by=ctx.actor.id,
        recorded_at=NOW + minutes * MINUTE,
    )
