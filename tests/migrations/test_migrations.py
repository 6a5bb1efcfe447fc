"""The migrations make what the models say, in both directions, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, select, text, update
from sqlalchemy.orm import Session

from rehab.app_factory import create_app
from rehab.domain.next_actions import BoardColumn
from rehab.models import (
    Base,
    Booking,
    BookingReferral,
    Case,
    CaseStanding,
    CourseSession,
    StandingTally,
    db,
)
from rehab.models.schema import HEAD_FILE, alembic_config, head, migrate
from rehab.settings import ROOT, load_settings
from tests.conftest import NOW
from tests.support import databases
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import Factories
from tests.support.standings import settle


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    if databases.ENGINE == "postgresql":
        with databases.postgres_url() as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'empty.db'}"


def test_head_is_pinned_so_that_two_branches_conflict_in_git():
    assert ScriptDirectory.from_config(alembic_config("sqlite://")).get_current_head() == head()
    assert HEAD_FILE.read_text(encoding="utf-8") == f"{head()}\n"


def test_the_files_are_named_by_number_and_what_they_do():
    for path in (ROOT / "migrations/versions").glob("*.py"):
        number, _, slug = path.stem.partition("_")
        assert number.isdigit(), path
        assert len(number) == 4, path
        assert slug, path


def test_no_migration_depends_on_the_models_of_the_day():
    for path in (ROOT / "migrations/versions").glob("*.py"):
        assert "rehab." not in path.read_text(encoding="utf-8"), path


def test_the_schema_is_what_the_models_say(empty_database):
    migrate(empty_database)
    engine = create_engine(empty_database, hide_parameters=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_up_and_down_and_up_again(empty_database):
    config = alembic_config(empty_database)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    engine = create_engine(empty_database, hide_parameters=True)
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == head()
    engine.dispose()


def test_what_is_stored_survives_a_step_back_and_forth(empty_database):
    """As when an upgrade is given up: rows refer to each other, and SQLite makes tables anew."""
    migrate(empty_database)
    settings = replace(load_settings({"REHAB_ENV": "test"}), database_url=empty_database)
    app = create_app(settings)
    with app.app_context():
        make = Factories(db.session(), app.extensions["rehab_programme"], NOW)
        make_booking(make, make.case(), make_course(make))
        db.session.remove()
        db.engine.dispose()
    config = alembic_config(empty_database)
    command.downgrade(config, "0005")
    command.upgrade(config, "head")
    engine = create_engine(empty_database, hide_parameters=True)
    tables = (CourseSession, Booking, BookingReferral, Case)
    with Session(engine) as session:
        counts = [session.scalar(select(func.count()).select_from(each)) for each in tables]
    engine.dispose()
    assert counts == [3, 1, 1, 1]


def test_the_team_of_each_open_case_comes_with_the_step_and_its_numbers_go_on(empty_database):
    """The tally is kept by triggers on the table that gets the column, and must be kept after."""
    migrate(empty_database)
    settings = replace(load_settings({"REHAB_ENV": "test"}), database_url=empty_database)
    app = create_app(settings)
    with app.app_context():
        make = Factories(db.session(), app.extensions["rehab_programme"], NOW)
        team = make.team("Team Nord", retired_at=NOW).id
        numbers = {make.case(team_id=team).number: team, make.case().number: None}
        settle(db.session(), app)
        db.session.remove()
        db.engine.dispose()
    config = alembic_config(empty_database)
    command.downgrade(config, "0023")
    engine = create_engine(empty_database, hide_parameters=True)
    assert "team_id" not in {row["name"] for row in inspect(engine).get_columns("case_standing")}
    command.upgrade(config, "head")
    counted = select(func.sum(StandingTally.count)).where(StandingTally.what == "case")
    ready = counted.where(StandingTally.code == BoardColumn.READY)
    with Session(engine) as session:
        found = session.execute(select(CaseStanding.number, CaseStanding.team_id)).all()
        session.execute(update(CaseStanding).values(board_column=BoardColumn.READY))
        tallied = (session.scalar(counted), session.scalar(ready))
    engine.dispose()
    assert {row.number: row.team_id for row in found} == numbers
    assert tallied == (2, 2)
