"""Reading what was measured in a case."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.measures import Measured, MeasurePoint, Psfs, PsfsActivity
from rehab.models import Measurement


def measurements_of(session: Session, case_id: UUID) -> Mapping[MeasurePoint, Measurement]:
    """Return what was recorded at the start and at the end of a case, as far as it was."""
    query = select(Measurement).where(Measurement.case_id == case_id)
    return {row.point: row for row in session.scalars(query)}


def measured_fact(row: Measurement | None) -> Measured:
    """Return a recorded measurement as the rules know it; nothing when none was recorded."""
    if row is None:
        return Measured()
    activities = tuple(
        PsfsActivity(item["activity"], int(item["score"])) for item in row.activities
    )
    return Measured(row.nrs_pain, Psfs(activities) if activities else None)
