"""Fixtures every test may use."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from rehab.app_factory import create_app
from rehab.domain.access import Role
from rehab.models import db
from rehab.models.engines import prepare_engine
from rehab.models.schema import migrate
from rehab.services.context import Context
from rehab.settings import Settings, load_settings
from rehab.web.request_context import context_for
from tests.support import databases
from tests.support.factories import Factories

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def template_database() -> Iterator[str]:
    """The URL of a migrated, empty database."""
    if databases.ENGINE == "postgresql":
        with databases.postgres_url() as url:
            migrate(url)
            databases.keep_empty(url)
            yield url
    else:
        with databases.sqlite_folder() as folder:
            url = f"sqlite:///{folder / 'template.db'}"
            migrate(url)
            yield url


@pytest.fixture(scope="session")
def settings(template_database: str) -> Settings:
    return replace(load_settings({"REHAB_ENV": "test"}), database_url=template_database)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, clock=lambda: NOW)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_engine(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for every test of a process, so that each statement is compiled once.

    It does not wait for the disk: a test loses nothing in a power cut.
    """
    file = tmp_path_factory.mktemp("database") / "test.db"
    engine = create_engine(f"sqlite:///{file}", **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
    prepare_engine(engine)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    yield engine
    engine.dispose()


@contextmanager
def fresh_copy(engine: Engine, template_database: str) -> Iterator[Engine]:
    """Lay a copy of the empty database where the engine has its file."""
    file = str(engine.url.database)
    for leftover in (f"{file}-wal", f"{file}-shm"):
        Path(leftover).unlink(missing_ok=True)
    shutil.copyfile(template_database.removeprefix("sqlite:///"), file)
    yield engine
    engine.dispose()


@contextmanager
def taken_back(engine: Engine) -> Iterator[Connection]:
    """Connect in a transaction that comes to nothing; what commits in it ends a savepoint."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def session(
    app: Flask, template_database: str, request: pytest.FixtureRequest
) -> Iterator[Session]:
    """A session on a database nobody else uses: a copied file, or savepoints rolled back.

    Flask-SQLAlchemy picks the engine from `db.engines` and ignores the session's own bind,
    so what stands in for the engine has to stand there.
    """
    with app.app_context():
        engine = db.engines[None]
        if databases.ENGINE == "postgresql":
            db.session.configure(join_transaction_mode="create_savepoint")
            own = taken_back(engine)
        else:
            own = fresh_copy(request.getfixturevalue("sqlite_engine"), template_database)
        with own as stand_in:
            db.engines[None] = stand_in
            try:
                yield db.session()
            finally:
                db.session.remove()
                db.engines[None] = engine


@pytest.fixture
def own_database(template_database: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test's own, for several connections or processes."""
    with databases.copied(template_database, tmp_path) as url:
        yield url


@pytest.fixture
def make(app: Flask, session: Session) -> Factories:
    return Factories(session, app.extensions["rehab_programme"], NOW)


@pytest.fixture
def ctx_as(app: Flask, session: Session, make: Factories) -> Callable[..., Context]:
    """A context for a person of a role, at `NOW` or at another instant."""

    def context(role: Role, *, now: datetime = NOW) -> Context:
        return replace(context_for(app, make.user(role).actor()), now=now)

    return context
