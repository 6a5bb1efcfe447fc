"""What the page of risk factors shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.epikrise_recipients import Addressee
from rehab.domain.programme import RiskBlock, RiskFactor
from rehab.domain.risk_factors import RiskAssessment
from rehab.web.risk_factors.forms import FactorForm

BLOCK_LABELS: Final[Mapping[RiskBlock, str]] = MappingProxyType(
    {
        RiskBlock.INDIVIDUAL: "Individuelle faktorer",
        RiskBlock.PSYCHOSOCIAL: "Psykosociale faktorer",
        RiskBlock.WORK: "Arbejdsrelaterede faktorer",
        RiskBlock.SICK_LEAVE: "Sygefravær",
    }
)


@dataclass(frozen=True, slots=True)
class BlockView:
    """One of the blocks of Boks 4 with a row of the form for each of its factors."""

    heading: str
    rows: tuple[FactorForm, ...]


def blocks_of(factors: Iterable[RiskFactor], rows: Iterable[FactorForm]) -> tuple[BlockView, ...]:
    """Return the blocks of Boks 4; factors and the form's rows come in the same order."""
    pairs = list(zip(factors, rows, strict=True))
    views = (
        BlockView(heading, tuple(row for factor, row in pairs if factor.block is block))
        for block, heading in BLOCK_LABELS.items()
    )
    return tuple(view for view in views if view.rows)


def doctor_text(doctor: Addressee | None) -> str:
    """Say who is told of a new factor, or that one must call."""
    if doctor is None:
        return "Ingen egen læge er nævnt i henvisningen. Er der noget nyt, skal lægen ringes op."
    if not doctor.gln:
        return f"{doctor.name} har intet lokationsnummer. Er der noget nyt, skal lægen ringes op."
    return f"Er en faktor nyfundet, får {doctor.name} besked ved brev, når du gemmer."


def last_text(last: RiskAssessment | None) -> str:
    """Say what the answers stand at."""
    if last is None:
        return "Ikke vurderet før. Stod en faktor i henvisningen, er den kendt."
    return f"Svarene står som ved vurderingen {danish_date(last.on)}. Ret det, der er anderledes."
