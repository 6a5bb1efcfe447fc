"""Reading the employment side: what a jobkonsulent may see, and no more than that.

Nothing here reads a referral, a diagnosis, a note, a measure, a mark of attendance or an
epikrise. What belongs to the health side is asked for one scope at a time, and only when a
consent in force has opened that scope (sundhedsloven §§43–44, DIS-7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, load_only

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.consent import ConsentFacts, ConsentScope, opened_scopes
from rehab.domain.employment import (
    SickLeaveWarning,
    WorkStatus,
    WorkStatusFrom,
    first_sick_day,
    sick_leave_warning,
    sick_leave_weeks,
)
from rehab.domain.programme import SickLeaveLimits
from rehab.models import (
    Booking,
    Case,
    Citizen,
    ContactPerson,
    Course,
    CourseSession,
    ReturnToWorkPlan,
    User,
    WorkplaceContact,
    WorkStatusRow,
)
from rehab.queries.consents import (
    EMPLOYMENT_UNIT,
    consents_to_employment,
    considerations_in_force,
)
from rehab.queries.return_to_work import list_plans, list_workplace_contacts
from rehab.queries.visibility import visible_cases


@dataclass(frozen=True, slots=True)
class SickLeaveStart:
    """A sick leave that lasts: its first day, and whether there is a plan for its end."""

    first_day: date
    has_plan: bool


@dataclass(frozen=True, slots=True)
class OpenedWork:
    """The citizen's work status with the sick leave, if one lasts, as a consent opens them."""

    status: WorkStatus
    from_on: date
    sick_since: date | None
    weeks: int | None
    warning: SickLeaveWarning | None


@dataclass(frozen=True, slots=True)
class OpenedContact:
    """Whom to call on the health side."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class OpenedAppointment:
    """A time the citizen is not free; never what for, or where."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class EmploymentView:
    """All that a jobkonsulent may see of a case.

    What `scopes` leaves out is None or empty because it was never read.
    """

    case_id: UUID
    number: str
    name: str
    scopes: frozenset[ConsentScope]
    consents: tuple[ConsentFacts, ...]
    plans: tuple[ReturnToWorkPlan, ...]
    workplace: tuple[WorkplaceContact, ...]
    work: OpenedWork | None = None
    contact: OpenedContact | None = None
    schedule: tuple[OpenedAppointment, ...] = ()
    considerations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Status:
    """A work status as the rules need it."""

    status: WorkStatus
    from_on: date
    sick_since: date | None


