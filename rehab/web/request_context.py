"""The bridge from a request to a use case."""

from collections.abc import Mapping
from typing import cast

from flask import Flask, current_app
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rehab.clock import Clock
from rehab.domain.access import SYSTEM, Actor
from rehab.domain.programme import Programme
from rehab.models import db
from rehab.models.audit import has_unsaved
from rehab.services.context import Context
from rehab.settings import Settings


def context() -> Context:
    """Return who acts, at what instant, on which transaction."""
    actor = cast("Actor", current_user.actor) if current_user.is_authenticated else SYSTEM
    return context_for(current_app, actor)


def context_for(app: Flask, actor: Actor) -> Context:
    """Return a context outside a request, for jobs and the command line. Needs an app context."""
    clock = cast("Clock", app.extensions["rehab_clock"])
    return Context(
        session=cast("Session", db.session()),
        actor=actor,
        now=clock(),
        programme=cast("Programme", app.extensions["rehab_programme"]),
        settings=cast("Settings", app.extensions["rehab_settings"]),
        programmes=cast("Mapping[str, Programme]", app.extensions["rehab_programmes"]),
    )


def init_app(app: Flask) -> None:
    """End the transaction of a page that was shown and changed nothing with a commit.

    The driver forgets every statement it has prepared when a transaction is rolled back, and
    then each page pays again for plans that the page before it had (ADR 0024). What a view has
    changed and not saved is still undone.
    """

    @app.after_request
    def _commit_reading(response: Response) -> Response:
        if response.status_code < 400 and not has_unsaved(db.session()):  # noqa: PLR2004
            db.session.commit()
        return response
