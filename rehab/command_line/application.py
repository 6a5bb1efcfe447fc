"""The app and a context for a command, with the clock set to a chosen day when one is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from sqlalchemy import make_url, select

from rehab.app_factory import create_app
from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.access import SYSTEM
from rehab.domain.errors import DomainError
from rehab.models import Organisation, db
from rehab.models.schema import head, revision_of
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context
from rehab.settings import load_settings
from rehab.web.request_context import context_for

_YEARS: Final = range(1900, 2101)
_NOT_SET_UP: Final = (
    "Databasen er ikke sat op til denne udgave. Kør: rehab init (eller scripts/run)."
)


class CommandRefusedError(DomainError):
    """The command cannot be carried out as it was given."""


@contextmanager
def command_context(*, on: date | None = None) -> Iterator[Context]:
    """Yield a context as the system, on a database that is set up.

    With `on`, the instant is that day's noon in Denmark unless it is today. Raises
    `CommandRefusedError` when the database was never set up or is at another version.
    """
    settings = load_settings()
    if _is_missing(settings.database_url):
        raise CommandRefusedError(_NOT_SET_UP)
    app = create_app(settings)
    with app.app_context():
        with db.engine.connect() as connection:
            revision = revision_of(connection)
        if revision != head():
            raise CommandRefusedError(_NOT_SET_UP)
        yield seen_on(context_for(app, SYSTEM), on)


def seen_on(ctx: Context, on: date | None) -> Context:
    """Return the context at a chosen day's noon in Denmark, or as it is when that is today."""
    if on is None or on == civil_date(ctx.now):
        return ctx
    return replace(ctx, now=datetime.combine(on, time(12), COPENHAGEN))


def _is_missing(database_url: str) -> bool:
    """Tell whether a database is a file that is not there; opening it would make an empty one."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return False
    return not str(url.database).startswith("file:") and not Path(str(url.database)).exists()


def inside(ctx: Context, kommunekode: str | None) -> Context:
    """Return the context in one organisation: the one named, or the only one there is."""
    query = select(Organisation)
    if kommunekode:
        query = query.where(Organisation.kommunekode == kommunekode)
    found = list(ctx.session.scalars(query))
    if not found:
        raise CommandRefusedError("Kommunen findes ikke. Kør: rehab init --help")
    if len(found) > 1:
        raise CommandRefusedError("Der er flere kommuner. Vælg en med --kommune KODE.")
    return replace(ctx, actor=system_actor_in(found[0].id))


def parse_day(_ctx: object, _param: object, value: str | None) -> date | None:
    """Read a day as 2026-11-23 or 23-11-2026; a click callback.

    Years that no case can be from are refused: reckoning from them leaves the calendar.
    """
    if value is None:
        return None
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            day = datetime.strptime(value, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if day.year in _YEARS:
            return day
        raise CommandRefusedError("Datoen skal ligge mellem 1900 og 2100. Skriv fx 2026-11-23.")
    raise CommandRefusedError("Datoen kan ikke læses. Skriv fx 2026-11-23.")
