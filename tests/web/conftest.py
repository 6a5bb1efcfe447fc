from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.models import User
from tests.support.factories import Factories
from tests.web.browser import Browser


@pytest.fixture
def browse(app: Flask, session: Session, make: Factories) -> Callable[..., Browser]:
    """A browser for a role, for a person, or for nobody."""

    def browser(who: Role | User | None = None) -> Browser:
        return Browser(app, session, make.user(who) if isinstance(who, Role) else who)

    return browser
