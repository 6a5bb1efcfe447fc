from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab.domain.access import SYSTEM, Role
from rehab.models import User
from rehab.services.intake import receive
from rehab.services.placing import LetterReport
from rehab.web.request_context import context_for
from tests.support.factories import Factories
from tests.web.browser import Browser


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
