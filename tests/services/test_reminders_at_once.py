"""Two who find the same cause for a task at the same moment: it is raised once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.models import AuditEvent, Case, Reminder
from rehab.services.context import Context
from rehab.services.reminders import raise_once
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for, meeting_before_writing
from tests.support.factories import Factories


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, 2) as made:
        yield made


def test_a_task_found_by_two_at_once_is_raised_once(app, engine, settings):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        actor, case_id = make.user(Role.TERAPEUT).actor(), make.case().id

    def find(_number):
        with GuardedSession(engine) as session:
            ctx = Context(session, actor, NOW, programme, settings)
            case = session.get_one(Case, case_id)
            with ctx.transaction():
                return raise_once(ctx, case, "no_shows:1", "Udeblevet to gange.", NOW.date())

    with meeting_before_writing(engine, 2), ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(find, range(2))) == [False, True]
    with Session(engine) as session:
        assert len(session.scalars(select(Reminder)).all()) == 1
        raised = select(AuditEvent).where(AuditEvent.verb == "reminder.raised")
        assert len(session.scalars(raised).all()) == 1
