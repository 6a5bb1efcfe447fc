"""What a case page says of the risk factors that were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.risk_factors import DoctorTold
from rehab.models import RiskAssessmentRow

TOLD_LABELS: Final[Mapping[DoctorTold, str]] = MappingProxyType(
    {
        DoctorTold.NOTHING_NEW: "Intet nyt siden sidst.",
        DoctorTold.BY_LETTER: "Egen læge får besked ved brev.",
        DoctorTold.REFUSED: "Egen læge får ikke besked: borgeren har sagt nej.",
        DoctorTold.NOT_REACHABLE: "Egen læge skal ringes op: der er intet lokationsnummer.",
    }
)


@dataclass(frozen=True, slots=True)
class RiskView:
    """The latest assessment as the case page shows it."""

    text: str
    when: str


def assessment_text(row: RiskAssessmentRow, labels: Mapping[str, str]) -> str:
    """Say what an assessment found, and what came of it."""
    present = ", ".join(labels.get(code, code) for code in row.present) or "ingen"
    new = ", ".join(labels.get(code, code) for code in row.new)
    parts = (f"Til stede: {present}.", f"Nye: {new}." if new else "", TOLD_LABELS[row.told])
    return " ".join(part for part in parts if part)


def risk_view(rows: Sequence[RiskAssessmentRow], labels: Mapping[str, str]) -> RiskView | None:
    """Return the latest of some assessments, or None before the first."""
    if not rows:
        return None
    return RiskView(assessment_text(rows[-1], labels), danish_date(rows[-1].assessed_on))
