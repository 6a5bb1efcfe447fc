"""Opening a case, linking a referral to the one there is, and closing one with nothing open."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.phases import format_case_number
from rehab.domain.referrals import KEEPS_CASE_OPEN
from rehab.models import Case, CaseNumber, Citizen, Organisation, Referral, Reminder
from rehab.services.context import Context
from rehab.services.reminders import finish_reminder
from rehab.services.turns import take_turn


def case_for(ctx: Context, referral: Referral) -> Case:
    """Return the citizen's open case with the referral linked to it, opened when there is none.

    A GOP and a Ref01 stand side by side in it, each with its own clock and closing; they are
    never merged (4.4, MSG-3). Two referrals of one citizen accepted at once wait for each other.
    """
    take_turn(ctx, ctx.session.get_one(Citizen, referral.citizen_id))
    case = _held(ctx, open_case_of(ctx, referral))
    if case is None:
        case = Case(
            organisation_id=referral.organisation_id,
            citizen_id=referral.citizen_id,
            number=_next_number(ctx),
            programme_code=ctx.programme.code,
            programme_version=ctx.programme.version,
            opened_on=ctx.today,
        )
        ctx.session.add(case)
        ctx.session.flush()
        ctx.record("case.opened", case.id, number=case.number)
    else:
        ctx.record("case.linked", case.id, referral_id=referral.id)
    referral.case_id = case.id
    return case


def open_case_of(ctx: Context, referral: Referral) -> Case | None:
    """Return the open case of the referral's citizen, or None."""
    query = select(Case).where(
        Case.organisation_id == referral.organisation_id,
        Case.citizen_id == referral.citizen_id,
        Case.closed_on.is_(None),
    )
    return ctx.session.scalars(query.options(selectinload(Case.referrals))).first()


def close_if_nothing_open(ctx: Context, case: Case) -> None:
    """Close a case whose referrals have all ended, also what somebody else ended meanwhile.

    A GOP and a Ref01 each have their own closing, so the last one closes the case (4.4, MSG-3),
    and what was to be remembered in it is over. Its last kontaktperson stays on it as the one the
    letter says to call.
    """
    ctx.session.flush()
    take_turn(ctx, case)
    ctx.session.refresh(case, ["closed_on", "version"])
    still_open = select(Referral.id).where(
        Referral.case_id == case.id, Referral.status.in_(KEEPS_CASE_OPEN)
    )
    if ctx.session.scalar(still_open.limit(1)) is not None:
        return
    case.closed_on = ctx.today
    ctx.record("case.closed", case.id)
    waiting = select(Reminder).where(Reminder.case_id == case.id, Reminder.done_at.is_(None))
    for reminder in ctx.session.scalars(waiting):
        finish_reminder(ctx, reminder)


def _held(ctx: Context, case: Case | None) -> Case | None:
    """Return the case, held open until the transaction ends, or None when it just closed."""
    if case is None:
        return None
    take_turn(ctx, case)
    ctx.session.refresh(case, ["closed_on", "employment_effort", "team_id", "version"])
    return case if case.closed_on is None else None


def _next_number(ctx: Context) -> str:
    """Take the next number of the year; the row is locked until the transaction ends.

    The first two of a year wait for each other at the kommune, since there is no row yet.
    """
    query = select(CaseNumber).where(
        CaseNumber.organisation_id == ctx.organisation_id, CaseNumber.year == ctx.today.year
    )
    counter = ctx.session.scalars(query.with_for_update()).one_or_none()
    if counter is None:
        take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))
        counter = ctx.session.scalars(query.with_for_update()).one_or_none()
    if counter is None:
        counter = CaseNumber(organisation_id=ctx.organisation_id, year=ctx.today.year, last=0)
        ctx.session.add(counter)
    counter.last += 1
    ctx.session.flush()
    return format_case_number(ctx.today.year, counter.last)
