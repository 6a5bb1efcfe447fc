"""Reading what was found of risk factors in a case."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.risk_factors import RiskAssessment
from rehab.models import RiskAssessmentRow


def assessments_of(session: Session, case_id: UUID) -> list[RiskAssessmentRow]:
    """Return the assessments of a case, the latest recorded last."""
    query = select(RiskAssessmentRow).where(RiskAssessmentRow.case_id == case_id)
    query = query.order_by(RiskAssessmentRow.recorded_at, RiskAssessmentRow.id)
    return list(session.scalars(query))


def last_assessment(session: Session, case_id: UUID) -> RiskAssessment | None:
    """Return the latest assessment as a fact, or None before the first."""
    rows = assessments_of(session, case_id)
    return assessment_fact(rows[-1]) if rows else None


def assessment_fact(row: RiskAssessmentRow) -> RiskAssessment:
    """Return what a stored assessment says."""
    return RiskAssessment(row.assessed_on, frozenset(row.present), frozenset(row.new))
