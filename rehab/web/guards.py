"""Every route says what it requires; a route that says nothing stops the app from starting."""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar, cast

from flask import Flask, current_app, request
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from rehab.domain.access import Permission, may

P = ParamSpec("P")
R = TypeVar("R")
_ATTRIBUTE: Final = "__rehab_requires__"
PUBLIC: Final = "public"


def requires(what: Permission | str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view with the permission it needs, or as `PUBLIC`."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _ATTRIBUTE, what)
        return view

    return mark


def requirement_of(app: Flask, endpoint: str) -> Permission | str | None:
    """Return what an endpoint requires, or None when it says nothing."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], _ATTRIBUTE, None)


def init_app(app: Flask) -> None:
    """Check every request against what its route requires."""

    @app.before_request
    def _check() -> Response | None:
        if request.endpoint is None:
            return None
        needed = requirement_of(current_app, request.endpoint)
        if needed == PUBLIC:
            return None
        if not current_user.is_authenticated:
            login = cast("LoginManager", current_app.extensions["login_manager"])
            return cast("Response", login.unauthorized())
        if not isinstance(needed, Permission) or not may(current_user.actor, needed):
            raise Forbidden
        return None


def refuse_unguarded_routes(app: Flask) -> None:
    """Stop at start-up when a route does not say what it requires."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    silent = sorted(name for name in endpoints if requirement_of(app, name) is None)
    if silent:
        raise RuntimeError(f"routes without @requires: {', '.join(silent)}")
