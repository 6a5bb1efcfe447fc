"""The lists people work from: the board of the kommune, and each person's own cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.deadlines import ClockReading, urgency
from rehab.domain.employment import sick_leave_weeks
from rehab.domain.next_actions import BoardColumn, NextAction, column_of, next_action
from rehab.domain.programme import Programme
from rehab.models import Case, Citizen, ContactPerson, Referral, Reminder, User
from rehab.queries.clocks import clocks_of
from rehab.queries.employment import sick_leave_starts
from rehab.queries.next_actions import progress_of
from rehab.queries.visibility import visible_cases
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a worklist shows it: who, what presses, what is next, and who holds it."""

    case_id: UUID
    number: str
    citizen: Citizen
    readings: tuple[ClockReading, ...]
    column: BoardColumn
    action: NextAction | None
    next_session_at: datetime | None
    contact_person: User | None
    has_red_flag: bool
    sick_weeks: int | None
    opened_on: date


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder with the case it is about."""

    reminder: Reminder
    case_id: UUID
    number: str
    citizen: Citizen


def list_open_cases(
    session: Session,
    actor: Actor,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    now: datetime,
) -> list[CaseLine]:
    """Return every open case the actor may see, the most pressing clock first."""
    return _lines(session, actor, true(), programme_for=programme_for, settings=settings, now=now)


def my_cases(
    session: Session,
    actor: Actor,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    now: datetime,
) -> list[CaseLine]:
    """Return the open cases the actor is kontaktperson of, the most pressing clock first."""
    return _lines(
        session, actor, _held_by(actor), programme_for=programme_for, settings=settings, now=now
    )


def by_column(lines: Sequence[CaseLine]) -> Mapping[BoardColumn, list[CaseLine]]:
    """Return the cases of each column of the board, in the order they were given."""
    return {column: [line for line in lines if line.column is column] for column in BoardColumn}


def my_reminders(session: Session, actor: Actor) -> list[ReminderLine]:
    """Return what jobs have found in the cases the actor holds and nobody has dealt with."""
    query = (
        select(Reminder, Case)
        .join(Case, Case.id == Reminder.case_id)
        .where(visible_cases(actor), _held_by(actor), Reminder.done_at.is_(None))
        .options(joinedload(Case.citizen))
        .order_by(Reminder.due_on, Reminder.raised_at, Reminder.id)
    )
    return [
        ReminderLine(reminder, case.id, case.number, case.citizen)
        for reminder, case in session.execute(query)
    ]


def find_reminder(session: Session, actor: Actor, reminder_id: UUID) -> Reminder | None:
    """Return a reminder of a case the actor may write in, or None."""
    query = (
        select(Reminder)
        .join(Case, Case.id == Reminder.case_id)
        .where(visible_cases(actor, Permission.CASE_WRITE), Reminder.id == reminder_id)
    )
    return session.scalars(query).one_or_none()


def _lines(
    session: Session,
    actor: Actor,
    narrowed: ColumnElement[bool],
    *,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    now: datetime,
) -> list[CaseLine]:
    query = select(Case).where(visible_cases(actor), Case.closed_on.is_(None), narrowed)
    cases = list(
        session.scalars(
            query.options(
                joinedload(Case.citizen),
                selectinload(Case.referrals).selectinload(Referral.events),
                selectinload(Case.referrals).selectinload(Referral.triage_decisions),
                selectinload(Case.contact_persons).joinedload(ContactPerson.user),
            )
        ).unique()
    )
    today = civil_date(now)
    referrals = [referral for case in cases for referral in case.referrals]
    clocks = clocks_of(session, programme_for, settings, referrals, today)
    progress = progress_of(session, cases, now)
    sick = sick_leave_starts(session, [case.id for case in cases], today)
    lines = []
    for case in cases:
        facts = progress[case.id].facts
        start = sick.get(case.id)
        lines.append(
            CaseLine(
                case_id=case.id,
                number=case.number,
                citizen=case.citizen,
                readings=tuple(one for row in case.referrals for one in clocks[row.id]),
                column=column_of(facts),
                action=next_action(facts),
                next_session_at=progress[case.id].next_session_at,
                contact_person=_holder(case),
                has_red_flag=has_red_flag(case),
                sick_weeks=sick_leave_weeks(start.first_day, today) if start else None,
                opened_on=case.opened_on,
            )
        )
    return sorted(lines, key=lambda line: (urgency(line.readings), line.number))


def has_red_flag(case: Case) -> bool:
    """Tell whether triage ticked a red flag. Needs the referrals' `triage_decisions` loaded."""
    return any(record.red_flags for row in case.referrals for record in row.triage_decisions)


def _holder(case: Case) -> User | None:
    return next((row.user for row in case.contact_persons if row.until_on is None), None)


def _held_by(actor: Actor) -> ColumnElement[bool]:
    return exists(
        select(true()).where(
            ContactPerson.case_id == Case.id,
            ContactPerson.user_id == actor.id,
            ContactPerson.until_on.is_(None),
        )
    )
