"""Sending a citizen on to another provider, and asking what came of it (3.2, Boks 8)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from rehab.domain.access import Permission
from rehab.domain.calendar import danish_date
from rehab.domain.onward_referrals import (
    OnwardReferralError,
    check_feedback,
    check_onward,
    may_be_sent_on,
)
from rehab.models import Case, OnwardReferral, Reminder
from rehab.queries.cases import scope_of
from rehab.queries.onward_referrals import without_feedback
from rehab.services.context import Context
from rehab.services.reminders import raise_once

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class ReferOnward:
    """What a citizen is sent on to, by whom it is delivered, and when something is to be heard."""

    offer_code: str
    provider: str
    referred_on: date
    feedback_due_on: date


def refer_onward(ctx: Context, case: Case, command: ReferOnward) -> OnwardReferral:
    """Record that a citizen was sent on; the task to ask comes when the day has passed."""
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if case.closed_on is not None:
        raise OnwardReferralError("Sagen er afsluttet. Genåbn den, før der henvises videre.")
    offer = ctx.programme_for(case.programme_version).offer(command.offer_code)
    if offer is None or not may_be_sent_on(offer):
        raise OnwardReferralError("Tilbuddet leveres ikke af andre. Vælg et fra listen.")
    check_onward(command.provider, command.referred_on, command.feedback_due_on, ctx.today)
    row = OnwardReferral(
        case_id=case.id,
        offer_code=command.offer_code,
        provider=command.provider.strip(),
        referred_on=command.referred_on,
        feedback_due_on=command.feedback_due_on,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record(
        "onward.referred",
        case.id,
        onward_id=row.id,
        offer_code=row.offer_code,
        due_on=row.feedback_due_on,
    )
    return row


def record_feedback(ctx: Context, row: OnwardReferral, text: str, on: date) -> None:
    """Record what came of a referral onwards, once; the task to ask for it is then done."""
    case = ctx.session.get_one(Case, row.case_id)
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if row.feedback_on is not None:
        raise OnwardReferralError("Tilbagemeldingen er allerede registreret. Genindlæs siden.")
    check_feedback(text, on, row.referred_on, ctx.today)
    row.feedback, row.feedback_on = text.strip(), on
    ctx.record("onward.answered", case.id, onward_id=row.id, on=on)
    asked = select(Reminder).where(
        Reminder.case_id == case.id, Reminder.cause == _cause(row), Reminder.done_at.is_(None)
    )
    for reminder in ctx.session.scalars(asked):
        reminder.done_at = ctx.now
        ctx.record("reminder.done", case.id, reminder_id=reminder.id)


def ask_for_feedback(ctx: Context) -> int:
    """Raise a task for each feedback that is missing after its day; return how many were new.

    Saved a batch at a time, so that memory does not grow with what is missing.
    """
    raised = 0
    for batch in without_feedback(ctx.session, ctx.organisation_id, ctx.today, _AT_ONCE):
        with ctx.transaction():
            for row, case in batch:
                sentence = (
                    f"Tilbagemelding fra {row.provider} var ventet "
                    f"{danish_date(row.feedback_due_on)}. Spørg, og registrér den."
                )
                raised += raise_once(ctx, case, _cause(row), sentence, row.feedback_due_on)
    return raised


def _cause(row: OnwardReferral) -> str:
    return f"onward:{row.id}"