_STATUSES: Final = (
    select(
        WorkStatusRow.case_id, WorkStatusRow.status, WorkStatusRow.from_on, WorkStatusRow.sick_since
    )
    .where(WorkStatusRow.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(WorkStatusRow.from_on, WorkStatusRow.recorded_at)
)


def find_employment_case(
    session: Session, actor: Actor, case_id: UUID, permission: Permission
) -> Case | None:
    """Return the bare case for the employment side, or None when it is not the actor's."""
    query = select(Case).where(Case.id == case_id, visible_cases(actor, permission))
    return session.scalars(query).one_or_none()


def employment_view(
    session: Session, case: Case, limits: SickLeaveLimits, now: datetime
) -> EmploymentView:
    """Return what the employment side may see of a case at an instant, by its programme's limits.

    The case must have come from `find_employment_case`, which asks whether it is the actor's.
    """
    today = civil_date(now)
    consents = consents_to_employment(session, [case.id], today).get(case.id, ())
    scopes = opened_scopes(consents, EMPLOYMENT_UNIT, today)
    plans = list_plans(session, case.id)
    work = None
    if ConsentScope.WORK_STATUS in scopes:
        planned = {case.id} if plans else set()
        work = work_of(session, {case.id: limits}, planned, today).get(case.id)
    return EmploymentView(
        case_id=case.id,
        number=case.number,
        name=_name_of(session, case.citizen_id),
        scopes=scopes,
        consents=consents,
        plans=plans,
        workplace=list_workplace_contacts(session, case.id),
        work=work,
        contact=_contact_of(session, case.id) if ConsentScope.CONTACT_PERSON in scopes else None,
        schedule=_schedule_of(session, case.id, now) if ConsentScope.SCHEDULE in scopes else (),
        considerations=considerations_in_force(session, case.id, today)
        if ConsentScope.CONSIDERATIONS in scopes
        else (),
    )


def sick_leave_starts(
    session: Session, case_ids: Sequence[UUID], on: date
) -> Mapping[UUID, SickLeaveStart]:
    """Return the sick leave of each case whose citizen is on one that day.

    A first sick day typed in is believed over the day the status was recorded from.
    """
    planned = set(
        session.scalars(
            select(ReturnToWorkPlan.case_id).where(ReturnToWorkPlan.case_id.in_(case_ids))
        )
    )
    return {
        case_id: SickLeaveStart(first, has_plan=case_id in planned)
        for case_id, rows in _histories(session, case_ids).items()
        if (first := _first_day(rows, on)) is not None
    }


def _histories(session: Session, case_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[_Status]]:
    histories: dict[UUID, list[_Status]] = {}
    if not case_ids:
        return histories
    asked = {"ids": list(case_ids)}
    for case_id, status, from_on, sick_since in session.execute(_STATUSES, asked):
        histories.setdefault(case_id, []).append(_Status(status, from_on, sick_since))
    return histories


def _first_day(rows: Sequence[_Status], on: date) -> date | None:
    began = first_sick_day([WorkStatusFrom(row.status, row.from_on) for row in rows], on)
    if began is None:
        return None
    typed = [row.sick_since for row in rows if began <= row.from_on <= on and row.sick_since]
    return typed[-1] if typed else began


def work_of(
    session: Session, limits: Mapping[UUID, SickLeaveLimits], planned: set[UUID], today: date
) -> Mapping[UUID, OpenedWork]:
    """Return the work status that holds today for cases whose consent opens it."""
    found = {}
    for case_id, rows in _histories(session, list(limits)).items():
        begun = [row for row in rows if row.from_on <= today]
        if not begun:
            continue
        first = _first_day(rows, today)
        found[case_id] = OpenedWork(
            status=begun[-1].status,
            from_on=begun[-1].from_on,
            sick_since=first,
            weeks=None if first is None else sick_leave_weeks(first, today),
            warning=sick_leave_warning(
                first, has_plan=case_id in planned, on=today, limits=limits[case_id]
            ),
        )
    return found


def _name_of(session: Session, citizen_id: UUID) -> str:
    query = select(Citizen).where(Citizen.id == citizen_id)
    names = query.options(load_only(Citizen.given_name, Citizen.surname, raiseload=True))
    return session.scalars(names).one().name


def _contact_of(session: Session, case_id: UUID) -> OpenedContact | None:
    query = (
        select(User.name, User.phone)
        .join(ContactPerson, ContactPerson.user_id == User.id)
        .where(ContactPerson.case_id == case_id, ContactPerson.until_on.is_(None))
    )
    row = session.execute(query).one_or_none()
    return None if row is None else OpenedContact(row[0], row[1])


def _schedule_of(session: Session, case_id: UUID, now: datetime) -> tuple[OpenedAppointment, ...]:
    query = (
        select(CourseSession.starts_at, CourseSession.ends_at)
        .join(Course, Course.id == CourseSession.course_id)
        .join(Booking, Booking.course_id == Course.id)
        .where(
            Booking.case_id == case_id,
            Booking.cancelled_at.is_(None),
            Course.cancelled_at.is_(None),
            CourseSession.ends_at >= now,
        )
        .order_by(CourseSession.starts_at, CourseSession.id)
    )
    return tuple(OpenedAppointment(starts, ends) for starts, ends in session.execute(query))
