"""What jobs have found in a person's cases and nobody has dealt with."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor, Permission
from rehab.models import Case, CaseStanding, Citizen, Reminder
from rehab.queries.visibility import held_as, visible_cases

MOST_REMINDERS = 50


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder with the case it is about."""

    reminder: Reminder
    case_id: UUID
    number: str
    citizen: Citizen


def my_reminders(session: Session, actor: Actor) -> list[ReminderLine]:
    """Return the first reminders in the open cases that are the actor's, the oldest first."""
    query = (
        select(Reminder, Case)
        .join(CaseStanding, CaseStanding.case_id == Reminder.case_id)
        .join(Case, Case.id == Reminder.case_id)
        .where(
            CaseStanding.organisation_id == actor.organisation_id,
            CaseStanding.holder_id.in_(held_as(actor)),
            Reminder.done_at.is_(None),
        )
        .options(joinedload(Case.citizen))
        .order_by(Reminder.due_on, Reminder.raised_at, Reminder.id)
        .limit(MOST_REMINDERS)
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
