"""How days, instants and numbers are written on a page."""

from datetime import date, datetime
from typing import Final

from flask import Flask

from rehab.clock import COPENHAGEN
from rehab.web.labels import label_of

_WEEKDAYS: Final = ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn.")


def danish_date(day: date | None) -> str:
    """Write a day as `23.11.2026`; nothing as an en dash."""
    return "–" if day is None else f"{day:%d.%m.%Y}"


def danish_day(day: date | None) -> str:
    """Write a day as `fre. 27.11.2026`."""
    return "–" if day is None else f"{_WEEKDAYS[day.weekday()]} {day:%d.%m.%Y}"


def danish_instant(instant: datetime | None) -> str:
    """Write an instant in Danish time as `23.11.2026 kl. 14.30`."""
    if instant is None:
        return "–"
    return f"{instant.astimezone(COPENHAGEN):%d.%m.%Y kl. %H.%M}"


def danish_time(instant: datetime) -> str:
    """Write the time of day as `14.30`."""
    return f"{instant.astimezone(COPENHAGEN):%H.%M}"


def init_app(app: Flask) -> None:
    """Give the templates the filters."""
    app.jinja_env.filters["dato"] = danish_date
    app.jinja_env.filters["dag"] = danish_day
    app.jinja_env.filters["tidspunkt"] = danish_instant
    app.jinja_env.filters["klokken"] = danish_time
    app.jinja_env.filters["navn"] = label_of
