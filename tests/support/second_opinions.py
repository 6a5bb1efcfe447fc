"""Triage decisions as they are kept, and draws of them, for the tests of second opinions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.access import Role
from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.models import Referral, SecondOpinion, SecondOpinionDraw, TriageRecord, User
from tests.support.factories import Factories

STATUSES = {
    TriageDecision.ACCEPT: ReferralStatus.ACCEPTED,
    TriageDecision.RETURN_TO_SENDER: ReferralStatus.RETURNED,
    TriageDecision.REDIRECT: ReferralStatus.REDIRECTED,
    TriageDecision.LEAVE_PROGRAMME: ReferralStatus.LEFT_PROGRAMME,
    TriageDecision.REGISTER: ReferralStatus.REGISTERED,
}
FIRST_WORDS = "Førstelæserens egne ord om henvisningen."


def colleague(make: Factories, **fields: Any) -> User:
    """Another visitator of the kommune, who decided what is drawn."""
    return make.user(Role.VISITATOR, login="vera", name="Vera Førstelæser", **fields)


def make_decision(
    make: Factories,
    decided_at: datetime,
    *,
    by: User | None = None,
    decision: TriageDecision = TriageDecision.ACCEPT,
    reason_code: str = "in_target_group",
    referral: Referral | None = None,
    **fields: Any,
) -> TriageRecord:
    """A decision of the colleague, or of somebody else, on a referral of its own."""
    fields = {"patient_group": 1, "status": STATUSES[decision]} | fields
    referral = referral or make.referral(**fields)
    record = TriageRecord(
        referral_id=referral.id,
        decision=decision,
        reason_code=reason_code,
        text=FIRST_WORDS,
        decided_by=(by or colleague(make)).id,
        decided_at=decided_at,
    )
    make.save(record)
    return record


def make_drawn(
    make: Factories, now: datetime, *records: TriageRecord, group: int | None = 1
) -> list[SecondOpinion]:
    """A draw that holds these decisions."""
    leader = make.user(Role.LEDER)
    today = civil_date(now)
    draw = SecondOpinionDraw(
        organisation_id=leader.organisation_id,
        first_day=today - timedelta(days=30),
        last_day=today,
        wanted=10,
        drawn_by=leader.id,
        drawn_at=now,
    )
    make.save(draw)
    opinions = [
        SecondOpinion(
            organisation_id=leader.organisation_id,
            draw_id=draw.id,
            referral_id=record.referral_id,
            triage_record_id=record.id,
            first_group=group,
        )
        for record in records
    ]
    make.save(*opinions)
    return opinions


def a_drawn_decision(make: Factories, by: User, now: datetime) -> dict[str, UUID]:
    """The ids of a draw and of its one decision, which somebody took who is no visitator."""
    [opinion] = make_drawn(make, now, make_decision(make, now, by=by))
    return {"draw_id": opinion.draw_id, "opinion_id": opinion.id}
