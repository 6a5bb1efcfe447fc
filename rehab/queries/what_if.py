"""Trying another rule, or other closed days, on the open cases of a kommune (F31)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from rehab.domain.calendar import LocalClosing
from rehab.domain.clock_rules import ClockRule, ClockUnit
from rehab.domain.clock_settings import ClockSetting, with_setting
from rehab.domain.deadlines import ClockReading, read_clocks
from rehab.domain.programme import Programme
from rehab.domain.what_if import Colour, changes_of, colour_of_case
from rehab.models import Case, Referral
from rehab.queries.clock_settings import closed_around, settings_of
from rehab.queries.clocks import Counted, counted_of
from rehab.settings import Settings

_BATCH: Final = 500
_Conditions = tuple[ColumnElement[bool], ...]
_Trial = Callable[[Counted, tuple[ClockReading, ...]], tuple[ClockReading, ...]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What every open case is judged by: the programmes, the settings and the day."""

    programme_for: Callable[[str], Programme]
    settings: Settings
    today: date


def colour_changes(
    session: Session, by: Judged, organisation_id: UUID, setting: ClockSetting
) -> Counter[Colour]:
    """Count the open cases whose colour a new version of a rule would change, by what they become.

    A referral that waits for its first decision counts as a case. Only cases with a referral the
    version judges are read, a batch at a time, so memory does not grow with their number.
    """

    def tried(one: Counted, stands: tuple[ClockReading, ...]) -> tuple[ClockReading, ...]:
        basis, received_on = one.facts.legal_basis, one.facts.received_on
        rules = [
            with_setting(rule, setting)
            for rule in one.rules
            if setting.holds(rule.code, basis, received_on, by.today)
        ]
        return _read_anew(one, stands, rules, one.closed_days, by.today)

    return _changes(session, by, organisation_id, _judged(setting), tried)


def closing_changes(
    session: Session, by: Judged, organisation_id: UUID, closings: Sequence[LocalClosing]
) -> Counter[Colour]:
    """Count the open cases that would change colour if these were the kommune's closings.

    Only clocks in working days are moved by a closed day; where no rule is, nothing is read.
    """
    if not _counts_working_days(session, by, organisation_id):
        return Counter()
    closed: dict[int, frozenset[date]] = {}

    def tried(one: Counted, stands: tuple[ClockReading, ...]) -> tuple[ClockReading, ...]:
        received_on = one.facts.received_on
        if received_on.year not in closed:
            closed[received_on.year] = closed_around(by.settings, closings, received_on)
        rules = [rule for rule in one.rules_that_run if rule.unit is ClockUnit.WORKING]
        return _read_anew(one, stands, rules, closed[received_on.year], by.today)

    return _changes(session, by, organisation_id, (), tried)


def _changes(
    session: Session, by: Judged, organisation_id: UUID, which: _Conditions, tried: _Trial
) -> Counter[Colour]:
    changes: Counter[Colour] = Counter()
    for referrals in _batches(session, organisation_id, which):
        counted = counted_of(session, by.programme_for, by.settings, referrals, by.today)
        changes += changes_of(_pairs(referrals, counted, tried, by.today))
    return changes


def _pairs(
    referrals: Sequence[Referral], counted: Mapping[UUID, Counted], tried: _Trial, today: date
) -> Iterator[tuple[Colour, Colour]]:
    for _, of_case in groupby(referrals, key=lambda row: row.case_id or row.id):
        own = [counted[row.id] for row in of_case if row.id in counted]
        stands = [read_clocks(one.rules, one.facts, today, one.closed_days) for one in own]
        then = [tried(*pair) for pair in zip(own, stands, strict=True)]
        before, after = chain.from_iterable(stands), chain.from_iterable(then)
        yield colour_of_case(before), colour_of_case(after)


def _read_anew(
    one: Counted,
    stands: tuple[ClockReading, ...],
    rules: Sequence[ClockRule],
    closed: frozenset[date],
    today: date,
) -> tuple[ClockReading, ...]:
    """Return the clocks of a referral with those that are tried; only they are read anew."""
    if not rules:
        return stands
    codes = {rule.code for rule in rules}
    kept = tuple(reading for reading in stands if reading.code not in codes)
    return (*kept, *read_clocks(rules, one.facts, today, closed))


def _counts_working_days(session: Session, by: Judged, organisation_id: UUID) -> bool:
    own = settings_of(session, [organisation_id]).get(organisation_id, ())
    versions = select(Referral.programme_version).where(Referral.organisation_id == organisation_id)
    programmes = [by.programme_for(key) for key in session.scalars(versions.distinct())]
    units = {one.unit for one in own} | {rule.unit for one in programmes for rule in one.clocks}
    return ClockUnit.WORKING in units


def _batches(
    session: Session, organisation_id: UUID, which: _Conditions
) -> Iterable[Sequence[Referral]]:
    """Yield the referrals of open cases that have one of these, all of a case in one batch."""
    cases = (
        select(Case.id)
        .where(Case.organisation_id == organisation_id, Case.closed_on.is_(None))
        .where(Case.id.in_(select(Referral.case_id).where(*which)))
        .order_by(Case.id)
    )
    found = session.scalars(cases).all()
    for start in range(0, len(found), _BATCH):
        query = select(Referral).where(Referral.case_id.in_(found[start : start + _BATCH]))
        yield _referrals(session, query.order_by(Referral.case_id, Referral.id))
    waiting = select(Referral.id).where(
        Referral.organisation_id == organisation_id,
        Referral.case_id.is_(None),
        Referral.closed_on.is_(None),
        *which,
    )
    alone = session.scalars(waiting.order_by(Referral.id)).all()
    for start in range(0, len(alone), _BATCH):
        query = select(Referral).where(Referral.id.in_(alone[start : start + _BATCH]))
        yield _referrals(session, query.order_by(Referral.id))


def _judged(setting: ClockSetting) -> _Conditions:
    """Return the condition that a version judges a referral received when it was."""
    until = setting.valid_until
    return (
        Referral.received_on >= setting.valid_from,
        *(() if until is None else (Referral.received_on <= until,)),
    )


def _referrals(session: Session, query: Select[Referral]) -> Sequence[Referral]:
    return session.scalars(query.options(selectinload(Referral.events))).all()
