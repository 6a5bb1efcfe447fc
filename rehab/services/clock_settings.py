"""Setting what a kommune decides about its clocks: rules, own reasons to pause, closed days.

A rule is a version and is only added; a reason and a closed day can be withdrawn and stay on
record. Each of them moves deadlines, so every standing of the kommune is worked out anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from rehab.domain.access import Permission
from rehab.domain.calendar import LocalClosing
from rehab.domain.clock_rules import ClockRule, ClockUnit, EventKind, LegalBasis, Strength
from rehab.domain.clock_settings import ClockSetting, ClockSettingRefusedError, check_setting
from rehab.domain.what_if import Colour
from rehab.domain.wording import has_words
from rehab.ids import new_id
from rehab.models import ClockSettingRow, ClosedPeriodRow, LocalPauseReasonRow, Organisation
from rehab.models.engines import begin_writing
from rehab.queries.clock_settings import closing_fact, list_closings
from rehab.queries.pauses import reasons_for
from rehab.queries.what_if import Judged, closing_changes, colour_changes
from rehab.services.context import Context
from rehab.services.standings import recheck_organisation

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class SetClock:
    """A kommune's version of a rule as it was typed; `rule` is the programme's."""

    rule: ClockRule
    days: int
    unit: ClockUnit
    strength: Strength
    enabled: bool
    pausable: frozenset[str]
    stops: frozenset[EventKind]
    valid_from: date
    valid_until: date | None = None


def take_turn(ctx: Context) -> None:
    """Let one person at a time change what the kommune has decided, until the transaction ends.

    So what saving does is what was counted, also when two leaders save at once.
    """
    ctx.require(Permission.CLOCKS_SET)
    begin_writing(ctx.session)
    mine = select(Organisation.id).where(Organisation.id == ctx.organisation_id)
    ctx.session.execute(mine.with_for_update(key_share=True))


def preview_clock(ctx: Context, command: SetClock) -> Counter[Colour]:
    """Count the open cases that change colour if this version is saved, by what they become.

    Refuses what saving would refuse, with `ClockSettingRefusedError`.
    """
    ctx.require(Permission.CLOCKS_SET)
    setting = _checked(ctx, command)
    by = Judged(ctx.programme_for, ctx.settings, ctx.today)
    return colour_changes(ctx.session, by, ctx.organisation_id, setting)


def set_clock(ctx: Context, command: SetClock) -> ClockSettingRow:
    """Save a version of a rule; those before it stay for the referrals they judged.

    Raises `ClockSettingRefusedError`.
    """
    ctx.require(Permission.CLOCKS_SET)
    setting = _checked(ctx, command)
    row = ClockSettingRow(
        id=new_id(),
        organisation_id=ctx.organisation_id,
        code=setting.code,
        applies_to=sorted(setting.applies_to),
        days=setting.days,
        unit=setting.unit,
        strength=setting.strength,
        enabled=setting.enabled,
        pausable=sorted(setting.pausable),
        stops=sorted(setting.stops),
        valid_from=setting.valid_from,
        valid_until=setting.valid_until,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.record(
        "clock.set", setting_id=row.id, code=row.code, days=row.days, valid_from=row.valid_from
    )
    recheck_organisation(ctx.session, ctx.organisation_id)
    return row


def preview_closing(ctx: Context, closing: LocalClosing) -> Counter[Colour]:
    """Count the open cases that change colour if this is closed, by what they become (F31).

    Refuses what saving would refuse, with `ClockSettingRefusedError`.
    """
    ctx.require(Permission.CLOCKS_SET)
    _check_closing(closing)
    return _with_closings(ctx, [*_closings(ctx), closing])


def preview_opening(ctx: Context, row: ClosedPeriodRow) -> Counter[Colour]:
    """Count the open cases that change colour if a closing is withdrawn (F31)."""
    ctx.require(Permission.CLOCKS_SET)
    return _with_closings(ctx, _closings(ctx, without=row.id))


def close_days(ctx: Context, closing: LocalClosing) -> ClosedPeriodRow:
    """Keep a day of the year, or a week of it, closed in some years (F28).

    Raises `ClockSettingRefusedError` for what is no day, no week or no span of years.
    """
    ctx.require(Permission.CLOCKS_SET)
    _check_closing(closing)
    row = ClosedPeriodRow(
        id=new_id(),
        organisation_id=ctx.organisation_id,
        label=closing.label.strip(),
        month=closing.month,
        day=closing.day,
        week=closing.week,
        customary=closing.customary,
        first_year=closing.first_year,
        last_year=closing.last_year,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.record("closing.set", closing_id=row.id)
    recheck_organisation(ctx.session, ctx.organisation_id)
    return row


def open_days(ctx: Context, row: ClosedPeriodRow) -> None:
    """Withdraw a closing; a reading of an earlier day still knows it."""
    ctx.require(Permission.CLOCKS_SET)
    row.withdrawn_by, row.withdrawn_at = ctx.actor.id, ctx.now
    ctx.record("closing.withdrawn", closing_id=row.id)
    recheck_organisation(ctx.session, ctx.organisation_id)


def add_reason(ctx: Context, label: str, *, counts: bool) -> LocalPauseReasonRow:
    """Give the kommune a reason of its own to pause; each clock says whether it is moved by it.

    Raises `ClockSettingRefusedError` for a reason without words, or one there is already.
    """
    ctx.require(Permission.CLOCKS_SET)
    words = label.strip()
    if not has_words(words):
        raise ClockSettingRefusedError("Skriv, hvad årsagen hedder.")
    known = reasons_for(ctx.session, ctx.programme, ctx.organisation_id)
    if words.casefold() in {reason.label.casefold() for reason in known}:
        raise ClockSettingRefusedError(f"Årsagen »{words}« findes allerede.")
    key = new_id()
    row = LocalPauseReasonRow(
        id=key,
        organisation_id=ctx.organisation_id,
        code=f"egen_{key.hex}",
        label=words,
        counts=counts,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.record("pause_reason.added", reason_id=row.id, counts=counts)
    return row


def withdraw_reason(ctx: Context, row: LocalPauseReasonRow) -> None:
    """Take a reason off the list; pauses that have it keep it."""
    ctx.require(Permission.CLOCKS_SET)
    row.withdrawn_by, row.withdrawn_at = ctx.actor.id, ctx.now
    ctx.record("pause_reason.withdrawn", reason_id=row.id)


def _checked(ctx: Context, command: SetClock) -> ClockSetting:
    setting = ClockSetting(
        code=command.rule.code,
        applies_to=frozenset(LegalBasis(basis) for basis in command.rule.applies_to),
        days=command.days,
        unit=command.unit,
        strength=command.strength,
        enabled=command.enabled,
        pausable=command.pausable,
        stops=command.stops,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        recorded_on=ctx.today,
    )
    check_setting(command.rule, setting)
    return setting


def _closings(ctx: Context, without: UUID | None = None) -> list[LocalClosing]:
    rows = list_closings(ctx.session, ctx.organisation_id)
    return [closing_fact(row) for row in rows if row.id != without]


def _with_closings(ctx: Context, closings: Sequence[LocalClosing]) -> Counter[Colour]:
    by = Judged(ctx.programme_for, ctx.settings, ctx.today)
    return closing_changes(ctx.session, by, ctx.organisation_id, closings)


def _check_closing(closing: LocalClosing) -> None:
    if not has_words(closing.label):
        raise ClockSettingRefusedError("Skriv, hvad lukkedagen hedder.")
    ways = (
        closing.week is not None,
        None not in {closing.month, closing.day},
        closing.customary is not None,
    )
    if sum(ways) != 1:
        raise ClockSettingRefusedError(
            "Vælg én af tre: en dag (dag og måned), en uge eller en kendt dag."
        )
    last = closing.last_year or closing.first_year
    if not _FIRST_YEAR <= closing.first_year <= last <= _LAST_YEAR:
        raise ClockSettingRefusedError(
            f"Skriv årene som fire cifre mellem {_FIRST_YEAR} og {_LAST_YEAR}, det første først."
        )
    years = range(closing.first_year, (closing.last_year or _LAST_YEAR) + 1)
    if not any(closing.days_in(year) for year in years):
        raise ClockSettingRefusedError("Den dag eller uge findes ikke i de år. Ret den.")
