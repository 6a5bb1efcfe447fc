"""Reading encounters: which stand, and which were entered in error."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.encounters import EncounterStatus
from rehab.models import BookingReferral, Encounter


@dataclass(frozen=True, slots=True)
class RecordedEncounter:
    """An encounter and what it is now: as it was recorded, or entered in error."""

    row: Encounter
    status: EncounterStatus


def encounters_of_case(session: Session, case_id: UUID) -> tuple[RecordedEncounter, ...]:
    """Return every encounter on a citizen's record, by planned time; the wrong ones are kept."""
    query = select(Encounter).where(Encounter.case_id == case_id)
    order = (
        Encounter.planned_start,
        Encounter.recorded_at,
        Encounter.replaces_id.is_not(None),
        Encounter.id,
    )
    rows = session.scalars(query.order_by(*order)).all()
    replaced = {row.replaces_id for row in rows}
    return tuple(
        RecordedEncounter(
            row, EncounterStatus.ENTERED_IN_ERROR if row.id in replaced else row.status
        )
        for row in rows
    )


def standing_encounters(session: Session, session_id: UUID) -> Mapping[UUID, Encounter]:
    """Return the encounters of a session that nothing has replaced, by booking."""
    later = aliased(Encounter)
    query = (
        select(Encounter)
        .outerjoin(later, later.replaces_id == Encounter.id)
        .where(Encounter.session_id == session_id, later.id.is_(None))
    )
    return {row.booking_id: row for row in session.scalars(query)}


def bases_of(session: Session, booking_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[LegalBasis]]:
    """Return under which laws each booking counts: the report has a code for each (27)."""
    query = select(BookingReferral.booking_id, BookingReferral.legal_basis)
    query = query.where(BookingReferral.booking_id.in_(list(booking_ids)))
    found: dict[UUID, list[LegalBasis]] = {}
    for booking_id, basis in session.execute(query.order_by(BookingReferral.legal_basis)):
        found.setdefault(booking_id, []).append(basis)
    return found
