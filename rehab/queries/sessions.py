"""Who stands behind a request: all a request needs to know of a person, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Date, Table, and_, bindparam, select
from sqlalchemy.orm import Session

from rehab.domain.access import Actor
from rehab.models import Absence, OpenSession, Organisation, User, UserRole
from rehab.queries.absences import is_on
from rehab.queries.contact_persons import HOLDER_ROLES


@dataclass(frozen=True, slots=True)
class Person:
    """A person who has logged in: who they are to the rules, and what the page calls them."""

    actor: Actor
    name: str
    kommune: str


_USER: Final = cast("Table", User.__table__)
_ORGANISATION: Final = cast("Table", Organisation.__table__)
_USERROLE: Final = cast("Table", UserRole.__table__)
_ABSENCE: Final = cast("Table", Absence.__table__)
_OPENSESSION: Final = cast("Table", OpenSession.__table__)
_ON_DAY: Final = bindparam("on_day", type_=Date())
# Whose session it is and what the kommune is called are looked up: joined in, the plan would take
# longer to find than the answer, and it is asked for by every request.
_WHOSE: Final = (
    select(_OPENSESSION.c.user_id)
    .where(
        _OPENSESSION.c.token == bindparam("token"),
        _OPENSESSION.c.started_at > bindparam("since"),
    )
    .scalar_subquery()
)
_KOMMUNE: Final = (
    select(_ORGANISATION.c.name)
    .where(_ORGANISATION.c.id == _USER.c.organisation_id)
    .scalar_subquery()
)
_QUERY: Final = (
    select(
        _USER.c.id,
        _USER.c.name,
        _USER.c.organisation_id,
        _KOMMUNE,
        _USERROLE.c.role,
        _ABSENCE.c.user_id,
    )
    .outerjoin(_USERROLE, _USERROLE.c.user_id == _USER.c.id)
    .outerjoin(_ABSENCE, and_(_ABSENCE.c.substitute_id == _USER.c.id, is_on(_ON_DAY)))
    .where(_USER.c.id == _WHOSE, _USER.c.active)
)


def found_in(session: Session, token: str, found_id: UUID) -> list[UUID]:
    """Return what one search in a login session found, in the order it was shown.

    Nothing for a search of another session, or one that is no longer kept.
    """
    query = select(OpenSession.found).where(OpenSession.token == token)
    kept = session.scalar(query) or {}
    return [UUID(one) for one in kept.get(str(found_id), ())]


def find_person(session: Session, token: str, since: datetime, on: date) -> Person | None:
    """Return the active person whose session this token is, unless it began before an instant.

    Who the person stands in for is asked anew for each request, so that a substitute's access
    begins and ends with the day and not with a session (F35).
    """
    asked = {"token": token, "since": since, "on_day": on}
    rows: Sequence[Any] = session.execute(
        _QUERY, asked
    ).all()  # an outer join makes the last two None
    if not rows:
        return None
    user_id, name, organisation_id, kommune = rows[0][:4]
    roles = frozenset(row[4] for row in rows if row[4] is not None)
    away: frozenset[UUID] = frozenset(row[5] for row in rows if row[5] is not None)
    stands_in_for = away if roles & HOLDER_ROLES else frozenset()
    return Person(Actor(user_id, organisation_id, roles, stands_in_for), name, kommune)
