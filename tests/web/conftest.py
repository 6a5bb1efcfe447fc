from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab.app_factory import create_app
from rehab.domain.access import SYSTEM, Role
from rehab.models import User, db
from rehab.services.intake import receive
from rehab.services.placing import LetterReport
from rehab.settings import Settings
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.factories import Factories
from tests.web.browser import Browser
from tests.web.two_people import Two


@pytest.fixture
def browse(app: Flask, session: Session, make: Factories) -> Callable[..., Browser]:
    """A browser for a role, for a person, or for nobody."""

    def browser(who: Role | User | None = None) -> Browser:
        return Browser(app, session, make.user(who) if isinstance(who, Role) else who)

    return browser


@pytest.fixture
def arrive(
    app: Flask, session: Session, make: Factories
) -> Callable[[bytes], tuple[LetterReport, ...]]:
    """A file that has come in."""
    make.organisation()
    return lambda raw: receive(context_for(app, SYSTEM), "fil.xml", raw)


@pytest.fixture
def two(settings: Settings, own_database: str) -> Iterator[Two]:
    """Two people at a screen each, on a database where commits are real."""
    app = create_app(replace(settings, database_url=own_database), clock=lambda: NOW)
    with app.app_context():
        with Session(db.engine) as session:
            yield Two(app, db.engine, session)
        db.session.remove()
        db.engine.dispose()
