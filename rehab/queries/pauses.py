"""Reading pauses: those of a referral, and the reasons a kommune may give for one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission
from rehab.domain.pauses import PauseEnd, PauseReason, PauseRecord
from rehab.domain.programme import Programme
from rehab.models import Case, LocalPauseReasonRow, PauseRow, Referral
from rehab.queries.visibility import visible_cases


def pauses_of(session: Session, referral_ids: Iterable[UUID]) -> Mapping[UUID, list[PauseRow]]:
    """Return the pauses of each referral with their ends, the earliest first; two queries."""
    query = (
        select(PauseRow)
        .where(PauseRow.referral_id.in_(list(referral_ids)))
        .options(selectinload(PauseRow.ends))
        .order_by(PauseRow.from_on, PauseRow.recorded_at, PauseRow.id)
    )
    found: defaultdict[UUID, list[PauseRow]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.referral_id].append(row)
    return found


def pause_record(row: PauseRow, known: Callable[[datetime], bool] | None = None) -> PauseRecord:
    """Return a stored pause as the rules take it, with its early ends. Needs its `ends` loaded.

    `known` leaves out an end by the moment it was recorded.
    """
    return PauseRecord(
        code=row.reason_code,
        reason=row.reason,
        counts=row.counts,
        from_on=row.from_on,
        until_on=row.until_on,
        recorded_on=civil_date(row.recorded_at),
        ends=tuple(
            PauseEnd(end.until_on, civil_date(end.recorded_at))
            for end in row.ends
            if known is None or known(end.recorded_at)
        ),
    )


def find_pause(session: Session, actor: Actor, case_id: UUID, pause_id: UUID) -> PauseRow | None:
    """Return a pause of a case the actor may write in, or None."""
    query = (
        select(PauseRow)
        .join(Referral, Referral.id == PauseRow.referral_id)
        .join(Case, Case.id == Referral.case_id)
        .where(
            visible_cases(actor, Permission.CASE_WRITE),
            Case.id == case_id,
            PauseRow.id == pause_id,
        )
        .options(selectinload(PauseRow.ends))
    )
    return session.scalars(query).one_or_none()


def list_local_reasons(session: Session, organisation_id: UUID) -> list[LocalPauseReasonRow]:
    """Return a kommune's own reasons that have not been taken away, by name."""
    query = select(LocalPauseReasonRow).where(
        LocalPauseReasonRow.organisation_id == organisation_id,
        LocalPauseReasonRow.withdrawn_at.is_(None),
    )
    return list(session.scalars(query.order_by(LocalPauseReasonRow.label, LocalPauseReasonRow.id)))


def reasons_for(
    session: Session, programme: Programme, organisation_id: UUID
) -> tuple[PauseReason, ...]:
    """Return the reasons that may be given: one-click ones first, the kommune's own last."""
    own = tuple(
        PauseReason(row.code, row.label, row.counts, one_click=False, section="Kommunens egen")
        for row in list_local_reasons(session, organisation_id)
    )
    shipped = sorted(programme.pause_reasons, key=lambda reason: not reason.one_click)
    return (*shipped, *own)


def find_local_reason(
    session: Session, organisation_id: UUID, reason_id: UUID
) -> LocalPauseReasonRow | None:
    """Return a kommune's own reason that stands, or None."""
    found = list_local_reasons(session, organisation_id)
    return next((row for row in found if row.id == reason_id), None)
