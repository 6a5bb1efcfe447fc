"""Remembering what searches found, so that whoever opens one hit can come back to the others."""

from collections.abc import Iterable
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, select, update

from rehab.ids import new_id
from rehab.models import OpenSession
from rehab.models.engines import begin_writing
from rehab.services.context import Context

SEARCHES_KEPT: Final = 5


def remember_found(ctx: Context, token: str, ids: Iterable[UUID]) -> UUID | None:
    """Keep in a login session what a search found, as it was shown, and return what to call it.

    A session is several tabs, so each search has a name of its own and the last few are kept; one
    that found nothing gets None and takes no other's place. Only which cases and referrals, never
    what was asked: that may be a CPR. It ends with the session. It goes past the audit trail, as
    no case is changed; that a search was made is logged with the reading.
    """
    found = [str(one) for one in ids]
    if not found:
        return None
    table = cast("Table", OpenSession.__table__)
    of_session = table.c.token == token
    begin_writing(ctx.session)
    held = select(table.c.found).where(of_session).with_for_update()
    earlier: dict[str, list[str]] = ctx.session.scalar(held) or {}
    found_id = new_id()
    kept = dict([*earlier.items(), (str(found_id), found)][-SEARCHES_KEPT:])
    ctx.session.connection().execute(update(table).where(of_session).values(found=kept))
    return found_id
