"""Fixtures every test may use."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
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


@pytest.fixture
def session(app: Flask, template_database: str, tmp_path: Path) -> Iterator[Session]:
    """A session on a database nobody else uses: a copied file, or savepoints rolled back.

    Flask-SQLAlchemy picks the engine from `db.engines` and ignores the session's own bind,
    so what stands in for the engine has to stand there.
    """
    with app.app_context():
        engine = db.engines[None]
        if databases.ENGINE == "postgresql":
            connection = engine.connect()
            outer = connection.begin()
            db.engines[None] = connection
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield db.session()
            finally:
                db.session.remove()
                db.engines[None] = engine
                outer.rollback()
                connection.close()
        else:
            copy = tmp_path / "test.db"
            shutil.copyfile(template_database.removeprefix("sqlite:///"), copy)
            own = create_engine(f"sqlite:///{copy}", **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
            prepare_engine(own)
            db.engines[None] = own
            try:
                yield db.session()
            finally:
                db.session.remove()
                db.engines[None] = engine
                own.dispose()


@pytest.fixture
def make(app: Flask, session: Session) -> Factories:
    return Factories(session, app.extensions["rehab_programme"], NOW)


@pytest.fixture
def ctx_as(app: Flask, session: Session, make: Factories) -> Callable[..., Context]:
    """A context for a person of a role, at `NOW` or at another instant."""

    def context(role: Role, *, now: datetime = NOW) -> Context:
        return replace(context_for(app, make.user(role).actor()), now=now)

    return context
