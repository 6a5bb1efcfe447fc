"""Who holds open cases, to narrow a list by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from rehab.domain.access import Actor
from rehab.models import Absence, CaseStanding, User
from rehab.queries.absences import is_on
from rehab.queries.list_narrowing import visible_standings
from rehab.queries.visibility import of_organisation


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds open cases, and who stands in for that person today, or nobody."""

    user_id: UUID
    name: str
    substitute: str


def list_holders(
    session: Session, actor: Actor, on: date, chosen: UUID | None = None
) -> Sequence[Holder]:
    """Return who holds open cases that the actor may see, by name, in one query (F42).

    Whoever is chosen already is among them, also when that person's last case has gone. A person's
    cases are looked for by `ix_case_standing_holder`, and one is enough.
    """
    substitute = aliased(User)
    holds = exists(
        select(true()).where(CaseStanding.holder_id == User.id, visible_standings(actor))
    )
    query = (
        select(User.id, User.name, substitute.name)
        .outerjoin(Absence, and_(Absence.user_id == User.id, is_on(on)))
        .outerjoin(substitute, substitute.id == Absence.substitute_id)
        .where(of_organisation(actor, User.organisation_id), or_(holds, User.id == chosen))
        .order_by(User.name, User.id)
    )
    return [
        Holder(user_id, name, stand_in or "") for user_id, name, stand_in in session.execute(query)
    ]
