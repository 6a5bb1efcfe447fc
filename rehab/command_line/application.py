"""The app and a context for a command, with the clock set to a chosen day when one is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select

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


class CommandRefusedError(DomainError):
    """The command cannot be carried out as it was given."""


@contextmanager
def command_context(*, on: date | None = None) -> Iterator[Context]:
    """Yield a context as the system, on a database that is set up.

    With `on`, the instant is that day's noon in Denmark unless it is today. Raises
    `CommandRefusedError` when the database was never set up or is at another version.
    """
    app = create_app(load_settings())
    with app.app_context():
        with db.engine.connect() as connection:
            revision = revision_of(connection)
        if revision != head():
            raise CommandRefusedError(
                "Databasen er ikke sat op til denne udgave. Kør: rehab init (eller scripts/run)."
            )
        ctx = context_for(app, SYSTEM)
        if on is not None and on != civil_date(ctx.now):
            ctx = replace(ctx, now=datetime.combine(on, time(12), COPENHAGEN))
        yield ctx


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
    """Read a day as 2026-11-23 or 23-11-2026; a click callback."""
    if value is None:
        return None
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(value, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise CommandRefusedError(f"{value} er ikke en dato. Skriv fx 2026-11-23.")
