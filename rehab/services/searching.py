"""Remembering what a search found, so that whoever opens one hit can come back to the others."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from sqlalchemy import Table, update

from rehab.models import OpenSession
from rehab.services.context import Context


def remember_found(ctx: Context, token: str, ids: Iterable[UUID]) -> None:
    """Keep in a login session what its last search found, in the order it was shown.

    Only which cases and referrals, never what was asked: that may be a CPR. It ends with the
    session. It goes past the audit trail, as no case is changed; that a search was made is logged
    with the reading.
    """
    table = cast("Table", OpenSession.__table__)
    found = [str(one) for one in ids]
    ctx.session.connection().execute(
        update(table).where(table.c.token == token).values(found=found)
    )
