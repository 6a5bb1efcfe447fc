"""Six people set one referral on pause at the same moment, each on a connection of their own."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.pauses import PauseRefusedError
from rehab.models import PauseRow
from rehab.models.audit import guard_against_unaudited_writes
from rehab.models.engines import prepare_engine
from rehab.models.schema import migrate
from rehab.queries.cases import find_case
from rehab.services.context import Context
from rehab.services.pauses import SetPause, set_pause
from tests.conftest import NOW
from tests.support import databases
from tests.support.factories import Factories

AT_ONCE = 6


class GuardedSession(Session):
    """A session as the app's own: nothing is saved that no audit event explains."""


guard_against_unaudited_writes(GuardedSession)


@pytest.fixture
def engine(template_database, tmp_path):
    """An engine on a database of this test's own, where commits are real."""
    if databases.ENGINE == "postgresql":
        name = f"pauses_{tmp_path.name.lower().replace('-', '_')}"[:60]
        url = make_url(template_database).set(database=name)
        server = create_engine(
            template_database, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        server.dispose()
        migrate(url.render_as_string(hide_password=False))
    else:
        copy = tmp_path / "at-once.db"
        shutil.copyfile(template_database.removeprefix("sqlite:///"), copy)
        url = make_url(f"sqlite:///{copy}")
    made = create_engine(url, pool_size=AT_ONCE, hide_parameters=True)
    prepare_engine(made)
    yield made
    made.dispose()


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
