"""Six people set one referral on pause at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.pauses import PauseRefusedError
from rehab.models import PauseRow
from rehab.queries.cases import find_case
from rehab.services.context import Context
from rehab.services.pauses import SetPause, set_pause
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories

AT_ONCE = 6


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, AT_ONCE) as made:
        yield made


def test_one_pause_is_set_and_the_others_are_told_of_it(app, engine, settings):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        actor, case_id = make.user(Role.KOORDINATOR).actor(), make.case().id
    together = Barrier(AT_ONCE)

    def pause(_number):
        with GuardedSession(engine) as session:
            ctx = Context(session, actor, NOW, programme, settings)
            case = find_case(session, actor, case_id)
            days = date(2026, 11, 24), date(2026, 11, 26)
            command = SetPause(case.referrals[0].id, "bortrejst", *days)
            together.wait(timeout=30)
            try:
                with ctx.transaction():
                    set_pause(ctx, case, command)
            except PauseRefusedError as refusal:
                return str(refusal)
            return "sat"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(pause, range(AT_ONCE)))
    assert answers.count("sat") == 1
    assert sum("allerede på pause" in answer for answer in answers) == AT_ONCE - 1
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(PauseRow)) == 1
