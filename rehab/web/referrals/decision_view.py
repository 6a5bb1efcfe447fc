"""What can be decided about a referral, and what was decided before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rehab.domain.programme import Programme
from rehab.domain.referral_texts import red_flag_words
from rehab.domain.referrals import TRANSITIONS, ReferralStep, TriageDecision
from rehab.domain.triage import ReferralFacts
from rehab.domain.triage_decisions import ruled_out
from rehab.models import Referral, TriageRecord, User
from rehab.web.filters import danish_instant
from rehab.web.labels import DECIDED_LABELS, DECISION_LABELS


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One reason under one decision, as a radio button."""

    id: str
    value: str
    label: str
    section: str
    checked: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision with its reasons, or with the sentence that says why it cannot be taken."""

    label: str
    blocked: str | None
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class FlagView:
    """One red flag to tick, with what to do about it and whether the text mentions it."""

    id: str
    code: str
    label: str
    advice: str
    word: str | None
    checked: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """A decision that was taken, by whom and why."""

    heading: str
    when_text: str
    pairs: tuple[tuple[str, str], ...]


def decisions(
    programme: Programme, facts: ReferralFacts, referral: Referral, chosen: str | None
) -> tuple[DecisionView, ...]:
    """Return the decisions the referral's status allows, in the order of the programme.

    One that the programme rules out for this referral says so in the rule's own sentence.
    Registering is only for the plans that are; elsewhere it would be noise.
    """
    views = []
    for decision in TriageDecision:
        if (referral.status, ReferralStep(decision.value)) not in TRANSITIONS:
            continue
        blocked = _blocked(programme, facts, decision)
        if decision is TriageDecision.REGISTER and blocked:
            continue
        reasons = () if blocked else programme.reasons_for(decision)
        choices = tuple(
            ChoiceView(
                id=f"choice-{decision}-{reason.code}",
                value=f"{decision}:{reason.code}",
                label=reason.label,
                section=reason.section,
                checked=chosen == f"{decision}:{reason.code}",
            )
            for reason in reasons
        )
        views.append(DecisionView(DECISION_LABELS[decision], blocked, choices))
    return tuple(views)


def red_flags(
    programme: Programme, facts: ReferralFacts, ticked: Sequence[str]
) -> tuple[FlagView, ...]:
    """Return the red flags to tick, those that the text mentions first."""
    words = {flag.code: word for flag, word in red_flag_words(programme, facts.text)}
    flags = sorted(programme.red_flags, key=lambda flag: flag.code not in words)
    return tuple(
        FlagView(
            id=f"red_flags-{flag.code}",
            code=flag.code,
            label=flag.label,
            advice=f"{flag.destination} ({flag.section})",
            word=words.get(flag.code),
            checked=flag.code in ticked,
        )
        for flag in flags
    )


def record_views(
    programme: Programme, records: Sequence[TriageRecord], people: Mapping[UUID, User]
) -> tuple[RecordView, ...]:
    """Return the decisions taken so far, the newest first."""
    reasons = {(row.decision, row.code): row.label for row in programme.reason_codes}
    flags = {flag.code: flag.label for flag in programme.red_flags}
    return tuple(
        RecordView(
            heading=DECIDED_LABELS[row.decision],
            when_text=danish_instant(row.decided_at),
            pairs=(
                ("Begrundelse", reasons.get((row.decision, row.reason_code), row.reason_code)),
                ("Med egne ord", row.text),
                (
                    "Røde flag",
                    ", ".join(flags.get(code, code) for code in row.red_flags) or "Ingen",
                ),
                ("Talt med læge", row.doctor_contact or "Nej"),
                ("Afgjort af", people[row.decided_by].name if row.decided_by in people else ""),
            ),
        )
        for row in reversed(records)
    )


def _blocked(programme: Programme, facts: ReferralFacts, decision: TriageDecision) -> str | None:
    """Return why a decision is ruled out whatever is typed, or None."""
    refusal = ruled_out(programme, facts, decision)
    return f"{refusal} ({refusal.section})" if refusal else None
