"""Answering to a case one was given: yes, no, or no answer within the days there are (F34).

Who holds a case is changed in `contact_persons`; here the one who was asked answers, and what
nobody answered goes back to the queue.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select, tuple_

from rehab.domain.access import Permission
from rehab.domain.contact_persons import ContactPersonEnding, check_decline_reason, is_unanswered
from rehab.domain.errors import DomainError
from rehab.models import AuditEvent, Case, ContactPerson
from rehab.queries.cases import scope_of
from rehab.queries.contact_persons import list_unanswered
from rehab.services.contact_persons import active_holder, end_holding, tell_of_change
from rehab.services.context import Context
from rehab.services.turns import take_turn


class NotAskedError(DomainError):
    """A person answers to a case that does not wait for that person's answer."""

    def __init__(self) -> None:
        super().__init__(
            "Sagen venter ikke på dit svar. Den er besvaret, gået tilbage til køen eller givet til "
            "en anden."
        )


_AT_ONCE: Final = 200


def accept_case(ctx: Context, case: Case) -> ContactPerson:
    """Say yes to a case one was given; the citizen is told now if that was asked for (F34, F39).

    Raises `NotAskedError` when the case does not wait for the actor's answer.
    """
    row = _asked(ctx, case)
    _accept(ctx, case, row)
    return row


def accept_all(ctx: Context) -> int:
    """Say yes to every case that waits for the actor's answer; return how many there were.

    After a hand-over there may be sixty, and sixty presses say no more than one (F36).
    """
    ctx.require(Permission.CASE_WRITE)
    waiting = sorted(list_unanswered(ctx.session, ctx.actor), key=lambda pair: pair[1].id)
    for _, case in waiting:
        accept_case(ctx, case)
    return len(waiting)


def decline_case(ctx: Context, case: Case, reason: str) -> ContactPerson:
    """Say no to a case one was given: it goes back to the queue, and the reason is kept (F34).

    Raises `NotAskedError`, and `DeclineReasonError` without a reason.
    """
    row = _asked(ctx, case)
    row.ended_reason = check_decline_reason(reason)
    end_holding(ctx, row, ContactPersonEnding.DECLINED)
    ctx.record("contact_person.declined", case.id, user_id=row.user_id)
    return row


def return_unaccepted(ctx: Context) -> int:
    """Return to the queue every case whose last day to answer has passed; say how many (F34).

    It looks at dates only: the period ends on the last day to answer whenever this runs. Who has
    begun to work in the case has said yes by it, and is not asked again. Saved a batch at a time.
    """
    place = tuple_(ContactPerson.answer_by, ContactPerson.id)
    query = (
        select(ContactPerson, Case)
        .join(Case, Case.id == ContactPerson.case_id)
        .where(
            Case.organisation_id == ctx.organisation_id,
            Case.closed_on.is_(None),
            ContactPerson.until_on.is_(None),
            ContactPerson.accepted_at.is_(None),
            ContactPerson.answer_by < ctx.today,
        )
        .order_by(ContactPerson.answer_by, ContactPerson.id)
        .limit(_AT_ONCE)
    )
    returned = 0
    last: tuple[date | None, UUID] | None = None
    while True:
        with ctx.transaction():
            after = query if last is None else query.where(place > last)
            batch = [(row, case) for row, case in ctx.session.execute(after)]
            if not batch:
                return returned
            last = (batch[-1][0].answer_by, batch[-1][0].id)
            returned += _return(ctx, batch)


def _return(ctx: Context, batch: Sequence[tuple[ContactPerson, Case]]) -> int:
    returned = 0
    for row, case in batch:
        take_turn(ctx, case)
        ctx.session.refresh(row)
        by = row.answer_by
        if not row.awaits_answer or by is None or not is_unanswered(by, ctx.today):
            continue
        if has_worked(ctx, row):
            _accept(ctx, case, row)
            continue
        end_holding(ctx, row, ContactPersonEnding.UNANSWERED)
        row.until_on = by
        ctx.record("contact_person.returned", case.id, user_id=row.user_id)
        returned += 1
    return returned


def has_worked(ctx: Context, row: ContactPerson) -> bool:
    """Tell whether a holder has recorded anything in the case beside the answer to it."""
    query = select(AuditEvent.id).where(
        AuditEvent.case_id == row.case_id,
        AuditEvent.actor_id == row.user_id,
        AuditEvent.at > row.assigned_at,
        AuditEvent.verb.not_in(("contact_person.accepted", "notice.queued")),
    )
    return ctx.session.scalar(query.limit(1)) is not None


def _asked(ctx: Context, case: Case) -> ContactPerson:
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    take_turn(ctx, case)
    row = active_holder(ctx, case.id)
    if row is None or row.user_id != ctx.actor.id or not row.awaits_answer:
        raise NotAskedError
    return row


def _accept(ctx: Context, case: Case, row: ContactPerson) -> None:
    row.accepted_at = ctx.now
    ctx.record("contact_person.accepted", case.id, user_id=row.user_id)
    if row.tell_citizen:
        tell_of_change(ctx, case)
