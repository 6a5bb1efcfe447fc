"""Read each kind of entry of a programme file from its table.

One function per entry, so that the keys of the file can be read here side by side with what
they become. Faults are noted by the table; whether the file is refused is decided in
`rehab.domain.programme_parsing`.
"""

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.dropouts import AttendancePolicy, DropoutReason
from rehab.domain.encounters import InterventionCode
from rehab.domain.programme import (
    AgeLimit,
    ChecklistItem,
    Confidence,
    DiagnosisCode,
    EpikriseHeading,
    Offer,
    OfferForm,
    OfferStandard,
    OutsideCode,
    PatientGroup,
    ReasonCode,
    RedFlag,
    Referrer,
    RiskBlock,
    RiskFactor,
    SickLeaveLimits,
    TriagePolicy,
    Urgency,
)
from rehab.domain.programme_tables import ProgrammeTable
from rehab.domain.referrals import GopType, ReferralKind, SenderKind, TriageDecision


def read_age_limit(table: ProgrammeTable) -> AgeLimit:
    """Read the lowest age."""
    return AgeLimit(years=table.number("years"), section=table.text("section"))


def read_sick_leave(table: ProgrammeTable) -> SickLeaveLimits:
    """Read the sick-leave limits."""
    return SickLeaveLimits(
        notice_days=table.number("notice_days"),
        warning_days=table.number("warning_days"),
        escalation_days=table.number("escalation_days"),
        section=table.text("section"),
    )


def read_triage(table: ProgrammeTable) -> TriagePolicy:
    """Read what triage may not accept."""
    return TriagePolicy(
        accept_non_entitled_sender=table.flag("accept_non_entitled_sender"),
        register_only=table.choices("register_only", GopType),
        section=table.text("section"),
    )


def read_attendance(table: ProgrammeTable) -> AttendancePolicy:
    """Read when no-shows must be acted on."""
    return AttendancePolicy(no_shows=table.number("no_shows"), section=table.text("section"))


def read_dropout_reason(table: ProgrammeTable) -> DropoutReason:
    """Read a reason to leave a course."""
    return DropoutReason(
        key=table.text("key"),
        label=table.text("label"),
        report_code=table.text("report_code"),
        section=table.text("section"),
    )


def read_intervention_code(table: ProgrammeTable) -> InterventionCode:
    """Read what an offer is reported as under one law."""
    return InterventionCode(
        offer=table.text("offer"),
        legal_basis=table.choice("legal_basis", LegalBasis),
        report_code=table.text("report_code"),
        section=table.text("section"),
    )


def read_minimum_standards(table: ProgrammeTable) -> tuple[str, ...]:
    """Read the codes of the offers that must be there."""
    table.text("section")
    return table.texts("offers")


def read_group(table: ProgrammeTable) -> PatientGroup:
    """Read a patient group."""
    return PatientGroup(
        number=table.number("number"),
        name=table.text("name"),
        criteria=table.text("criteria"),
        leaves_programme=table.flag("leaves_programme"),
        section=table.text("section"),
    )


def read_diagnosis_code(table: ProgrammeTable) -> DiagnosisCode:
    """Read a row of the diagnosis codes."""
    return DiagnosisCode(
        icpc=table.text("icpc"),
        icd10=table.optional_text("icd10"),
        label=table.text("label"),
        group=table.number("group"),
        warning=table.optional_text("warning"),
        red_flag_hint=table.optional_text("red_flag_hint"),
        section=table.text("section"),
    )


def read_outside_code(table: ProgrammeTable) -> OutsideCode:
    """Read a code outside the target group."""
    return OutsideCode(
        code=table.text("code"), label=table.text("label"), section=table.text("section")
    )


def read_red_flag(table: ProgrammeTable) -> RedFlag:
    """Read a red flag."""
    return RedFlag(
        code=table.text("code"),
        label=table.text("label"),
        urgency=table.choice("urgency", Urgency),
        destination=table.text("destination"),
        words=table.texts("words"),
        section=table.text("section"),
    )


def read_referrer(table: ProgrammeTable) -> Referrer:
    """Read what holds for one kind of sender."""
    return Referrer(
        sender_kind=table.choice("sender_kind", SenderKind),
        allowed=table.flag("allowed"),
        reason=table.text("reason"),
        section=table.text("section"),
    )


def read_offer(table: ProgrammeTable) -> Offer:
    """Read a row of the catalogue."""
    return Offer(
        code=table.text("code"),
        row=table.number("row"),
        label=table.text("label"),
        standard=table.optional_choice("standard", OfferStandard),
        confidence=table.choice("confidence", Confidence),
        form=table.choice("form", OfferForm),
        note=table.optional_text("note"),
        section=table.text("section"),
        part_of=table.texts("part_of"),
    )


def read_risk_factor(table: ProgrammeTable) -> RiskFactor:
    """Read a risk factor."""
    return RiskFactor(
        code=table.text("code"),
        label=table.text("label"),
        block=table.choice("block", RiskBlock),
        section=table.text("section"),
    )


def read_checklist_item(table: ProgrammeTable) -> ChecklistItem:
    """Read an item of a checklist."""
    return ChecklistItem(
        key=table.text("key"),
        label=table.text("label"),
        required=table.flag("required"),
        kinds=table.choices("kinds", ReferralKind),
        found_in=table.texts("found_in"),
        words=table.texts("words"),
        section=table.text("section"),
    )


def read_epikrise_heading(table: ProgrammeTable) -> EpikriseHeading:
    """Read a heading of the closing letter."""
    return EpikriseHeading(
        code=table.text("code"),
        label=table.text("label"),
        hint=table.text("hint"),
        section=table.text("section"),
    )


def read_reason_code(table: ProgrammeTable) -> ReasonCode:
    """Read a reason for a triage decision."""
    return ReasonCode(
        code=table.text("code"),
        label=table.text("label"),
        decision=table.choice("decision", TriageDecision),
        section=table.text("section"),
    )
