"""A programme as facts: what it says about whom, by when, with what and in which words.

Every entry carries the section it comes from, so a page that shows a rule can also show
where it is written. The programme is a file, since it is revised (7); a case keeps the
version it began with. Reading the file is `rehab.domain.programme_parsing`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab.domain.clock_rules import ClockRule
from rehab.domain.dropouts import AttendancePolicy, DropoutReason
from rehab.domain.encounters import InterventionCode
from rehab.domain.free_choice import FreeChoice, SilentCitizen
from rehab.domain.pauses import PauseReason
from rehab.domain.referrals import GopType, ReferralKind, SenderKind, TriageDecision


class Urgency(StrEnum):
    """Tell how fast a red flag must be acted on (3.3, Bilag 2 and 3)."""

    ACUTE = "akut"
    SUBACUTE = "subakut"
    REFERRAL = "henvisning"
    RETURN = "tilbage_til_henviser"


class OfferStandard(StrEnum):
    """Tell a minimum standard (A) from an optional offer (B), as Boks 8 does."""

    A = "A"
    B = "B"


class OfferForm(StrEnum):
    """Tell how an offer is given, and so how it is booked."""

    HOLD = "hold"
    INDIVIDUEL = "individuel"
    KURSUS = "kursus"
    KOORDINERING = "koordinering"


class Confidence(StrEnum):
    """Tell how certainly a row of Boks 8 could be read."""

    HIGH = "high"
    LOW = "low"


class RiskBlock(StrEnum):
    """Group the risk factors as Boks 4 does, with sick leave from the running text (3.2)."""

    INDIVIDUAL = "individuelle"
    PSYCHOSOCIAL = "psykosociale"
    WORK = "arbejdsrelaterede"
    SICK_LEAVE = "sygefravaer"


@dataclass(frozen=True, slots=True)
class PatientGroup:
    """Describe one of the groups a citizen may belong to; some leave the programme."""

    number: int
    name: str
    criteria: str
    leaves_programme: bool
    section: str


@dataclass(frozen=True, slots=True)
class DiagnosisCode:
    """Say which group a code proposes, and where the proposal must be looked at again.

    `icd10` is None for a heading that stands under its ICPC code alone.
    """

    icpc: str
    icd10: str | None
    label: str
    group: int
    warning: str | None
    red_flag_hint: str | None
    section: str

    @property
    def code(self) -> str:
        """Return the code that a message would carry for this row."""
        return self.icd10 or self.icpc


@dataclass(frozen=True, slots=True)
class OutsideCode:
    """Name a code for a complaint the programme does not cover, such as the neck."""

    code: str
    label: str
    section: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """Say what must not be kept in the kommune, how fast it moves on, and where to.

    `words` are looked for in a referral's text as a reminder to read it; they decide nothing.
    """

    code: str
    label: str
    urgency: Urgency
    destination: str
    words: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Referrer:
    """Say whether one kind of sender may refer to the kommune's offers, and why."""

    sender_kind: SenderKind
    allowed: bool
    reason: str
    section: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Describe a row of the catalogue; `standard` is None where Boks 8 cannot be read.

    `part_of` are the offers it is given as a part of, as what is taught in the rygskole.
    """

    code: str
    row: int
    label: str
    standard: OfferStandard | None
    confidence: Confidence
    form: OfferForm
    note: str | None
    section: str
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """Name one factor that makes lasting pain likelier; factors are listed, never scored."""

    code: str
    label: str
    block: RiskBlock
    section: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Name something a referral must or may contain.

    `found_in` are the keys of the sections that hold it, when they are called otherwise than
    `key`; `words` may show that it is mentioned somewhere else, which a person checks.
    """

    key: str
    label: str
    required: bool
    kinds: frozenset[ReferralKind]
    found_in: tuple[str, ...]
    words: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class EpikriseHeading:
    """Hold one of the prescribed headings of the closing letter, and what belongs under it."""

    code: str
    label: str
    hint: str
    section: str


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """Hold one reason that may be given for one triage decision."""

    code: str
    label: str
    decision: TriageDecision
    section: str


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """State the lowest age the programme covers."""

    years: int
    section: str


@dataclass(frozen=True, slots=True)
class SickLeaveLimits:
    """State after how many days of sick leave a missing plan shows, and how loudly."""

    notice_days: int
    warning_days: int
    escalation_days: int
    section: str


@dataclass(frozen=True, slots=True)
class TriagePolicy:
    """State what triage may not accept.

    `accept_non_entitled_sender` lets a visitator accept a referral from a sender who may not
    refer; `register_only` are the plans that are registered without starting anything.
    """

    accept_non_entitled_sender: bool
    register_only: frozenset[GopType]
    section: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Hold a whole programme definition, already validated."""

    code: str
    version: str
    title: str
    valid_from: date
    section: str
    minimum_age: AgeLimit
    sick_leave: SickLeaveLimits
    triage: TriagePolicy
    attendance: AttendancePolicy
    groups: tuple[PatientGroup, ...]
    diagnosis_codes: tuple[DiagnosisCode, ...]
    outside_codes: tuple[OutsideCode, ...]
    red_flags: tuple[RedFlag, ...]
    referrers: tuple[Referrer, ...]
    offers: tuple[Offer, ...]
    risk_factors: tuple[RiskFactor, ...]
    clocks: tuple[ClockRule, ...]
    pause_reasons: tuple[PauseReason, ...]
    free_choice: FreeChoice
    silent_citizen: SilentCitizen
    checklist_items: tuple[ChecklistItem, ...]
    epikrise_headings: tuple[EpikriseHeading, ...]
    reason_codes: tuple[ReasonCode, ...]
    dropout_reasons: tuple[DropoutReason, ...]
    intervention_codes: tuple[InterventionCode, ...]

    def group(self, number: int) -> PatientGroup | None:
        """Return the group with a number, or None."""
        return next((group for group in self.groups if group.number == number), None)

    def red_flag(self, code: str) -> RedFlag | None:
        """Return the red flag with a code, or None."""
        return next((flag for flag in self.red_flags if flag.code == code), None)

    def offer(self, code: str) -> Offer | None:
        """Return the offer with a code, or None."""
        return next((offer for offer in self.offers if offer.code == code), None)

    def referrer(self, kind: SenderKind) -> Referrer:
        """Return what the programme says of a kind of sender; parsing ensures each is there."""
        return next(entry for entry in self.referrers if entry.sender_kind is kind)

    def checklist_for(self, kind: ReferralKind) -> tuple[ChecklistItem, ...]:
        """Return what a referral of one kind must or may contain, in the file's order."""
        return tuple(item for item in self.checklist_items if kind in item.kinds)

    def reasons_for(self, decision: TriageDecision) -> tuple[ReasonCode, ...]:
        """Return the reasons that may be given for a decision."""
        return tuple(reason for reason in self.reason_codes if reason.decision is decision)
