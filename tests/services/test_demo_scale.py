"""A made-up kommune of any size says of its citizens what the rules say."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import SYSTEM
from rehab.domain.groups import suggest_group
from rehab.models import Case, CaseStanding, Referral, Team, TriageRecord
from rehab.services.demo import load_demo
from rehab.services.demo_scale import fill, work_out_standings
from rehab.services.facts import diagnosis_facts
from rehab.web.request_context import context_for
from tests.conftest import NOW


@pytest.fixture
def ctx(app, session):
    """A kommune that was filled."""
    found = replace(context_for(app, SYSTEM), now=NOW)
    with found.transaction():
        organisation = load_demo(found)
    assert list(fill(found, organisation, 120)) == [120]
    return found


def test_the_group_suggested_is_the_one_the_codes_point_to(ctx):
    rows = ctx.session.scalars(select(Referral).options(selectinload(Referral.diagnoses))).all()
    wanted = [suggest_group(ctx.programme, diagnosis_facts(row.diagnoses)).group for row in rows]
    assert [row.suggested_group for row in rows] == wanted
    assert {1, 2} <= set(wanted)
    assert all(row.patient_group == row.suggested_group for row in rows if row.case_id)


def test_a_red_flag_is_one_of_the_programmes_and_was_cleared_with_a_doctor(ctx):
    flagged = [row for row in ctx.session.scalars(select(TriageRecord)) if row.red_flags]
    assert flagged
    assert all(ctx.programme.red_flag(code) for row in flagged for code in row.red_flags)
    assert all(row.doctor_contact and row.reason_code == "red_flag_cleared" for row in flagged)


def test_the_cases_are_parted_among_two_teams_and_a_few_have_none(ctx):
    names = {team.id: team.name for team in ctx.session.scalars(select(Team))}
    found = Counter(names.get(one, "") for one in ctx.session.scalars(select(Case.team_id)))
    assert set(names.values()) == {"Team Nord", "Team Syd"}
    assert (found["Team Nord"], found["Team Syd"], found[""]) == (54, 60, 6)
    work_out_standings(ctx)
    kept = ctx.session.scalars(select(CaseStanding.team_id)).all()
    assert Counter(names.get(one, "") for one in kept) == found
