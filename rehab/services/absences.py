"""Keeping when people are away, and who answers for them meanwhile (F35)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from rehab.domain.absence import AbsenceFacts, AbsenceRefusedError, check_absence
from rehab.domain.access import Permission, may
from rehab.domain.errors import NotPermittedError
from rehab.models import Absence, User, UserRole
from rehab.queries.absences import absences_beside
from rehab.queries.contact_persons import HOLDER_ROLES
from rehab.services.context import Context
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """A person is away from one day to another, both included, and another stands in."""

    user_id: UUID
    substitute_id: UUID
    from_on: date
    until_on: date


def record_absence(ctx: Context, command: RecordAbsence) -> Absence:
    """Note that a person is away, and let the substitute work on that person's cases meanwhile.

    One's own absence, or as koordinator or leader anybody's. Raises `AbsenceRefusedError`; two
    who record at once for the same people wait for each other.
    """
    _require_for(ctx, command.user_id)
    people = sorted({command.user_id, command.substitute_id})
    users = [_colleague(ctx, user_id) for user_id in people]
    for user in users:
        take_turn(ctx, user)
    proposed = AbsenceFacts(
        command.user_id, command.substitute_id, command.from_on, command.until_on
    )
    check_absence(proposed, absences_beside(ctx.session, people, ctx.today), ctx.today)
    row = Absence(
        organisation_id=ctx.organisation_id,
        user_id=command.user_id,
        substitute_id=command.substitute_id,
        from_on=command.from_on,
        until_on=command.until_on,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record(
        "absence.recorded",
        absence_id=row.id,
        user_id=row.user_id,
        substitute_id=row.substitute_id,
        from_on=row.from_on,
        until_on=row.until_on,
    )
    return row


def end_absence(ctx: Context, absence: Absence) -> None:
    """Note that a person is back: yesterday was the last day, or the absence never was.

    The substitute's access ends with it. Raises `AbsenceRefusedError` for one that is over.
    """
    _require_for(ctx, absence.user_id)
    if absence.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Fraværet hører til en anden kommune.")
    if absence.cancelled_at is not None or absence.until_on < ctx.today:
        raise AbsenceRefusedError("Fraværet er allerede slut.")
    if absence.from_on < ctx.today:
        absence.until_on = ctx.today - timedelta(days=1)
    else:
        absence.cancelled_at = ctx.now
    ctx.record("absence.ended", absence_id=absence.id, user_id=absence.user_id)


def _require_for(ctx: Context, user_id: UUID) -> None:
    ctx.require(Permission.ABSENCE_RECORD)
    if user_id != ctx.actor.id and not may(ctx.actor, Permission.CONTACT_PERSON_ASSIGN):
        raise NotPermittedError(
            "Du kan registrere dit eget fravær. Bed koordinatoren eller lederen om andres."
        )


def _colleague(ctx: Context, user_id: UUID) -> User:
    holds = select(UserRole.user_id).where(UserRole.role.in_(HOLDER_ROLES))
    query = select(User).where(
        User.id == user_id,
        User.organisation_id == ctx.organisation_id,
        User.active,
        User.id.in_(holds),
    )
    user = ctx.session.scalars(query).one_or_none()
    if user is None:
        raise AbsenceRefusedError(
            "Fravær og vikar er for kommunens aktive visitatorer, koordinatorer og terapeuter. "
            "Vælg en anden."
        )
    return user
