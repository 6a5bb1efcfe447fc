"""Recording the risk factors of a case, and telling the own doctor of new ones (Boks 4, F14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.epikrise_recipients import Addressee
from rehab.domain.errors import DomainError
from rehab.domain.risk_factors import DoctorTold, Presence, assess, own_doctor
from rehab.models import Case, Referral, RiskAssessmentRow
from rehab.queries.cases import scope_of
from rehab.queries.risk_factors import last_assessment
from rehab.services.context import Context
from rehab.services.correspondence import tell_own_doctor
from rehab.services.epikrise_letter import recipients_for
from rehab.services.reminders import raise_once

_TELL: Final = "Fortæl borgerens egen læge om nye risikofaktorer. Der er intet lokationsnummer."


class ClosedCaseAssessmentError(DomainError):
    """A closed case was to be assessed."""


@dataclass(frozen=True, slots=True)
class AssessRisk:
    """What somebody answered for each factor, and what the doctor is told beside the list."""

    answers: Mapping[str, Presence]
    text: str = ""
    citizen_refuses: bool = False


def doctor_of(case: Case) -> tuple[Referral, Addressee] | None:
    """Return who holds the threads of a case and the referral that says so. Needs `referrals`.

    The newest referral that names the own doctor wins; None when nobody is named.
    """
    for referral in reversed(case.referrals):
        doctor = own_doctor(recipients_for(referral).all, referral.sender_kind)
        if doctor is not None:
            return referral, doctor
    return None


def assess_risk(ctx: Context, case: Case, command: AssessRisk) -> RiskAssessmentRow:
    """Add an assessment, and write to the own doctor when a factor is new (4.1, INF-1).

    A doctor without a location number becomes a task to call. Nothing is sent when the citizen
    says no. Needs `referrals`. Raises `RiskAssessmentError` and `ClosedCaseAssessmentError`.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if case.closed_on is not None:
        raise ClosedCaseAssessmentError(
            "Sagen er afsluttet, så der kan ikke vurderes mere. Skriv et notat i stedet."
        )
    factors = ctx.programme_for(case.programme_version).risk_factors
    labels = {factor.code: factor.label for factor in factors}
    last = last_assessment(ctx.session, case.id)
    found = assess(ctx.today, command.answers, labels, last)
    new = tuple(code for code in labels if code in found.new)
    told, message_id = _told(ctx, case, tuple(labels[code] for code in new), command)
    row = RiskAssessmentRow(
        case_id=case.id,
        assessed_on=found.on,
        present=[code for code in labels if code in found.present],
        new=list(new),
        told=told,
        message_id=message_id,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("risk_factors.assessed", case.id, assessment_id=row.id, new=",".join(new), told=told)
    if told is DoctorTold.NOT_REACHABLE:
        raise_once(ctx, case, f"risk_factors:{row.id}", _TELL, ctx.today)
    return row


def _told(
    ctx: Context, case: Case, found: tuple[str, ...], command: AssessRisk
) -> tuple[DoctorTold, UUID | None]:
    if not found:
        return DoctorTold.NOTHING_NEW, None
    if command.citizen_refuses:
        return DoctorTold.REFUSED, None
    holder = doctor_of(case)
    if holder is None or not holder[1].gln:
        return DoctorTold.NOT_REACHABLE, None
    referral, doctor = holder
    return DoctorTold.BY_LETTER, tell_own_doctor(ctx, referral, doctor, found, command.text).id
