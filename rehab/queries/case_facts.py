"""From a stored case to the facts its phase is derived from."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.phases import CaseFacts
from rehab.domain.referrals import TriageDecision
from rehab.models import Case
from rehab.queries.clocks import FirstAttendance, facts_of


def case_facts(
    case: Case, attended: Mapping[UUID, FirstAttendance], on: date | None = None
) -> CaseFacts:
    """Return the facts of a case's phase, as they were known on a day when one is given.

    Needs the referrals loaded with their events and triage decisions. A case that came to be
    without triage counts as accepted the day it was opened.
    """
    accepted = [
        civil_date(record.decided_at)
        for referral in case.referrals
        for record in referral.triage_decisions
        if record.decision in {TriageDecision.ACCEPT, TriageDecision.REGISTER}
    ]
    events = [
        event
        for referral in case.referrals
        for event in facts_of(referral, attended.get(referral.id)).events
        if on is None or event.recorded_on is None or event.recorded_on <= on
    ]
    closed_on = case.closed_on if on is None or (case.closed_on or date.max) <= on else None
    return CaseFacts(
        received_on=min(referral.received_on for referral in case.referrals),
        accepted_on=min(accepted, default=case.opened_on),
        events=tuple(events),
        closed_on=closed_on,
    )
