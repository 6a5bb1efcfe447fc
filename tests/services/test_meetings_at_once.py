"""Several people write down a decision about one case at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.meetings import Decision
from rehab.models import JournalNote, TeamMeeting
from rehab.queries.meetings import find_item
from rehab.services.context import Context
from rehab.services.meetings import MeetingOverError, begin_meeting, decide, put_on_agenda
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories

AT_ONCE = 4


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, AT_ONCE) as made:
        yield made


def test_one_decision_is_written_and_the_others_are_told(app, engine, settings):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        karen, case = make.user(Role.KOORDINATOR).actor(), make.case()
        ctx = Context(session, karen, NOW, programme, settings)
        with ctx.transaction():
            meeting_id = begin_meeting(ctx).id
            item_id = put_on_agenda(ctx, case, "Hold eller alene?").id
    together = Barrier(AT_ONCE)

    def write(number):
        with GuardedSession(engine) as session:
            ctx = Context(session, karen, NOW, programme, settings)
            item = find_item(session, karen, item_id)
            meeting = session.get_one(TeamMeeting, meeting_id)
            together.wait(timeout=30)
            try:
                with ctx.transaction():
                    decide(ctx, meeting, item, Decision(f"Beslutning {number}."))
            except MeetingOverError:
                return "told"
            return "written"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = sorted(pool.map(write, range(AT_ONCE)))
    assert said == ["told"] * (AT_ONCE - 1) + ["written"]
    with Session(engine) as session:
        assert len(session.scalars(select(JournalNote)).all()) == 1
