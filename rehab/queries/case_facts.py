"""From a stored case to the facts its phase and its referrals' status are derived from."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.phases import CaseFacts
from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.models import Case, Referral
from rehab.queries.clocks import FirstAttendance, facts_of

_TAKEN_IN: Final = frozenset({TriageDecision.ACCEPT, TriageDecision.REGISTER})
_AFTER: Final[Mapping[TriageDecision, ReferralStatus]] = {
    TriageDecision.ACCEPT: ReferralStatus.ACCEPTED,
    TriageDecision.REGISTER: ReferralStatus.REGISTERED,
    TriageDecision.RETURN_TO_SENDER: ReferralStatus.RETURNED,
    TriageDecision.REDIRECT: ReferralStatus.REDIRECTED,
    TriageDecision.LEAVE_PROGRAMME: ReferralStatus.LEFT_PROGRAMME,
}


def case_facts(
    case: Case, attended: Mapping[UUID, FirstAttendance], on: date | None = None
) -> CaseFacts:
    """Return the facts of a case's phase, as they were known on a day when one is given.

    Needs the referrals loaded with their events and triage decisions. A case that came to be
    without triage counts as accepted the day it was opened.
    """
    limit = on or date.max
    known = [row for row in case.referrals if row.received_on <= limit] or case.referrals
    decided = [
        (civil_date(record.decided_at), record.decision)
        for referral in known
        for record in referral.triage_decisions
    ]
    accepted = [day for day, decision in decided if decision in _TAKEN_IN]
    accepted_on = min(accepted, default=case.opened_on)
    events = [
        event
        for referral in known
        for event in facts_of(referral, attended.get(referral.id), on).events
    ]
    return CaseFacts(
        received_on=min((row.received_on for row in known), default=case.opened_on),
        accepted_on=accepted_on if accepted_on <= limit else None,
        events=tuple(event for event in events if (event.recorded_on or date.min) <= limit),
        closed_on=closed_on(case, on),
    )


def closed_on(row: Case | Referral, on: date | None = None) -> date | None:
    """Return the day a case or a referral was closed, unless that lay ahead on the day given."""
    return (
        row.closed_on if row.closed_on is not None and row.closed_on <= (on or date.max) else None
    )


def status_of(referral: Referral, on: date | None = None) -> ReferralStatus:
    """Return the status of a referral as it stood on a day. Needs `triage_decisions` loaded.

    One without any decision counts as what it is now, less a closing that lay ahead.
    """
    if on is None or closed_on(referral, on) is not None:
        return referral.status
    decided = [row for row in referral.triage_decisions if civil_date(row.decided_at) <= on]
    if decided:
        return _AFTER[decided[-1].decision]
    if referral.triage_decisions:
        return ReferralStatus.RECEIVED
    closed = referral.status is ReferralStatus.CLOSED
    return ReferralStatus.ACCEPTED if closed else referral.status
