"""Keeping the standings true when nobody acts, and telling when they are not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from rehab.domain.access import SYSTEM, Role
from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import WorklistFilter
from rehab.models import CaseStanding, StandingTally
from rehab.queries.tallies import count_cases
from rehab.services.standings import recheck_organisation, touch
from rehab.services.standings_upkeep import check_all, fold_tallies, recheck_all, recheck_due
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.standings import settle


@pytest.fixture
def system(app, session):
    return context_for(app, SYSTEM)


def column_of(session, case_id):
    query = select(CaseStanding.board_column).where(CaseStanding.case_id == case_id)
    return session.scalar(query)


def make_wrong(session, case_id):
    wrong = update(CaseStanding).where(CaseStanding.case_id == case_id)
    session.connection().execute(wrong.values(board_column=BoardColumn.READY))
    session.commit()


def test_what_is_wrong_is_found_and_healed(app, system, make, session):
    case_id = make.case().id
    settle(session, app)
    make_wrong(session, case_id)
    [found] = check_all(system)
    assert (found.table, found.key) == ("case_standing", (str(case_id),))
    assert recheck_all(system) == 1
    assert list(check_all(system)) == []
    assert column_of(session, case_id) is BoardColumn.NOBODY


def test_a_database_without_standings_is_filled(system, make, session):
    case_id = make.case().id
    make.referral()
    session.info.clear()
    assert recheck_all(system) == 2
    assert column_of(session, case_id) is BoardColumn.NOBODY
    assert list(check_all(system)) == []


def test_the_job_finds_what_time_has_changed(app, system, make, session):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    course = make_course(make, sessions=1, first=NOW + timedelta(hours=1))
    make_booking(make, case, course)
    settle(session, app)
    assert recheck_due(system) == 0
    later = replace(system, now=NOW + timedelta(days=1))
    assert recheck_due(later) == 1
    assert list(check_all(later)) == []
    assert recheck_due(later) == 0


def test_a_changed_rule_leaves_a_whole_kommune_to_the_job(app, system, make, session):
    case = make.case()
    case_id, other_id = case.id, make.case(kommunekode="998").id
    organisation_id = case.organisation_id
    settle(session, app)
    make_wrong(session, case_id)
    make_wrong(session, other_id)
    recheck_organisation(session, organisation_id)
    session.commit()
    recheck_due(system)
    assert column_of(session, case_id) is BoardColumn.NOBODY
    assert column_of(session, other_id) is BoardColumn.READY


def test_folding_changes_no_number(app, system, ctx_as, make, session):
    ctx = ctx_as(Role.KOORDINATOR)
    case_id = make.case().id
    settle(session, app)
    for _ in range(60):
        make_wrong(session, case_id)
        with system.transaction():
            touch(session, case_ids=[case_id])
    before = count_cases(session, ctx.actor, WorklistFilter(), ctx.today)
    rows = select(func.count()).select_from(StandingTally)
    many = session.scalar(rows)
    fold_tallies(system)
    assert session.scalar(rows) < many / 10
    assert count_cases(session, ctx.actor, WorklistFilter(), ctx.today) == before
