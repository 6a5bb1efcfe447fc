"""Keeping the standings of cases and referrals true: a projection of the rules' own answers.

What a transaction has touched is worked out anew at its end and saved with it, so a list is never
behind what was just done. What changes because time passes is found by a job. The rows can be
made again at any time, and `differences` tells whether they need it (ADR 0018).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Final, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, delete, inspect, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from rehab.models import (
    Base,
    CaseStanding,
    ClockStanding,
    EmploymentStanding,
    Referral,
    ReferralStanding,
)
from rehab.models.engines import begin_writing
from rehab.models.many_rows import put_rows
from rehab.queries.standing_rows import StandingRow
from rehab.queries.standings import Reckoning, work_out, work_out_arrived

T = TypeVar("T")
_Key = tuple[object, ...]
BATCH: Final = 400
_KEY: Final = "standings"
_NEEDED: Final = frozenset({"diagnoses", "events"})
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Touched:
    cases: set[UUID] = field(default_factory=set)
    referrals: set[UUID] = field(default_factory=set)
    arrived: dict[UUID, Referral] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what working it out anew gives: its table and key."""

    table: str
    key: tuple[str, ...]


def touch(
    session: Session, *, case_ids: Iterable[UUID] = (), referral_ids: Iterable[UUID] = ()
) -> None:
    """Note what a transaction changes, so that its standing is worked out at the end of it."""
    touched = _touched(session)
    touched.cases.update(case_ids)
    touched.referrals.update(referral_ids)
    for each in touched.arrived.keys() & touched.referrals:
        del touched.arrived[each]


def arrive(session: Session, referrals: Iterable[Referral]) -> None:
    """Note referrals that are new with this transaction and have nothing but their diagnoses.

    Nobody else can know of them, so nothing is locked or asked before their standings are saved. A
    later `touch` in the same transaction ends that, and so does anything found on them by then.
    """
    touched = _touched(session)
    for each in referrals:
        touched.referrals.discard(each.id)
        touched.arrived[each.id] = each


def forget(session: Session) -> None:
    """Forget what was touched, when the transaction comes to nothing."""
    session.info.pop(_KEY, None)


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
    arrived = [each for _, each in sorted(touched.arrived.items()) if _is_bare(each)]
    referrals |= touched.arrived.keys() - {each.id for each in arrived}
    for ids in batches(sorted(referrals), BATCH):
        of_cases = select(Referral.case_id).where(Referral.id.in_(ids))
        cases |= {each for each in session.scalars(of_cases) if each is not None}
    changed = 0
    for ids in batches(sorted(cases), BATCH):
        changed += _project(session, by, ids, ())
    for ids in batches(sorted(referrals), BATCH):
        changed += _project(session, by, (), ids)
    for new in batches(arrived, BATCH):
        changed += _save_arrived(session, by, new)
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


def _touched(session: Session) -> _Touched:
    return cast("_Touched", session.info.setdefault(_KEY, _Touched()))


def _is_bare(referral: Referral) -> bool:
    """Tell whether a referral is in no case and has no events, without asking the database."""
    known = inspect(referral).dict
    return known.keys() >= _NEEDED and not known["events"] and known.get("case_id") is None


@dataclass(frozen=True, slots=True)
class _Wanted:
    table: Table
    rows: Mapping[_Key, StandingRow]


def _save_arrived(session: Session, by: Reckoning, referrals: Sequence[Referral]) -> int:
    found = work_out_arrived(session, by, referrals)
    changed = 0
    for model, rows in ((ReferralStanding, found.referrals), (ClockStanding, found.clocks)):
        wanted = _wanted(model, rows)
        put_rows(session, wanted.table, _named(wanted.table, wanted.rows))
        changed += len(rows)
    return changed


def _project(
    session: Session, by: Reckoning, case_ids: Sequence[UUID], referral_ids: Sequence[UUID]
) -> int:
    changed = 0
    for stored, wanted in _compared(session, by, case_ids, referral_ids):
        table = wanted.table
        new = {key: row for key, row in wanted.rows.items() if stored.get(key) != row}
        gone = [key for key in stored if key not in wanted.rows]
        if gone:
            found = tuple_(*table.primary_key.columns).in_(gone)
            session.connection().execute(delete(table).where(found))
        put_rows(session, table, _named(table, new))
        changed += len(new) + len(gone)
    return changed


def _named(table: Table, rows: Mapping[_Key, StandingRow]) -> list[dict[str, object]]:
    """Return rows by the names of their columns, in the one order in which all are locked."""
    names = table.columns.keys()
    return [dict(zip(names, rows[key], strict=True)) for key in sorted(rows)]


def _compared(
    session: Session, by: Reckoning, case_ids: Sequence[UUID], referral_ids: Sequence[UUID]
) -> Iterator[tuple[Mapping[_Key, StandingRow], _Wanted]]:
    """Yield what is stored, locked before it is read, beside what it should be."""
    stored = [
        _stored(session, CaseStanding.case_id, case_ids),
        _stored(session, EmploymentStanding.case_id, case_ids),
    ]
    referrals = {*referral_ids}
    if case_ids:
        referrals.update(session.scalars(select(Referral.id).where(Referral.case_id.in_(case_ids))))
    stored += [
        _stored(session, ReferralStanding.referral_id, referrals),
        _stored(session, ClockStanding.referral_id, referrals),
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
    session: Session, owner: InstrumentedAttribute[UUID], ids: Collection[UUID]
) -> Mapping[_Key, StandingRow]:
    if not ids:
        return {}
    table = _table(cast("type[Base]", owner.class_))
    keys = list(table.primary_key.columns)
    query = select(table).where(owner.in_(ids)).order_by(*keys).with_for_update()
    return {
        tuple(getattr(row, key.name) for key in keys): tuple(row)
        for row in session.connection().execute(query)
    }


def _wanted(model: type[Base], rows: Sequence[StandingRow]) -> _Wanted:
    table = _table(model)
    names = table.columns.keys()
    keys = [names.index(column.name) for column in table.primary_key]
    return _Wanted(table, {tuple(row[place] for place in keys): row for row in rows})


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)
