"""What is known about a referral when it is triaged, and how a line of the checklist is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.cpr import CitizenIdentifier
from rehab.domain.groups import Diagnosis
from rehab.domain.names import NamesOfOneNumber
from rehab.domain.referrals import GopType, ReferralKind, SenderKind, legal_basis_of


class Verdict(StrEnum):
    """Tell whether a line is in order, needs a person, or cannot be told from the message."""

    OK = "ok"
    ATTENTION = "attention"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one line of the checklist: what was found, in a sentence, and on what ground."""

    code: str
    verdict: Verdict
    sentence: str
    section: str


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """Hold what is known about a referral when it is triaged.

    `sections` maps the reader's section keys to their text. `identifier` is None when the
    number could not be read; `own_municipality` is None when the message does not say where
    the citizen lives, which most do not.
    """

    kind: ReferralKind
    sender_kind: SenderKind
    identifier: CitizenIdentifier | None
    age_on_receipt: int | None
    diagnoses: tuple[Diagnosis, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    gop_type: GopType | None = None
    work_ability_threatened: bool | None = None
    own_municipality: bool | None = None
    names: NamesOfOneNumber | None = None
    has_open_case: bool = False

    @property
    def legal_basis(self) -> LegalBasis:
        """Return the part of the law the referral is received under."""
        return legal_basis_of(self.kind, self.gop_type)

    @property
    def text(self) -> str:
        """Return everything the sender wrote, for looking up words."""
        return "\n".join((*self.sections.values(), *(row.text for row in self.diagnoses)))
