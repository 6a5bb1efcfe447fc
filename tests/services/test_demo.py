"""The demo can be loaded any day, and again, and shows the pathway at every stage."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rehab.domain.access import SYSTEM
from rehab.models import Absence, AgendaItem, Case, Delivery, Epikrise, Referral
from rehab.services.demo import load_demo
from rehab.services.demo_story import tell_story
from rehab.web.request_context import context_for
from tests.conftest import NOW


def loaded(app, days):
    ctx = replace(context_for(app, SYSTEM), now=NOW + timedelta(days=days))
    with ctx.transaction():
        organisation = load_demo(ctx)
    return tell_story(ctx, organisation)


# A week of loading days, and those whose courses run into Christmas and Easter.
@pytest.mark.parametrize("days", [0, 1, 2, 3, 4, 5, 6, 33, 39, 130, 137])
def test_the_demo_can_be_loaded_any_day(app, session, days):
    assert loaded(app, days)
    counted = {kind: session.scalar(select(func.count()).select_from(kind)) for kind in KINDS}
    assert counted == {
        Referral: 8,
        Case: 5,
        Epikrise: 1,
        Delivery: 9,
        AgendaItem: 1,
        Absence: 1,
    }


def test_loading_it_again_changes_nothing(app, session):
    loaded(app, 0)
    assert not loaded(app, 1)


KINDS = (Referral, Case, Epikrise, Delivery, AgendaItem, Absence)
