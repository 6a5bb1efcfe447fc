"""Pieces of pages that are the same on many rows: made once, and remembered.

Only what says nothing of a person may be here. Citizens on a list share their due days, so a
page of fifty has a handful of different clocks.
"""

from datetime import date
from functools import lru_cache
from typing import cast

from flask import Flask, request
from markupsafe import Markup

from rehab.domain.standings import KeptClock, reading_on
from rehab.web.links import Link
from rehab.web.presenters import ClockView, clock_view


@lru_cache(maxsize=4096)
def kept_clock_view(clock: KeptClock, today: date) -> ClockView:
    """Return a kept clock as it is shown on a day."""
    return clock_view(reading_on(clock, today), today)


def init_app(app: Flask) -> None:
    """Give the templates filters for a row's clock and tags, and addresses that never change.

    The frame of every page has some twenty addresses without a value of their own.
    """
    build = cast("Link", app.jinja_env.globals["url_for"])
    fixed: dict[tuple[str, str, str], str] = {}

    def remembered(endpoint: str, **values: object) -> str:
        name = values.get("filename", "")
        if endpoint.startswith(".") or len(values) > bool(name) or not isinstance(name, str):
            return str(build(endpoint, **values))
        key = (request.script_root, endpoint, name)
        if key not in fixed:
            fixed[key] = str(build(endpoint, **values))
        return fixed[key]

    app.jinja_env.globals["url_for"] = remembered

    @lru_cache(maxsize=4096)
    def compact(clock: ClockView) -> Markup:
        module = app.jinja_env.get_template("components/clock.html").module
        return Markup(str(module.clock_compact(clock)))  # type: ignore[attr-defined]  # noqa: S704 - made by the template itself

    app.jinja_env.filters["frist"] = compact

    @lru_cache(maxsize=1024)
    def marks(items: tuple[tuple[str, str], ...]) -> Markup:
        module = app.jinja_env.get_template("components/tags.html").module
        return Markup(str(module.tags(items)))  # type: ignore[attr-defined]  # noqa: S704 - made by the template itself

    app.jinja_env.filters["maerker"] = lambda items: marks(tuple(map(tuple, items)))
