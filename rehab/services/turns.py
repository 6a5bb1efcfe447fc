"""Waiting for one's turn where two people may change the same thing at once."""

from sqlalchemy import update

from rehab.models import (
    Case,
    Citizen,
    Course,
    CourseSession,
    CourseTemplate,
    Handover,
    Organisation,
    Referral,
    SecondOpinion,
    User,
)
from rehab.services.context import Context


def take_turn(
    ctx: Context,
    row: (
        Case
        | Citizen
        | Course
        | CourseSession
        | CourseTemplate
        | Handover
        | Organisation
        | Referral
        | SecondOpinion
        | User
    ),
) -> None:
    """Hold a row until the transaction ends, so that what is read next stays true until then.

    It is an update that changes nothing: PostgreSQL locks the row by it and SQLite begins its one
    write transaction, which reading alone does not. It goes past the session, because it is no
    change that somebody should answer for.
    """
    table = type(row)
    same: dict[str, object] = {"id": table.id}
    if isinstance(row, CourseSession):
        same["sequence"] = CourseSession.sequence  # else a calendar would take it for a change
    ctx.session.connection().execute(update(table).where(table.id == row.id).values(same))
