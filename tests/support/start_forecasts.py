"""Forecasts of a start as the page of a referral asks for them."""

from flask import Flask

from rehab.models import Referral
from rehab.queries.clocks import counted_of, read_counted
from rehab.queries.referrals import find_referral
from rehab.queries.start_forecast import DeadlineForecast, start_forecasts
from rehab.services.context import Context
from tests.support.standings import settle
from tests.support.statements import statements_of


def forecasts_of(
    ctx: Context, app: Flask, referral: Referral
) -> tuple[tuple[DeadlineForecast, ...], int]:
    """What is forecast once all that was arranged is worked out, and in how many statements."""
    settle(ctx.session, app, ctx.now)
    row = find_referral(ctx.session, ctx.actor, referral.id)
    assert row is not None
    counted = counted_of(ctx.session, ctx.programme_for, ctx.settings, [row], ctx.today)
    with statements_of(ctx.session) as seen:
        forecasts = start_forecasts(
            ctx.session,
            ctx.actor,
            row,
            counted=counted.get(row.id),
            readings=read_counted(counted, [row], ctx.today)[row.id],
            programme=ctx.programme,
            now=ctx.now,
        )
    return forecasts, len(seen)
