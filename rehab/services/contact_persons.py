"""Giving the citizen one entrance to the kommune (programme 3.2, F32).

How the one who was given a case answers is in `contact_person_answers`.
"""

from collections.abc import Collection
from types import EllipsisType
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Permission, Role
from rehab.domain.contact_persons import ContactPersonEnding, answer_by
from rehab.domain.errors import DomainError
from rehab.domain.notices import NoticeFacts, NoticeKind
from rehab.models import Case, Citizen, ContactPerson, Organisation, User, UserRole
from rehab.queries.absences import who_answers
from rehab.queries.cases import scope_of
from rehab.queries.clocks import closed_days
from rehab.queries.contact_persons import HOLDER_ROLES
from rehab.services.context import Context
from rehab.services.notices import notify
from rehab.services.turns import take_turn


class ContactPersonRefusedError(DomainError):
    """A person cannot become the citizen's kontaktperson."""


_TOO_LATE: Final = (
    "En anden har netop tildelt en kontaktperson. Genindlæs siden, og se hvem det blev."
)
_LONGEST_LANGUAGE: Final = 40


def assign_contact_person(
    ctx: Context,
    case: Case,
    user: User,
    *,
    instead_of: UUID | EllipsisType | None = ...,
    tell_citizen: bool = False,
) -> ContactPerson:
    """Make a person the one who holds the case from today; the earlier one is kept with dates.

    `instead_of` is whom the page showed as holder, None for nobody; a case that somebody else has
    given away since is left as it is. Without it, whoever holds the case is replaced. The citizen
    is told, if asked for, when the person has said yes (F39).
    Raises `ContactPersonRefusedError` for a closed case, for a person of another kommune, one who
    is no longer active or has no health role that holds cases, and for the one who has it already.
    """
    ctx.require(Permission.CONTACT_PERSON_ASSIGN, scope_of(ctx.session, case))
    take_turn(ctx, case)
    active = active_holder(ctx, case.id)
    holder_id = active.user_id if active else None
    if instead_of is not ... and holder_id != instead_of:
        raise ContactPersonRefusedError(_TOO_LATE)
    ending = ContactPersonEnding.REPLACED
    row = change_holder(ctx, case, user, active, ending, tell_citizen=tell_citizen)
    ctx.record("contact_person.assigned", case.id, user_id=user.id, before=holder_id or "")
    return row


def change_holder(
    ctx: Context,
    case: Case,
    user: User,
    active: ContactPerson | None,
    ending: ContactPersonEnding,
    *,
    tell_citizen: bool = False,
    asked: bool = True,
) -> ContactPerson:
    """End the active row of a case whose turn was taken, and begin one for a person.

    The caller has the right to it and writes the audit event. Whoever gives a case to oneself has
    said yes by it, and who gets one back is not asked again; anybody else is asked (F34). Raises
    `ContactPersonRefusedError`.
    """
    _check_may_hold(ctx, case, user)
    if active is not None:
        if active.user_id == user.id:
            raise ContactPersonRefusedError(f"{user.name} er allerede kontaktperson.")
        end_holding(ctx, active, ending)
        # The database allows one active row, and inserts go before updates in one flush.
        ctx.session.flush()
    row = ContactPerson(
        case_id=case.id,
        user_id=user.id,
        from_on=ctx.today,
        assigned_by=ctx.actor.id,
        assigned_at=ctx.now,
        tell_citizen=tell_citizen,
    )
    if user.id == ctx.actor.id or not asked:
        row.accepted_at = ctx.now
    else:
        days = ctx.settings.contact_person_answer_days
        row.answer_by = answer_by(
            ctx.today,
            days,
            closed_days(ctx.session, ctx.settings, ctx.organisation_id, ctx.today, ctx.today),
        )
    ctx.session.add(row)
    try:
        ctx.session.flush()
    except IntegrityError:
        raise ContactPersonRefusedError(_TOO_LATE) from None
    if tell_citizen and row.accepted_at is not None:
        tell_of_change(ctx, case)
    return row


def set_language(ctx: Context, case: Case, language: str) -> None:
    """Note which language an interpreter would speak with the citizen; empty takes it back."""
    ctx.require(Permission.CONTACT_PERSON_ASSIGN, scope_of(ctx.session, case))
    words = " ".join(language.lower().split())
    if len(words) > _LONGEST_LANGUAGE:
        raise ContactPersonRefusedError(f"Skriv sproget med højst {_LONGEST_LANGUAGE} tegn.")
    ctx.session.get_one(Citizen, case.citizen_id).language = words
    ctx.record("citizen.language_noted", case.id)


def active_holder(ctx: Context, case_id: UUID) -> ContactPerson | None:
    """Return who holds a case now, read afresh: somebody else may just have given it away."""
    query = select(ContactPerson).where(
        ContactPerson.case_id == case_id, ContactPerson.until_on.is_(None)
    )
    return ctx.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def tell_of_change(ctx: Context, case: Case) -> None:
    """Queue to the citizen that the contact person is a new one, and whom to ring (F35, F39)."""
    kommune = ctx.session.get_one(Organisation, case.organisation_id)
    answering = who_answers(ctx.session, case, ctx.today)
    phone = (answering.person.phone if answering else "") or kommune.phone
    facts = NoticeFacts(None, "", None, phone, kommune.name)
    notify(ctx, case, NoticeKind.CONTACT_PERSON_CHANGED, facts)


def end_holding(ctx: Context, row: ContactPerson, ending: ContactPersonEnding) -> None:
    """Let somebody hold a case no longer from today, and keep why."""
    row.until_on, row.ending, row.ended_at = ctx.today, ending, ctx.now


def refusal_to_hold(
    case: Case, user: User, roles: Collection[Role]
) -> ContactPersonRefusedError | None:
    """Return why a person cannot hold a case, or None when they can; it reads and writes nothing.

    The one rule for giving a case, and for showing beforehand whether it can be given.
    """
    if case.closed_on is not None:
        return ContactPersonRefusedError("Sagen er afsluttet og skal ikke have ny kontaktperson.")
    if user.organisation_id != case.organisation_id or HOLDER_ROLES.isdisjoint(roles):
        return ContactPersonRefusedError(
            "Kontaktpersonen skal være en visitator, koordinator eller terapeut i kommunen. "
            "Vælg en anden."
        )
    if not user.active:
        return ContactPersonRefusedError(f"{user.name} er ikke længere aktiv. Vælg en anden.")
    return None


def _check_may_hold(ctx: Context, case: Case, user: User) -> None:
    ctx.session.refresh(case, ["closed_on"])
    roles = frozenset(ctx.session.scalars(select(UserRole.role).where(UserRole.user_id == user.id)))
    refusal = refusal_to_hold(case, user, roles)
    if refusal is not None:
        raise refusal
