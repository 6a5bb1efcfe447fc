"""What can be decided about a referral, and what was decided before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wtforms import RadioField

from rehab.domain.open_decisions import decisions_at
from rehab.domain.programme import Programme
from rehab.domain.referral_texts import red_flag_words
from rehab.domain.triage_facts import ReferralFacts
from rehab.models import Referral, TriageRecord, User
from rehab.web.filters import danish_instant
from rehab.web.labels import DECIDED_LABELS, DECISION_LABELS
from rehab.web.referrals.forms import TriageForm


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


@dataclass(frozen=True, slots=True)
class UnsavedView:
    """A decision that somebody else's came before, as it was typed, for copying."""

    text: str
    pairs: tuple[tuple[str, str], ...]


def decisions(
    programme: Programme, facts: ReferralFacts, referral: Referral, chosen: str | None
) -> tuple[DecisionView, ...]:
    """Return the decisions the referral is still open to, in the order of the programme.

    One that the programme rules out for this referral says so in the rule's own sentence.
    """
    views = []
    for row in decisions_at(programme, facts, referral.status):
        choices = tuple(
            ChoiceView(
                id=f"choice-{row.decision}-{reason.code}",
                value=f"{row.decision}:{reason.code}",
                label=reason.label,
                section=reason.section,
                checked=chosen == f"{row.decision}:{reason.code}",
            )
            for reason in (() if row.refusal else programme.reasons_for(row.decision))
        )
        blocked = f"{row.refusal} ({row.refusal.section})" if row.refusal else None
        views.append(DecisionView(DECISION_LABELS[row.decision], blocked, choices))
    return tuple(views)


def unsaved_view(programme: Programme, form: TriageForm) -> UnsavedView:
    """Return what was typed of a decision that can no longer be taken.

    The group and the answer on work are only there when they were given.
    """
    decision, ticked = form.decision(), form.red_flags.data or ()
    label = f"{DECISION_LABELS[decision]}: {form.reason()}" if decision else ""
    flags = [flag.label for flag in programme.red_flags if flag.code in ticked]
    return UnsavedView(
        text=form.text.data or "",
        pairs=(
            ("Afgørelse", label or "Ikke valgt"),
            ("Røde flag", ", ".join(flags) or "Ingen"),
            ("Talt med læge", form.doctor_contact.data or "Nej"),
            *_chosen(form.group),
            *_chosen(form.work_ability),
        ),
    )


def _chosen(field: RadioField) -> tuple[tuple[str, str], ...]:
    """Return what was chosen in a field under its label, or nothing where nothing was."""
    return tuple(
        (field.label.text, label)
        for value, label, *_ in field.iter_choices()
        if value and value == field.data
    )


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
