"""Giving the citizen one entrance to the kommune (programme 3.2, F32)."""

from types import EllipsisType
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Permission, Role
from rehab.domain.errors import DomainError
from rehab.models import Case, ContactPerson, User, UserRole
from rehab.queries.cases import scope_of
from rehab.queries.contact_persons import HOLDER_ROLES
from rehab.services.context import Context


class ContactPersonRefusedError(DomainError):
    """A person cannot become the citizen's kontaktperson."""


_TOO_LATE: Final = (
    "En anden har netop tildelt en kontaktperson. Genindlæs siden, og se hvem det blev."
)


def assign_contact_person(
    ctx: Context, case: Case, user: User, *, instead_of: UUID | EllipsisType | None = ...
) -> ContactPerson:
    """Make a person the one who holds the case from today; the earlier one is kept with dates.

    `instead_of` is whom the page showed as holder, None for nobody; a case that somebody else has
    given away since is left as it is. Without it, whoever holds the case is replaced.
    Raises `ContactPersonRefusedError` for a closed case, for a person of another kommune, one who
    is no longer active or has no health role that holds cases, and for the one who has it already.
    """
    ctx.require(Permission.CONTACT_PERSON_ASSIGN, scope_of(ctx.session, case))
    if case.closed_on is not None:
        raise ContactPersonRefusedError("Sagen er afsluttet og skal ikke have ny kontaktperson.")
    _check_may_hold(ctx, case, user)
    active = ctx.session.scalars(
        select(ContactPerson).where(
            ContactPerson.case_id == case.id, ContactPerson.until_on.is_(None)
        )
    ).one_or_none()
    holder_id = active.user_id if active else None
    if instead_of is not ... and holder_id != instead_of:
        raise ContactPersonRefusedError(_TOO_LATE)
    if active is not None:
        if active.user_id == user.id:
            raise ContactPersonRefusedError(f"{user.name} er allerede kontaktperson.")
        active.until_on = ctx.today
        # The database allows one active row, and inserts go before updates in one flush.
        ctx.session.flush()
    row = ContactPerson(
        case_id=case.id,
        user_id=user.id,
        from_on=ctx.today,
        assigned_by=ctx.actor.id,
        assigned_at=ctx.now,
    )
    ctx.session.add(row)
    try:
        ctx.session.flush()
    except IntegrityError:
        raise ContactPersonRefusedError(_TOO_LATE) from None
    ctx.record(
        "contact_person.assigned",
        case.id,
        user_id=user.id,
        before=holder_id or "",
    )
    return row


def _check_may_hold(ctx: Context, case: Case, user: User) -> None:
    roles: set[Role] = set(
        ctx.session.scalars(select(UserRole.role).where(UserRole.user_id == user.id))
    )
    if user.organisation_id != case.organisation_id or not roles & HOLDER_ROLES:
        raise ContactPersonRefusedError(
            "Kontaktpersonen skal være en visitator, koordinator eller terapeut i kommunen. "
            "Vælg en anden."
        )
    if not user.active:
        raise ContactPersonRefusedError(f"{user.name} er ikke længere aktiv. Vælg en anden.")
