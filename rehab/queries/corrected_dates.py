"""Reading the dates that were put right, with what the clocks were counted by until then.

A correction keeps the dates it replaced. What they were counted by is not kept: rules, pauses and
closed days are never overwritten, so what was known at the moment of the correction can be found
again (ADR 0017). Moments and not days are compared, for a rule is often set on the same day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.clock_facts import ClockFacts, DateChange, Ground
from rehab.domain.clock_rules import ClockRule
from rehab.domain.clock_settings import ClockSetting, rules_on
from rehab.models import ClosedPeriodRow, DateCorrectionRow, PauseRow
from rehab.queries.clock_settings import closed_around, closings_known
from rehab.queries.pauses import pause_record
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class Decided:
    """What decides the clocks of a referral besides its own facts: the rules and the closed days.

    `rules` are the programme's and `versions` the kommune's own, of every time.
    """

    rules: tuple[ClockRule, ...]
    versions: Sequence[ClockSetting]
    closings: Sequence[ClosedPeriodRow]
    settings: Settings


def corrections_of(
    session: Session, referral_ids: Iterable[UUID]
) -> Mapping[UUID, list[DateCorrectionRow]]:
    """Return the corrections of each referral in the order they were made; one query."""
    query = (
        select(DateCorrectionRow)
        .where(DateCorrectionRow.referral_id.in_(list(referral_ids)))
        .order_by(DateCorrectionRow.recorded_at, DateCorrectionRow.id)
    )
    found: defaultdict[UUID, list[DateCorrectionRow]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.referral_id].append(row)
    return found


def change_fact(row: DateCorrectionRow, sequence: int) -> DateChange:
    """Return a stored correction as the rules take it."""
    return DateChange(
        recorded_on=civil_date(row.recorded_at),
        received_on=row.received_on,
        discharged_on=row.discharged_on,
        earliest_start_on=row.earliest_start_on,
        sequence=sequence,
    )


def with_grounds(
    facts: ClockFacts,
    corrections: Sequence[DateCorrectionRow],
    pauses: Sequence[PauseRow],
    by: Decided,
) -> ClockFacts:
    """Return the facts of a referral with what its clocks were counted by at each correction.

    `corrections` are the rows the facts were made from. No query: all was read for many referrals.
    """
    grounds = [_ground(facts, row, pauses, by) for row in corrections]
    changes = zip(facts.corrections, grounds, strict=True)
    return replace(
        facts, corrections=tuple(replace(change, ground=ground) for change, ground in changes)
    )


def _ground(
    facts: ClockFacts, row: DateCorrectionRow, pauses: Sequence[PauseRow], by: Decided
) -> Ground:
    on = civil_date(row.recorded_at)

    def known(at: datetime) -> bool:
        return at <= row.recorded_at

    versions = [one for one in by.versions if one.recorded_at is None or known(one.recorded_at)]
    waits = [pause_record(one, known).as_pause(on) for one in pauses if known(one.recorded_at)]
    return Ground(
        rules=rules_on(by.rules, versions, facts.legal_basis, row.received_on, on),
        pauses=tuple(pause for pause in waits if pause is not None),
        closed_days=closed_around(by.settings, closings_known(by.closings, known), row.received_on),
    )
