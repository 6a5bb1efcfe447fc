"""How much each person who holds cases has to do, read by index from the standings (F38)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import InstrumentedAttribute, Session

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission, may
from rehab.domain.contact_persons import Colleague
from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import ClockFilter, due_days
from rehab.domain.workload import Workload, sessions_until, workload
from rehab.models import CaseStanding, Course, CourseSession
from rehab.queries.contact_persons import list_colleagues
from rehab.queries.duties import is_ahead
from rehab.queries.visibility import of_organisation
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class PersonWorkload:
    """What one person has to do."""

    colleague: Colleague
    load: Workload
    sessions: int


def list_workloads(
    session: Session, actor: Actor, settings: Settings, now: datetime
) -> Sequence[PersonWorkload]:
    """Return the workload of everyone who can hold cases, by name and by nothing else."""
    if not may(actor, Permission.CONTACT_PERSON_ASSIGN):
        return []
    counted = _cases(session, actor, now)
    sessions = _sessions(session, actor, now)
    return [
        PersonWorkload(
            colleague=one,
            load=workload(counted.get(one.user_id, ()), settings.workload_weights),
            sessions=sessions[one.user_id],
        )
        for one in list_colleagues(session, actor, civil_date(now))
    ]


def _cases(
    session: Session, actor: Actor, now: datetime
) -> Mapping[UUID, list[tuple[BoardColumn, bool, int]]]:
    row = CaseStanding
    overdue = row.presses_on.between(*due_days(ClockFilter.OVERDUE, civil_date(now)))
    red = sql_case((overdue, 1), else_=0)
    query = (
        select(row.holder_id, row.board_column, red, func.count())
        .where(of_organisation(actor, row.organisation_id), row.holder_id.is_not(None))
        .group_by(row.holder_id, row.board_column, red)
    )
    counted: defaultdict[UUID, list[tuple[BoardColumn, bool, int]]] = defaultdict(list)
    for holder_id, column, is_red, number in session.execute(query):
        counted[holder_id].append((column, bool(is_red), number))
    return counted


def _sessions(session: Session, actor: Actor, now: datetime) -> Counter[UUID]:
    """Return how many sessions each leads in the days ahead; a substitute stands in for one."""
    count: Counter[UUID] = Counter()
    at_own = CourseSession.substitute_id.is_(None)
    for person, condition in (
        (CourseSession.therapist_id, at_own),
        (CourseSession.second_therapist_id, None),
        (CourseSession.substitute_id, None),
    ):
        count.update(_led(session, actor, now, person, condition))
    return count


def _led(
    session: Session,
    actor: Actor,
    now: datetime,
    person: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    condition: ColumnElement[bool] | None,
) -> Mapping[UUID, int]:
    query = (
        select(person, func.count())
        .join(Course, Course.id == CourseSession.course_id)
        .where(
            of_organisation(actor, Course.organisation_id),
            is_ahead(now),
            CourseSession.starts_at <= sessions_until(now),
            person.is_not(None),
        )
        .group_by(person)
    )
    if condition is not None:
        query = query.where(condition)
    return {user_id: number for user_id, number in session.execute(query) if user_id is not None}
