"""What jobs have found in a person's cases and nobody has dealt with."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, true, tuple_
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor, Permission, may
from rehab.models import Case, CaseStanding, Citizen, ContactPerson, Reminder
from rehab.queries.list_rows import PAGE, RowPage, page_of, written
from rehab.queries.visibility import held_as, visible_cases

MOST_ON_TOP: Final = 5
MOST_ESCALATED: Final = 10
MOST_COUNTED: Final = 100


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder with the case it is about."""

    reminder: Reminder
    case_id: UUID
    number: str
    citizen: Citizen


@dataclass(frozen=True, slots=True)
class ReminderPlace:
    """Where a page of reminders begins or ends."""

    due_on: date
    reminder_id: UUID

    def __str__(self) -> str:
        """Write the place as it stands in an address."""
        return f"{self.due_on.isoformat()}.{self.reminder_id}"


def parse_reminder_place(text: str) -> ReminderPlace | None:
    """Return the place an address names, or None for what is none."""
    day, _, reminder_id = text.partition(".")
    try:
        return ReminderPlace(date.fromisoformat(day), UUID(reminder_id))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whether anything waits for a person besides the cases themselves."""

    reminders: bool
    answers: bool


def what_waits(session: Session, actor: Actor) -> Waiting:
    """Tell in one query whether reminders, or cases to say yes or no to, wait for the actor.

    Mostly nothing does, and then the lists need not be asked for.
    """
    reminders, answers = session.connection().execute(_waiting_query(actor)).one()
    return Waiting(bool(reminders), bool(answers))


@lru_cache(maxsize=256)
def _waiting_query(actor: Actor) -> Select[*tuple[Any, ...]]:
    standing, holder = CaseStanding, ContactPerson
    reminders = exists(
        select(true())
        .select_from(standing)
        .join(Reminder, Reminder.case_id == standing.case_id)
        .where(
            standing.holder_id.in_(held_as(actor)),
            Reminder.done_at.is_(None),
            Reminder.is_escalation.is_(False),
        )
    )
    answers = exists(
        select(true()).where(
            holder.user_id == actor.id,
            holder.until_on.is_(None),
            holder.accepted_at.is_(None),
            holder.answer_by.is_not(None),
        )
    )
    columns: tuple[ColumnElement[Any], ...] = (reminders, answers)
    return select(*columns)


def count_reminders(session: Session, actor: Actor) -> int:
    """Return how many reminders wait in the open cases that are the actor's."""
    query = select(func.count()).select_from(Reminder)
    query = query.join(CaseStanding, CaseStanding.case_id == Reminder.case_id)
    return session.scalar(query.where(*_mine(actor))) or 0


def my_reminders(
    session: Session,
    actor: Actor,
    *,
    after: ReminderPlace | None = None,
    before: ReminderPlace | None = None,
    size: int = PAGE,
) -> RowPage[ReminderLine]:
    """Return a page of the reminders in the open cases that are the actor's, the oldest first."""
    keys = (Reminder.due_on, Reminder.id)
    query = (
        select(Reminder, Case)
        .join(CaseStanding, CaseStanding.case_id == Reminder.case_id)
        .join(Case, Case.id == Reminder.case_id)
        .where(*_mine(actor))
        .options(joinedload(Case.citizen))
        .limit(written(size + 1))
    )
    if before is not None:
        query = query.where(tuple_(*keys) < tuple_(before.due_on, before.reminder_id))
        query = query.order_by(*(key.desc() for key in keys))
    else:
        if after is not None:
            query = query.where(tuple_(*keys) > tuple_(after.due_on, after.reminder_id))
        query = query.order_by(*keys)
    found = [
        ReminderLine(reminder, case.id, case.number, case.citizen)
        for reminder, case in session.execute(query)
    ]
    return page_of(found, size, backwards=before is not None, has_edge=after is not None)


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        CaseStanding.organisation_id == actor.organisation_id,
        CaseStanding.holder_id.in_(held_as(actor)),
        Reminder.done_at.is_(None),
        Reminder.is_escalation.is_(False),
    )


@dataclass(frozen=True, slots=True)
class Escalated:
    """What is lifted to those who answer for all cases: the first of it, and how much.

    It is counted to `MOST_COUNTED` and no further: beyond that the number says nothing more.
    """

    count: int
    lines: tuple[ReminderLine, ...]


def escalated(session: Session, actor: Actor) -> Escalated:
    """Return what is lifted in the kommune's open cases, the oldest first.

    Only for who gives cases to people, since that is what is asked for.
    """
    if not may(actor, Permission.CONTACT_PERSON_ASSIGN):
        return Escalated(0, ())
    ids = session.connection().scalars(_escalated_query(actor)).all()
    if not ids:
        return Escalated(0, ())
    query = (
        select(Reminder, Case)
        .join(Case, Case.id == Reminder.case_id)
        .where(Reminder.id.in_(ids[:MOST_ESCALATED]))
        .options(joinedload(Case.citizen))
        .order_by(Reminder.due_on, Reminder.id)
    )
    lines = [
        ReminderLine(reminder, case.id, case.number, case.citizen)
        for reminder, case in session.execute(query)
    ]
    return Escalated(len(ids), tuple(lines))


@lru_cache(maxsize=128)
def _escalated_query(actor: Actor) -> Select[UUID]:
    return (
        select(Reminder.id)
        .join(CaseStanding, CaseStanding.case_id == Reminder.case_id)
        .where(
            Reminder.organisation_id == actor.organisation_id,
            Reminder.is_escalation,
            Reminder.done_at.is_(None),
        )
        .order_by(Reminder.due_on, Reminder.id)
        .limit(MOST_COUNTED + 1)
    )


def find_reminder(session: Session, actor: Actor, reminder_id: UUID) -> Reminder | None:
    """Return a reminder of a case the actor may write in, or None."""
    query = (
        select(Reminder)
        .join(Case, Case.id == Reminder.case_id)
        .where(visible_cases(actor, Permission.CASE_WRITE), Reminder.id == reminder_id)
    )
    return session.scalars(query).one_or_none()
