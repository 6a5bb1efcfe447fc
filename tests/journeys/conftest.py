"""A kommune with its people, an app whose clock the story moves, and the six cases."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from rehab.app_factory import create_app
from rehab.domain.access import SYSTEM, Role
from rehab.models import db
from rehab.services.passwords import hash_password
from rehab.services.standings_upkeep import check_all, recheck_due
from rehab.settings import Settings, load_settings
from rehab.web.request_context import context_for
from tests.journeys.acts import Jobkonsulent, Koordinator, Terapeut, Visitator
from tests.journeys.calendar import Calendar
from tests.journeys.town import Town
from tests.support.factories import PASSWORD, Factories
from tests.support.shared import SHARED


@pytest.fixture(scope="session")
def settings(template_database: str) -> Settings:
    """The settings of the tests, with MedCom's schemas as a kommune has them."""
    return replace(
        load_settings({"REHAB_ENV": "test"}),
        database_url=template_database,
        medcom_schema_folder=SHARED / "medcom" / "xsd",
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, clock=Calendar())
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def calendar(app: Flask) -> Calendar:
    calendar: Calendar = app.extensions["rehab_clock"]
    calendar.begins_again()
    return calendar


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def town(
    app: Flask, session: Session, make: Factories, calendar: Calendar, password_hash: str
) -> Iterator[Town]:
    """Testby, where Vivi is visitator, Karen koordinator, Tove terapeut and Jonas jobkonsulent.

    When a journey ends, every standing is what the rules give: no act has forgotten one.
    """

    def user(role: Role, login: str, name: str, title: str):
        return make.user(role, login=login, name=name, title=title, password_hash=password_hash)

    vivi = user(Role.VISITATOR, "vivi", "Vivi Visit", "Sygeplejerske")
    karen = user(Role.KOORDINATOR, "karen", "Karen Koord", "Ergoterapeut")
    tove = user(Role.TERAPEUT, "tove", "Tove Trén", "Fysioterapeut")
    jonas = user(Role.JOBKONSULENT, "jonas", "Jonas Job", "Jobkonsulent")
    yield Town(
        app,
        session,
        calendar,
        vivi=Visitator(app, session, vivi, calendar),
        karen=Koordinator(app, session, karen, calendar),
        tove=Terapeut(app, session, tove, calendar),
        jonas=Jobkonsulent(app, session, jonas, calendar),
    )
    ctx = context_for(app, SYSTEM)
    recheck_due(ctx)
    assert list(check_all(ctx)) == []
