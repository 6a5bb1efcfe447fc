"""The lists of the one entrance, read from the standings by index, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, false, select, tuple_
from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus, SenderKind
from rehab.domain.standings import KeptClock
from rehab.models import Case, Diagnosis, Referral, ReferralStanding
from rehab.queries.list_rows import (
    CITIZEN,
    CLOCK,
    PAGE,
    WHO_AND_CLOCK,
    CitizenFacts,
    RowPage,
    citizen_of,
    clock_of,
    page_of,
    written,
)


class InboxFilter(StrEnum):
    """Name the lists of the inbox, as they stand in the address."""

    NEW = "nye"
    PLANS = "gop"
    REGISTERED = "registrerede"
    OPEN = "aabne"
    ENDED = "afsluttede"


@dataclass(frozen=True, slots=True)
class DiagnosisLine:
    """One diagnosis of a referral as a row shows it."""

    role: str
    code: str | None
    text: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A referral with what its row shows and what its place in the list rests on."""

    referral_id: UUID
    is_flagged: bool
    citizen: CitizenFacts
    clock: KeptClock | None
    kind: ReferralKind
    sender_kind: SenderKind
    sender_name: str
    gop_type: GopType | None
    received_on: date
    programme_version: str
    suggested_group: int | None
    patient_group: int | None
    work_ability_threatened: bool | None
    has_open_case: bool
    diagnoses: Sequence[DiagnosisLine] = field(default_factory=tuple)


def list_inbox(
    session: Session,
    actor: Actor,
    which: InboxFilter,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE,
) -> RowPage[InboxRow]:
    """Return a page of the inbox: alarming codes first, then by the clock that presses most.

    What came first breaks a tie. Referrals that have ended have no clock that runs, so the
    newest stands first among them. A page begins after a referral or ends before one.
    """
    edge = _keys_of(session, actor, _sorted_by(which), before or after)
    backwards = before is not None and edge is not None
    connection = session.connection()  # past the session, which has nothing to keep of a list
    found = connection.execute(_page_query(actor, which, edge, size, backwards=backwards)).all()
    diagnoses = _diagnoses(session, [row[0] for row in found[:size]])
    rows = [_row(row, diagnoses.get(row[0], ())) for row in found]
    return page_of(rows, size, backwards=backwards, has_edge=edge is not None)


def _visible(actor: Actor) -> ColumnElement[bool]:
    if not may(actor, Permission.REFERRAL_READ) or actor.organisation_id is None:
        return false()
    return ReferralStanding.organisation_id == actor.organisation_id


def _only(which: InboxFilter) -> ColumnElement[bool]:
    row = ReferralStanding
    match which:
        case InboxFilter.NEW:
            return row.status == ReferralStatus.RECEIVED
        case InboxFilter.PLANS:
            is_plan = row.legal_basis == LegalBasis.SUNDHEDSLOVEN_140
            return and_(row.status == ReferralStatus.RECEIVED, is_plan)
        case InboxFilter.REGISTERED:
            return row.status == ReferralStatus.REGISTERED
        case InboxFilter.OPEN:
            return row.is_open.is_(True)
        case InboxFilter.ENDED:
            return row.is_open.is_(False)


def _sorted_by(which: InboxFilter) -> tuple[ColumnElement[Any], ...]:
    row = ReferralStanding
    by_arrival = (row.received_at.expression, row.referral_id.expression)
    if which is InboxFilter.ENDED:
        return by_arrival
    return (row.is_calm.expression, row.presses_on.expression, *by_arrival)


def _keys_of(
    session: Session, actor: Actor, keys: tuple[ColumnElement[Any], ...], edge: UUID | None
) -> tuple[object, ...] | None:
    if edge is None:
        return None
    query = select(*keys).where(_visible(actor), ReferralStanding.referral_id == edge)
    found = session.execute(query).one_or_none()
    return None if found is None else tuple(found)


def _diagnoses(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[DiagnosisLine]]:
    found: dict[UUID, list[DiagnosisLine]] = {}
    asked = session.connection().execute(_DIAGNOSES, {"ids": list(ids)})
    for referral_id, role, code, text in asked:
        found.setdefault(referral_id, []).append(DiagnosisLine(role, code, text))
    return found


_DIAGNOSIS: Final = cast("Table", Diagnosis.__table__).c
_DIAGNOSES: Final = (
    select(_DIAGNOSIS.referral_id, _DIAGNOSIS.role, _DIAGNOSIS.code, _DIAGNOSIS.text)
    .where(_DIAGNOSIS.referral_id.in_(bindparam("ids", expanding=True)))
    .order_by(_DIAGNOSIS.referral_id, _DIAGNOSIS.position)
)
_STANDING: Final = cast("Table", ReferralStanding.__table__)
_REFERRAL: Final = cast("Table", Referral.__table__)
_CASE: Final = cast("Table", Case.__table__)
_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (
    _STANDING.c.referral_id,
    _STANDING.c.is_calm,
    _REFERRAL.c.kind,
    _REFERRAL.c.sender_kind,
    _REFERRAL.c.sender_name,
    _REFERRAL.c.gop_type,
    _REFERRAL.c.received_on,
    _REFERRAL.c.programme_version,
    _REFERRAL.c.suggested_group,
    _REFERRAL.c.patient_group,
    _REFERRAL.c.work_ability_threatened,
    _CASE.c.id,
    *WHO_AND_CLOCK,
)
_ROWS: Final[Select[*tuple[Any, ...]]] = (
    select(*_COLUMNS)
    .select_from(_STANDING)
    .join(_REFERRAL, _REFERRAL.c.id == _STANDING.c.referral_id)
    .join(CITIZEN, CITIZEN.c.id == _STANDING.c.citizen_id)
    .outerjoin(
        CLOCK,
        (CLOCK.c.referral_id == _STANDING.c.referral_id) & (CLOCK.c.code == _STANDING.c.clock_code),
    )
    # A citizen has one open case at most, so this adds no row.
    .outerjoin(
        _CASE,
        and_(
            _REFERRAL.c.case_id.is_(None),
            _CASE.c.citizen_id == _REFERRAL.c.citizen_id,
            _CASE.c.closed_on.is_(None),
        ),
    )
)


@lru_cache(maxsize=256)
def _page_query(
    actor: Actor,
    which: InboxFilter,
    edge: tuple[object, ...] | None,
    size: int,
    *,
    backwards: bool,
) -> Select[*tuple[Any, ...]]:
    """Return the query of a page; people look at the same list all day, so it is remembered."""
    keys = _sorted_by(which)
    turned = which is InboxFilter.ENDED
    query = _ROWS.where(_visible(actor), _only(which)).limit(written(size + 1))
    if edge is not None:
        larger = turned if backwards else not turned
        place = tuple_(*edge)
        query = query.where(tuple_(*keys) > place if larger else tuple_(*keys) < place)
    descending = turned is not backwards
    return query.order_by(*(key.desc() if descending else key for key in keys))


def _row(row: Sequence[Any], diagnoses: Sequence[DiagnosisLine]) -> InboxRow:
    return InboxRow(
        referral_id=row[0],
        is_flagged=not row[1],
        kind=row[2],
        sender_kind=row[3],
        sender_name=row[4],
        gop_type=row[5],
        received_on=row[6],
        programme_version=row[7],
        suggested_group=row[8],
        patient_group=row[9],
        work_ability_threatened=row[10],
        has_open_case=row[11] is not None,
        citizen=citizen_of(row),
        clock=clock_of(row),
        diagnoses=diagnoses,
    )
