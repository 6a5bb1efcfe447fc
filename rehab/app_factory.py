"""Putting the app together. With the command line, the only module that knows every other."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from rehab.clock import Clock, system_clock
from rehab.domain.programme import Programme
from rehab.domain.programme_parsing import ProgrammeError, parse_programme
from rehab.jobs.registry import JOBS
from rehab.models import db
from rehab.models.audit import guard_against_unaudited_writes
from rehab.models.engines import prepare_engine
from rehab.settings import ROOT, Settings
from rehab.web import (
    blueprints,
    errors,
    filters,
    fragments,
    guards,
    links,
    navigation,
    request_context,
    security,
    static_files,
)
from rehab.web.account import session as account_session
from rehab.web.mailbox.routes import hand_in


def create_app(settings: Settings, *, clock: Clock = system_clock) -> Flask:
    """Return an app that is ready to serve, or fail saying everything that is missing."""
    app = Flask(
        "rehab",
        root_path=str(ROOT / "rehab"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "rehab/web/static"),
        static_url_path="/static",
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        WTF_CSRF_TIME_LIMIT=8 * 3600,
    )
    app.extensions["rehab_settings"] = settings
    app.extensions["rehab_clock"] = clock
    app.extensions["rehab_jobs"] = tuple(job.plan for job in JOBS.values())
    programme = parse_programme(settings.programme_file.read_text(encoding="utf-8"))
    app.extensions["rehab_programme"] = programme
    app.extensions["rehab_programmes"] = programme_versions(settings.programme_file, programme)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _init_database(app)
    csrf = CSRFProtect(app)
    csrf.exempt(hand_in)
    account_session.init_app(app)
    security.init_app(app, settings)
    errors.init_app(app)
    filters.init_app(app)
    fragments.init_app(app)
    links.init_app(app)
    navigation.init_app(app)
    request_context.init_app(app)
    static_files.init_app(app)
    guards.init_app(app)
    for blueprint in blueprints.BLUEPRINTS:
        app.register_blueprint(blueprint)
    guards.refuse_unguarded_routes(app)
    return app


def programme_versions(current_file: Path, current: Programme) -> Mapping[str, Programme]:
    """Return every version of a programme that lies beside its current file, by version.

    A case keeps the version it began with (7), so earlier files stay. Raises `ProgrammeError`
    when one of them cannot be used, or when two state the same version.
    """
    versions = {current.version: current}
    for path in sorted(current_file.parent.glob("*.toml")):
        if path == current_file:
            continue
        other = parse_programme(path.read_text(encoding="utf-8"))
        if other.code != current.code:
            continue
        if other.version in versions:
            raise ProgrammeError(
                (f"{path.name}: udgave {other.version} af {other.code} findes i to filer",)
            )
        versions[other.version] = other
    return MappingProxyType(versions)


def _engine_options(settings: Settings) -> dict[str, Any]:
    """Return how the engine is made. A failed statement is logged without the citizen's data."""
    options: dict[str, Any] = {"hide_parameters": True}
    if settings.database_url.startswith("postgresql"):
        # Compiling a plan takes longer than any page's query; it pays for reports alone.
        options |= {
            "pool_pre_ping": True,
            "pool_size": 5,
            "connect_args": {"options": "-c jit=off"},
        }
    return options


def _init_database(app: Flask) -> None:
    db.init_app(app)
    guard_against_unaudited_writes(db.session)
    with app.app_context():
        prepare_engine(db.engine)
