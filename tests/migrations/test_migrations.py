"""The migrations make what the models say, in both directions, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from rehab.models import Base
from rehab.models.schema import HEAD_FILE, alembic_config, head, migrate
from rehab.settings import ROOT
from tests.support import databases


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
