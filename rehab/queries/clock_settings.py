"""Reading what a kommune has set for its clocks: own versions of the rules, and closed days."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.calendar import ClosedDay, ClosedDays, LocalClosing, closing_days, yearly_closing
from rehab.domain.clock_rules import ClockRule, EventKind, LegalBasis
from rehab.domain.clock_settings import ClockSetting, rules_on
from rehab.domain.programme import Programme
from rehab.models import ClockSettingRow, ClosedPeriodRow
from rehab.settings import Settings


def list_settings(session: Session, organisation_id: UUID) -> list[ClockSettingRow]:
    """Return every version a kommune has set, the newest first."""
    query = select(ClockSettingRow).where(ClockSettingRow.organisation_id == organisation_id)
    order = (ClockSettingRow.recorded_at.desc(), ClockSettingRow.id.desc())
    return list(session.scalars(query.order_by(*order)))


_SETTINGS: Final = (
    select(cast("Table", ClockSettingRow.__table__))
    .where(ClockSettingRow.organisation_id.in_(bindparam("ids", expanding=True)))
    .order_by(ClockSettingRow.recorded_at, ClockSettingRow.id)
)


def settings_of(
    session: Session, organisation_ids: Iterable[UUID]
) -> Mapping[UUID, tuple[ClockSetting, ...]]:
    """Return the versions of each kommune as the rules take them; one query."""
    found: defaultdict[UUID, list[ClockSetting]] = defaultdict(list)
    rows = session.execute(_SETTINGS, {"ids": list(organisation_ids)})
    for place, row in enumerate(cast("Iterable[ClockSettingRow]", rows)):
        found[row.organisation_id].append(setting_fact(row, place))
    return {key: tuple(own) for key, own in found.items()}


def setting_fact(row: ClockSettingRow, sequence: int = 0) -> ClockSetting:
    """Return a stored version as the rules take it."""
    return ClockSetting(
        code=row.code,
        applies_to=frozenset(LegalBasis(basis) for basis in row.applies_to),
        days=row.days,
        unit=row.unit,
        strength=row.strength,
        enabled=row.enabled,
        pausable=frozenset(row.pausable),
        stops=frozenset(EventKind(kind) for kind in row.stops),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_on=civil_date(row.recorded_at),
        sequence=sequence,
        recorded_at=row.recorded_at,
    )


def rules_in_force(
    session: Session, programme: Programme, organisation_id: UUID, on: date
) -> tuple[ClockRule, ...]:
    """Return the rules that judge a referral a kommune receives on a day.

    For pages and figures that speak of the rules themselves; each stands once per legal basis.
    """
    own = settings_of(session, [organisation_id]).get(organisation_id, ())
    return tuple(
        rule
        for basis in LegalBasis
        for rule in rules_on(programme.clocks, own, basis, on, on)
        if rule.applies(basis, on)
    )


def list_closings(session: Session, organisation_id: UUID) -> list[ClosedPeriodRow]:
    """Return what a kommune keeps closed and has not withdrawn, in the order it was set."""
    query = select(ClosedPeriodRow).where(
        ClosedPeriodRow.organisation_id == organisation_id, ClosedPeriodRow.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(ClosedPeriodRow.recorded_at, ClosedPeriodRow.id)))


def closing_rows(
    session: Session, organisation_ids: Iterable[UUID]
) -> Mapping[UUID, list[ClosedPeriodRow]]:
    """Return every closing of each kommune in the order it was set, withdrawn or not; one query."""
    query = (
        select(ClosedPeriodRow)
        .where(ClosedPeriodRow.organisation_id.in_(list(organisation_ids)))
        .order_by(ClosedPeriodRow.recorded_at, ClosedPeriodRow.id)
    )
    found: defaultdict[UUID, list[ClosedPeriodRow]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.organisation_id].append(row)
    return found


def closings_known(
    rows: Iterable[ClosedPeriodRow], known: Callable[[datetime], bool]
) -> tuple[LocalClosing, ...]:
    """Return the closings that stood when only some of what was recorded was known."""
    return tuple(
        closing_fact(row)
        for row in rows
        if known(row.recorded_at) and not (row.withdrawn_at and known(row.withdrawn_at))
    )


def closed_around(settings: Settings, closings: Iterable[LocalClosing], around: date) -> ClosedDays:
    """Return the closed days, by the setting and by closings, that a deadline near a day meets."""
    years = range(around.year - 1, around.year + 3)
    fixed = map(yearly_closing, settings.local_closed_days)
    return ClosedDays(closing_days((*fixed, *closings), years))


def closing_fact(row: ClosedPeriodRow) -> LocalClosing:
    """Return a stored closing as the calendar takes it."""
    return LocalClosing(
        label=row.label,
        first_year=row.first_year,
        last_year=row.last_year,
        month=row.month,
        day=row.day,
        week=row.week,
        customary=None if row.customary is None else ClosedDay(row.customary),
    )


def find_closing(
    session: Session, organisation_id: UUID, closing_id: UUID
) -> ClosedPeriodRow | None:
    """Return a closing of a kommune that stands, or None."""
    found = list_closings(session, organisation_id)
    return next((row for row in found if row.id == closing_id), None)
