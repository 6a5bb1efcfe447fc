"""How many rows there are, for tests of what is stored and what is not."""

from sqlalchemy import ColumnElement, func, select

from rehab.models.base import Base
from rehab.services.context import Context


def count(ctx: Context, kind: type[Base], *conditions: ColumnElement[bool]) -> int:
    """The rows of a kind, or those of them for which the conditions hold."""
    query = select(func.count()).select_from(kind).where(*conditions)
    return ctx.session.scalar(query) or 0
