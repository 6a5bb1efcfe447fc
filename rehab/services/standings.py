"""Keeping the standings of cases and referrals true: a projection of the rules' own answers.

What a transaction has touched is worked out anew at its end and saved with it, so a list is never
behind what was just done. What changes because time passes is found by a job. The rows can be
made again at any time, and `differences` tells whether they need it (ADR 0018).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Final, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from rehab.models import (
    Base,
    CaseStanding,
    ClockStanding,
    EmploymentStanding,
    Referral,
    ReferralStanding,
)
from rehab.models.engines import begin_writing, put_rows
from rehab.queries.standings import Reckoning, work_out

T = TypeVar("T")
_Key = tuple[object, ...]
_Values = tuple[object, ...]
BATCH: Final = 400
_AT_ONCE: Final = 2_000
_KEY: Final = "standings"
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Touched:
    cases: set[UUID] = field(default_factory=set)
    referrals: set[UUID] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what working it out anew gives: its table and key."""

    table: str
    key: tuple[str, ...]


def touch(
    session: Session, *, case_ids: Iterable[UUID] = (), referral_ids: Iterable[UUID] = ()
) -> None:
    """Note what a transaction changes, so that its standing is worked out at the end of it."""
    touched = cast("_Touched", session.info.setdefault(_KEY, _Touched()))
    touched.cases.update(case_ids)
    touched.referrals.update(referral_ids)


def forget(session: Session) -> None:
    """Forget what was touched, when the transaction comes to nothing."""
    session.info.pop(_KEY, None)


def recheck(session: Session, case_ids: Iterable[UUID], referral_ids: Iterable[UUID] = ()) -> None:
    """Have these standings worked out anew, when a change touches many at once.

    A few thousand are done with the transaction; more are left to the job, which begins at once,
    so that a changed rule does not keep its user waiting for the whole kommune.
    """
    cases, referrals = set(case_ids), set(referral_ids)
    if len(cases) + len(referrals) <= _AT_ONCE:
        touch(session, case_ids=cases, referral_ids=referrals)
        return
    _leave_to_the_job(session, CaseStanding.case_id, cases)
    _leave_to_the_job(session, ReferralStanding.referral_id, referrals)


def recheck_organisation(session: Session, organisation_id: UUID) -> None:
    """Leave all of a kommune's standings to the job, as when one of its own rules was changed."""
    for table in (CaseStanding, ReferralStanding, EmploymentStanding):
        due = update(table).where(table.organisation_id == organisation_id)
        session.connection().execute(due.values(recheck_at=_LONG_AGO))


def project(session: Session, by: Reckoning) -> int:
    """Work out and save the standings of all that was touched; return how many rows changed.

    Standings are locked in one order before the facts are read: of two acts on one case the
    second waits for the first and then sees what it did.
    """
    touched = cast("_Touched | None", session.info.pop(_KEY, None))
    if touched is None:
        return 0
    session.flush()
    begin_writing(session)
    cases, referrals = set(touched.cases), set(touched.referrals)
    for ids in batches(sorted(referrals), BATCH):
        of_cases = select(Referral.case_id).where(Referral.id.in_(ids))
        cases |= {each for each in session.scalars(of_cases) if each is not None}
    changed = 0
    for ids in batches(sorted(cases), BATCH):
        changed += _project(session, by, ids, ())
    for ids in batches(sorted(referrals), BATCH):
        changed += _project(session, by, (), ids)
    return changed


def differences(
    session: Session, by: Reckoning, case_ids: Sequence[UUID], referral_ids: Sequence[UUID]
) -> list[Difference]:
    """Return the rows of these cases and referrals that are not what working them out gives."""
    found = []
    for stored, wanted in _compared(session, by, case_ids, referral_ids):
        table = wanted.table
        keys = [key for key, row in wanted.rows.items() if stored.get(key) != row]
        keys += [key for key in stored if key not in wanted.rows]
        found += [Difference(table.name, tuple(map(str, key))) for key in sorted(keys, key=str)]
    return found


def batches(found: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of at most so many, so that memory does not grow with the number of rows."""
    rest = iter(found)
    while batch := list(islice(rest, size)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Wanted:
    table: Table
    rows: Mapping[_Key, _Values]


def _project(
    session: Session, by: Reckoning, case_ids: Sequence[UUID], referral_ids: Sequence[UUID]
) -> int:
    changed = 0
    for stored, wanted in _compared(session, by, case_ids, referral_ids):
        table = wanted.table
        names = table.columns.keys()
        new = {key: row for key, row in wanted.rows.items() if stored.get(key) != row}
        gone = [key for key in stored if key not in wanted.rows]
        if gone:
            found = tuple_(*table.primary_key.columns).in_(gone)
            session.connection().execute(delete(table).where(found))
        put_rows(session, table, [dict(zip(names, new[key], strict=True)) for key in sorted(new)])
        changed += len(new) + len(gone)
    return changed


def _compared(
    session: Session, by: Reckoning, case_ids: Sequence[UUID], referral_ids: Sequence[UUID]
) -> Iterator[tuple[Mapping[_Key, _Values], _Wanted]]:
    """Yield what is stored, locked before it is read, beside what it should be."""
    stored = [
        _stored(session, CaseStanding, CaseStanding.case_id.in_(case_ids)),
        _stored(session, EmploymentStanding, EmploymentStanding.case_id.in_(case_ids)),
    ]
    referrals = {*referral_ids}
    if case_ids:
        referrals.update(session.scalars(select(Referral.id).where(Referral.case_id.in_(case_ids))))
    stored += [
        _stored(session, ReferralStanding, ReferralStanding.referral_id.in_(referrals)),
        _stored(session, ClockStanding, ClockStanding.referral_id.in_(referrals)),
    ]
    found = work_out(session, by, case_ids, referral_ids)
    wanted = (
        _wanted(CaseStanding, found.cases),
        _wanted(EmploymentStanding, found.employment),
        _wanted(ReferralStanding, found.referrals),
        _wanted(ClockStanding, found.clocks),
    )
    yield from zip(stored, wanted, strict=True)


def _stored(
    session: Session, model: type[Base], condition: ColumnElement[bool]
) -> Mapping[_Key, _Values]:
    table = _table(model)
    keys = list(table.primary_key.columns)
    query = select(table).where(condition).order_by(*keys).with_for_update()
    return {
        tuple(getattr(row, key.name) for key in keys): tuple(row)
        for row in session.connection().execute(query)
    }


def _wanted(model: type[Base], rows: Sequence[Base]) -> _Wanted:
    table = _table(model)
    names = table.columns.keys()
    keys = [column.name for column in table.primary_key]
    return _Wanted(
        table,
        {
            tuple(getattr(row, key) for key in keys): tuple(getattr(row, name) for name in names)
            for row in rows
        },
    )


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _leave_to_the_job(
    session: Session, key: InstrumentedAttribute[UUID], ids: Iterable[UUID]
) -> None:
    for batch in batches(sorted(ids), BATCH):
        due = update(key.class_).where(key.in_(batch)).values(recheck_at=_LONG_AGO)
        session.connection().execute(due)
