"""The rows of standings, as the values that are saved, and the days on which they turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final, TypeAlias, cast

from sqlalchemy import Table

from rehab.clock import COPENHAGEN
from rehab.domain.deadlines import ClockReading, Pause
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.domain.standings import first_after, outcome_of, presses_on, pressing
from rehab.models import Base, ClockStanding, Referral, ReferralStanding
from rehab.queries.referrals import red_flag_hint

# The values of one row in the order of its table's columns. A mapped object for each would cost
# more than working out what stands in it.
StandingRow: TypeAlias = tuple[object, ...]

IN_INBOX: Final = frozenset(
    {ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.REGISTERED}
)
_WORKED_ON: Final = frozenset({ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of one referral, with the pause each is in or comes to, and any pause at all."""

    readings: tuple[ClockReading, ...] = ()
    paused_by: Mapping[str, Pause] = field(default_factory=dict)
    hold: Pause | None = None


def row_of(model: type[Base], **values: object) -> StandingRow:
    """Return a row of a table; raises KeyError unless each of its columns is given."""
    return tuple(values[name] for name in _names(model))


@cache
def _names(model: type[Base]) -> tuple[str, ...]:
    return tuple(cast("Table", model.__table__).columns.keys())


def referral_row(
    now: datetime, programme: Programme, referral: Referral, clocks: Clocks
) -> StandingRow:
    """Return where a referral stands. Needs its `diagnoses` loaded."""
    clock = pressing(clocks.readings)
    return row_of(
        ReferralStanding,
        referral_id=referral.id,
        organisation_id=referral.organisation_id,
        citizen_id=referral.citizen_id,
        status=referral.status,
        legal_basis=referral.legal_basis,
        is_open=referral.status in IN_INBOX,
        is_calm=red_flag_hint(programme, referral) is None,
        presses_on=presses_on(clock),
        clock_code=clock.code if clock else "",
        received_at=referral.received_at,
        recheck_at=first_after(
            (begins(referral.closed_on), *map(ends, clocks.paused_by.values())), now
        ),
    )


def clock_row(referral: Referral, reading: ClockReading, pause: Pause | None) -> StandingRow:
    """Return how one clock of a referral stands, with the pause it is in or comes to."""
    is_open = referral.closed_on is None and referral.status in _WORKED_ON
    return row_of(
        ClockStanding,
        referral_id=referral.id,
        code=reading.code,
        organisation_id=referral.organisation_id,
        received_on=referral.received_on,
        due_on=reading.due,
        outcome=outcome_of(reading, is_open=is_open),
        stopped_on=reading.stopped_on,
        counted_from=reading.counted_from,
        paused_from=pause.from_on if pause else None,
        paused_until=pause.until_on if pause else None,
        label=reading.label,
        strength=reading.strength,
        section=reading.section,
        why=list(reading.why),
    )


def begins(day: date | None) -> datetime | None:
    """Return the instant a day begins in Denmark."""
    return None if day is None else datetime.combine(day, time.min, tzinfo=COPENHAGEN)


def ends(pause: Pause | None) -> datetime | None:
    """Return the instant a pause is over."""
    return None if pause is None else begins(pause.until_on + timedelta(days=1))
