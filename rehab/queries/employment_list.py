"""Reading the jobkonsulent's list, by index and a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import false, or_, select, true, tuple_
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.consent import ConsentFacts, ConsentScope, opened_scopes
from rehab.domain.employment import (
    listed_if_closed_from,
)
from rehab.domain.programme import Programme
from rehab.models import (
    Case,
    Citizen,
    EmploymentStanding,
    ReturnToWorkPlan,
)
from rehab.queries.consents import (
    EMPLOYMENT_UNIT,
    consents_to_employment,
)
from rehab.queries.employment import OpenedWork, work_of
from rehab.queries.list_rows import PAGE, RowPage, page_of, written
from rehab.queries.return_to_work import newest_plans


@dataclass(frozen=True, slots=True)
class EmploymentRow:
    """A case on the list: the sick leave shows only where a consent opens it."""

    case_id: UUID
    number: str
    name: str
    scopes: frozenset[ConsentScope]
    consents: tuple[ConsentFacts, ...]
    plan: ReturnToWorkPlan | None
    work: OpenedWork | None


def list_employment_rows(
    session: Session,
    actor: Actor,
    programme_for: Callable[[str], Programme],
    today: date,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE,
) -> RowPage[EmploymentRow]:
    """Return a page of the cases an effort was asked for: the longest open sick leave first.

    After them come those whose sick leave is over or not opened, by number. A case stays a year
    after it was closed, since the return to work often takes longer than the training. A page
    begins after a case or ends before one.
    """
    row = EmploymentStanding
    keys = (row.sorts_on, row.number)
    mine = (
        row.organisation_id == actor.organisation_id,
        true() if may(actor, Permission.EMPLOYMENT_READ) else false(),
    )
    query = (
        select(row.case_id, row.number, Case.programme_version, Citizen.given_name, Citizen.surname)
        .join(Case, Case.id == row.case_id)
        .join(Citizen, Citizen.id == row.citizen_id)
        .where(*mine, or_(row.closed_on.is_(None), row.closed_on >= listed_if_closed_from(today)))
    )
    edge = None
    if (wanted := before or after) is not None:
        edge = session.execute(select(*keys).where(*mine, row.case_id == wanted)).one_or_none()
    backwards = before is not None and edge is not None
    if edge is not None:
        place = tuple_(*edge)
        query = query.where(tuple_(*keys) < place if backwards else tuple_(*keys) > place)
    query = query.order_by(*(key.desc() if backwards else key for key in keys))
    found = session.execute(query.limit(written(size + 1))).all()
    ids = [each.case_id for each in found]
    consents = consents_to_employment(session, ids, today)
    scopes = {
        case_id: opened_scopes(facts, EMPLOYMENT_UNIT, today) for case_id, facts in consents.items()
    }
    plans = newest_plans(session, ids)
    readable = {
        each.case_id: programme_for(each.programme_version).sick_leave
        for each in found
        if ConsentScope.WORK_STATUS in scopes.get(each.case_id, ())
    }
    work = work_of(session, readable, set(plans), today)
    rows = [
        EmploymentRow(
            case_id=case_id,
            number=number,
            name=f"{given_name} {surname}".strip(),
            scopes=scopes.get(case_id, frozenset()),
            consents=consents.get(case_id, ()),
            plan=plans.get(case_id),
            work=work.get(case_id),
        )
        for case_id, number, _version, given_name, surname in found
    ]
    return page_of(rows, size, backwards=backwards, has_edge=edge is not None)
