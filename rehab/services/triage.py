"""Deciding what becomes of a referral.

The programme's rules refuse what it rules out; everything else is the visitator's decision, kept
with its coded reason and words (F11). A return goes to the one who referred, with the reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from rehab.domain.access import CaseScope, Permission
from rehab.domain.errors import DomainError
from rehab.domain.open_decisions import check_still_open
from rehab.domain.referrals import (
    KEEPS_CASE_OPEN,
    ReferralStep,
    TriageDecision,
    advance,
)
from rehab.domain.triage_decisions import check_decision
from rehab.models import (
    Case,
    JournalNote,
    Referral,
    TriageRecord,
)
from rehab.services.cases import case_for, close_if_nothing_open, open_case_of
from rehab.services.context import Context
from rehab.services.correspondence import send_return
from rehab.services.facts import referral_facts
from rehab.services.teams import give_team
from rehab.services.turns import take_turn


class CaseRelation(StrEnum):
    """Tell how a new referral stands to what the citizen's open case already holds (F6)."""

    PARALLEL = "sideloebende"
    REPLACES = "erstatter"


class ReferralChangedError(DomainError):
    """Refuse a decision made on a page that no longer shows the referral as it is."""


class NothingToReplaceError(DomainError):
    """Refuse to replace a referral where the case has none of the same legal basis."""


@dataclass(frozen=True, slots=True)
class TriageCommand:
    """A visitator's decision. `version` is the referral's when the page was opened."""

    decision: TriageDecision
    reason_code: str
    text: str
    red_flags: tuple[str, ...] = ()
    doctor_contact: str = ""
    group: int | None = None
    work_ability_threatened: bool | None = None
    relation: CaseRelation = CaseRelation.PARALLEL
    version: int | None = None
    same_citizen: bool = False


_ENDING = frozenset(
    {TriageDecision.RETURN_TO_SENDER, TriageDecision.REDIRECT, TriageDecision.LEAVE_PROGRAMME}
)


def triage(ctx: Context, referral: Referral, command: TriageCommand) -> TriageRecord:
    """Write a decision down and carry it out: open or link a case, register, or close.

    Needs the referral's `diagnoses` loaded. Raises a `TriageRefusedError` from the programme's
    rules, `AlreadyDecidedError` when the referral was decided before, and `ReferralChangedError`
    when somebody changed something else of it meanwhile.
    """
    ctx.require(Permission.REFERRAL_TRIAGE, CaseScope(referral.organisation_id))
    take_turn(ctx, referral)
    ctx.session.refresh(referral, ["closed_on", "status", "version"])
    check_still_open(referral.status, command.decision)
    if command.version is not None and command.version != referral.version:
        raise ReferralChangedError(
            "En anden har ændret henvisningen, mens du skrev. Din tekst står her endnu: se, hvad "
            "der er ændret, og gem igen, hvis afgørelsen stadig er rigtig."
        )
    check_decision(
        ctx.programme_for(referral.programme_version),
        referral_facts(ctx, referral),
        command.decision,
        command.reason_code,
        command.text,
        ticked_red_flags=command.red_flags,
        doctor_contact=command.doctor_contact,
        group=command.group,
        same_citizen=command.same_citizen,
    )
    referral.status = advance(referral.status, command.decision)
    referral.patient_group = command.group
    referral.work_ability_threatened = command.work_ability_threatened
    record = _written(ctx, referral, command)
    if command.decision is TriageDecision.RETURN_TO_SENDER:
        send_return(ctx, referral, command.reason_code, command.text)
    if command.decision in _ENDING:
        referral.closed_on = ctx.today
        if referral.case_id is not None:
            close_if_nothing_open(ctx, ctx.session.get_one(Case, referral.case_id))
    elif command.decision is TriageDecision.REGISTER:
        _registered(ctx, referral, command.relation)
    else:
        _accepted(ctx, referral, command.relation)
    return record


def _written(ctx: Context, referral: Referral, command: TriageCommand) -> TriageRecord:
    record = TriageRecord(
        referral_id=referral.id,
        decision=command.decision,
        reason_code=command.reason_code,
        text=command.text.strip(),
        red_flags=list(command.red_flags),
        doctor_contact=command.doctor_contact.strip(),
        decided_by=ctx.actor.id,
        decided_at=ctx.now,
    )
    ctx.session.add(record)
    ctx.session.flush()
    ctx.record(
        "referral.triaged",
        referral.case_id,
        referral_id=referral.id,
        decision=command.decision,
        reason_code=command.reason_code,
        red_flags=",".join(command.red_flags),
    )
    return record


def _accepted(ctx: Context, referral: Referral, relation: CaseRelation) -> None:
    """Open or link the case, and ask for the employment side when the work is threatened (3.2).

    The case gets its team by the kommune's own table, where there is one (F16).
    """
    existing = open_case_of(ctx, referral)
    if existing is not None and relation is CaseRelation.REPLACES:
        _replace(ctx, existing, referral)
    case = case_for(ctx, referral)
    if referral.work_ability_threatened and not case.employment_effort:
        case.employment_effort = True
        ctx.record("employment.effort_requested", case.id)
    give_team(ctx, case, referral)


def _registered(ctx: Context, referral: Referral, relation: CaseRelation) -> None:
    """Link a specialised plan to the case there is; on its own it opens none (4.4)."""
    existing = open_case_of(ctx, referral)
    if existing is None:
        return
    if relation is CaseRelation.REPLACES:
        _replace(ctx, existing, referral)
    case_for(ctx, referral)


def _replace(ctx: Context, case: Case, referral: Referral) -> None:
    """Close the case's referrals of the same legal basis, saying in the journal by which."""
    old = [
        row
        for row in case.referrals
        if row.id != referral.id
        and row.status in KEEPS_CASE_OPEN
        and row.legal_basis is referral.legal_basis
    ]
    if not old:
        raise NothingToReplaceError(
            "Sagen har ingen åben henvisning efter samme lovgrundlag, som den nye kan erstatte. "
            "Vælg »Sideløbende«."
        )
    for row in old:
        row.status = advance(row.status, ReferralStep.CLOSE)
        row.closed_on = ctx.today
        ctx.record("referral.replaced", case.id, referral_id=row.id, replaced_by=referral.id)
        note = JournalNote(
            case_id=case.id,
            written_by=ctx.actor.id,
            written_at=ctx.now,
            text=f"Henvisningen modtaget {row.received_on:%d.%m.%Y} er afsluttet, fordi den er "
            f"erstattet af henvisningen modtaget {referral.received_on:%d.%m.%Y}.",
        )
        ctx.session.add(note)
        ctx.session.flush()
        ctx.record("note.written", case.id, note_id=note.id)
