"""Trying another rule on the open cases of a kommune before it is one (F31)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from rehab.domain.clock_settings import ClockSetting, with_setting
from rehab.domain.deadlines import ClockReading, read_clocks
from rehab.domain.programme import Programme
from rehab.domain.what_if import Colour, changes_of, colour_of_case
from rehab.models import Case, Referral
from rehab.queries.clocks import Counted, counted_of
from rehab.settings import Settings

_BATCH: Final = 500


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
    changes: Counter[Colour] = Counter()
    for referrals in _batches(session, organisation_id, setting):
        counted = counted_of(session, by.programme_for, by.settings, referrals, by.today)
        changes += changes_of(_pairs(referrals, counted, setting, by.today))
    return changes


def _pairs(
    referrals: Sequence[Referral],
    counted: Mapping[UUID, Counted],
    setting: ClockSetting,
    today: date,
) -> Iterator[tuple[Colour, Colour]]:
    for _, of_case in groupby(referrals, key=lambda row: row.case_id or row.id):
        own = [counted[row.id] for row in of_case if row.id in counted]
        stands = [read_clocks(one.rules, one.facts, today, one.closed_days) for one in own]
        tried = [_tried(*pair, setting, today) for pair in zip(own, stands, strict=True)]
        before, after = chain.from_iterable(stands), chain.from_iterable(tried)
        yield colour_of_case(before), colour_of_case(after)


def _tried(
    one: Counted, stands: tuple[ClockReading, ...], setting: ClockSetting, today: date
) -> tuple[ClockReading, ...]:
    """Return the clocks of a referral with the version tried; only its own clock is read anew."""
    basis, received_on = one.facts.legal_basis, one.facts.received_on
    rules = [
        with_setting(rule, setting)
        for rule in one.rules
        if setting.holds(rule.code, basis, received_on, today)
    ]
    if not rules:
        return stands
    kept = tuple(reading for reading in stands if reading.code != setting.code)
    return (*kept, *read_clocks(rules, one.facts, today, one.closed_days))


def _batches(
    session: Session, organisation_id: UUID, setting: ClockSetting
) -> Iterable[Sequence[Referral]]:
    """Yield the referrals of open cases a version may judge, all of a case in one batch."""
    cases = (
        select(Case.id)
        .where(Case.organisation_id == organisation_id, Case.closed_on.is_(None))
        .where(Case.id.in_(select(Referral.case_id).where(*_judged(setting))))
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
        *_judged(setting),
    )
    alone = session.scalars(waiting.order_by(Referral.id)).all()
    for start in range(0, len(alone), _BATCH):
        query = select(Referral).where(Referral.id.in_(alone[start : start + _BATCH]))
        yield _referrals(session, query.order_by(Referral.id))


def _judged(setting: ClockSetting) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a version judges a referral received when it was."""
    until = setting.valid_until
    return (
        Referral.received_on >= setting.valid_from,
        *(() if until is None else (Referral.received_on <= until,)),
    )


def _referrals(session: Session, query: Select[Referral]) -> Sequence[Referral]:
    return session.scalars(query.options(selectinload(Referral.events))).all()
