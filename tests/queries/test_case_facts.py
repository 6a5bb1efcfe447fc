"""The status of a referral, as it stood on a day."""

from datetime import UTC, date, datetime

import pytest

from rehab.domain.referrals import ReferralStatus, TriageDecision
from rehab.models import Referral, TriageRecord
from rehab.queries.case_facts import status_of

CLOSED_ON = date(2026, 11, 26)


def referral(*decisions, status=ReferralStatus.ACCEPTED, closed_on=None):
    return Referral(
        status=status,
        closed_on=closed_on,
        triage_decisions=[
            TriageRecord(decision=decision, decided_at=datetime(2026, 11, day, 9, tzinfo=UTC))
            for decision, day in decisions
        ],
    )


CHANGED = referral((TriageDecision.REGISTER, 20), (TriageDecision.ACCEPT, 24))
DONE = referral((TriageDecision.ACCEPT, 20), status=ReferralStatus.CLOSED, closed_on=CLOSED_ON)


@pytest.mark.parametrize(
    ("row", "day", "status"),
    [
        pytest.param(CHANGED, 19, ReferralStatus.RECEIVED, id="before any decision"),
        pytest.param(CHANGED, 23, ReferralStatus.REGISTERED, id="the decision of then"),
        pytest.param(CHANGED, 24, ReferralStatus.ACCEPTED, id="the newest decision"),
        pytest.param(DONE, 25, ReferralStatus.ACCEPTED, id="a closing that lay ahead"),
        pytest.param(DONE, 26, ReferralStatus.CLOSED, id="the day of closing"),
        pytest.param(referral(), 19, ReferralStatus.ACCEPTED, id="never triaged"),
        pytest.param(
            referral(status=ReferralStatus.CLOSED, closed_on=CLOSED_ON),
            25,
            ReferralStatus.ACCEPTED,
            id="never triaged, closed later",
        ),
    ],
)
def test_the_status_of_the_day(row, day, status):
    assert status_of(row, date(2026, 11, day)) is status


def test_without_a_day_it_is_what_it_is():
    assert status_of(DONE) is ReferralStatus.CLOSED
