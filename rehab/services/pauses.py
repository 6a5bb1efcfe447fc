"""Letting a referral wait for a reason, and taking it up again before the time (F25, F27)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.pauses import PauseReason, PauseRecord, PauseRefusedError, check_end, check_pause
from rehab.models import Case, PauseEndRow, PauseRow, Referral
from rehab.queries.cases import scope_of
from rehab.queries.pauses import pause_record, pauses_of, reasons_for
from rehab.services.contacts import open_referrals
from rehab.services.context import Context
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class SetPause:
    """A pause as it was typed: for one referral, since each has its own clocks."""

    referral_id: UUID
    reason_code: str
    from_on: date
    until_on: date


def set_pause(ctx: Context, case: Case, command: SetPause) -> PauseRow:
    """Let a referral wait until a day; its clocks count the days as their rules say.

    Two people at once take turns, so that no two pauses lie over each other. Raises
    `PauseRefusedError`, `PauseOrderError` or `ImplausibleDayError`. Needs `referrals` loaded.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    referral = _open_referral(case, command.referral_id)
    reason = _reason(ctx, referral, command.reason_code)
    take_turn(ctx, case)
    pause = PauseRecord(
        code=reason.code,
        reason=reason.label,
        counts=reason.counts,
        from_on=command.from_on,
        until_on=command.until_on,
        recorded_on=ctx.today,
    )
    stored = pauses_of(ctx.session, [referral.id]).get(referral.id, [])
    others = [one for row in stored if (one := pause_record(row).as_pause()) is not None]
    begins_on = min(referral.received_on, referral.discharged_on or referral.received_on)
    check_pause(pause, others, begins_on, ctx.today, ctx.settings.pause_max_days)
    row = PauseRow(
        referral_id=referral.id,
        reason_code=pause.code,
        reason=pause.reason,
        counts=pause.counts,
        from_on=pause.from_on,
        until_on=pause.until_on,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record(
        "pause.set",
        case.id,
        referral_id=referral.id,
        pause_id=row.id,
        reason=row.reason_code,
        from_on=row.from_on,
        until_on=row.until_on,
    )
    return row


def end_pause(ctx: Context, case: Case, pause: PauseRow, until_on: date) -> PauseEndRow:
    """End a pause before its time with a row of its own; the pause stands as it was set.

    The day before it began takes it back. Raises `PauseRefusedError`. Needs the pause's `ends` and
    the case's `referrals` loaded.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    _open_referral(case, pause.referral_id)
    take_turn(ctx, case)
    ctx.session.refresh(pause, ["ends"])
    standing = pause_record(pause).as_pause()
    if standing is None:
        raise PauseRefusedError("Pausen er allerede taget tilbage.")
    check_end(standing, until_on)
    row = PauseEndRow(
        pause_id=pause.id, until_on=until_on, recorded_by=ctx.actor.id, recorded_at=ctx.now
    )
    ctx.session.add(row)
    ctx.record(
        "pause.ended",
        case.id,
        referral_id=pause.referral_id,
        pause_id=pause.id,
        until_on=until_on,
    )
    return row


def _open_referral(case: Case, referral_id: UUID) -> Referral:
    for referral in open_referrals(case):
        if referral.id == referral_id:
            return referral
    raise PauseRefusedError(
        "Henvisningen er ikke åben i sagen, så der er ingen frist at sætte på pause. Genindlæs "
        "siden, og vælg en åben henvisning."
    )


def _reason(ctx: Context, referral: Referral, code: str) -> PauseReason:
    programme = ctx.programme_for(referral.programme_version)
    for reason in reasons_for(ctx.session, programme, referral.organisation_id):
        if reason.code == code:
            return reason
    raise PauseRefusedError("Årsagen findes ikke længere. Vælg en fra listen.")
