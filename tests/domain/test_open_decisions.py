"""Which decisions a referral is still open to."""

from dataclasses import replace

import pytest

from rehab.domain.open_decisions import (
    AlreadyDecidedError,
    check_still_open,
    decisions_at,
    rest_text,
)
from rehab.domain.referrals import (
    IllegalReferralStepError,
    ReferralStatus,
    SenderKind,
    TriageDecision,
    advance,
)
from rehab.domain.triage_decisions import RegisterOnlyError, SenderNotEntitledError
from tests.domain.test_triage_decisions import PLAN, REFERRAL, SPECIALISED
from tests.support.programmes import laenderyg

ACCEPT, RETURN, REDIRECT, LEAVE, REGISTER = TriageDecision
CHIROPRACTOR = replace(REFERRAL, sender_kind=SenderKind.CHIROPRACTOR)


@pytest.mark.parametrize(
    ("facts", "status", "expected"),
    [
        pytest.param(
            REFERRAL,
            ReferralStatus.RECEIVED,
            {ACCEPT: None, RETURN: None, REDIRECT: None, LEAVE: None},
            id="a new one",
        ),
        pytest.param(
            CHIROPRACTOR,
            ReferralStatus.RECEIVED,
            {ACCEPT: SenderNotEntitledError, RETURN: None, REDIRECT: None, LEAVE: None},
            id="what is ruled out says why",
        ),
        pytest.param(
            SPECIALISED,
            ReferralStatus.RECEIVED,
            {ACCEPT: RegisterOnlyError, RETURN: None, REDIRECT: None, LEAVE: None, REGISTER: None},
            id="a specialised plan is registered",
        ),
        pytest.param(REFERRAL, ReferralStatus.ACCEPTED, {LEAVE: None}, id="accepted"),
        pytest.param(SPECIALISED, ReferralStatus.REGISTERED, {}, id="registered"),
        pytest.param(PLAN, ReferralStatus.REGISTERED, {ACCEPT: None}, id="its type was changed"),
        pytest.param(REFERRAL, ReferralStatus.RETURNED, {}, id="returned"),
    ],
)
def test_what_is_offered(facts, status, expected):
    found = decisions_at(laenderyg(), facts, status)
    assert {row.decision: row.refusal and type(row.refusal) for row in found} == expected


@pytest.mark.parametrize("decision", TriageDecision)
@pytest.mark.parametrize("status", ReferralStatus)
def test_it_is_refused_exactly_where_the_step_is(status, decision):
    try:
        advance(status, decision)
    except IllegalReferralStepError:
        with pytest.raises(AlreadyDecidedError):
            check_still_open(status, decision)
    else:
        check_still_open(status, decision)


def test_where_nothing_is_chosen_yet_something_must_be_open():
    check_still_open(ReferralStatus.ACCEPTED, None)
    with pytest.raises(AlreadyDecidedError, match="mens du skrev"):
        check_still_open(ReferralStatus.RETURNED, None)


def test_each_status_but_a_new_one_says_what_is_left():
    said = {status: rest_text(status) for status in ReferralStatus}
    assert [status for status, text in said.items() if text is None] == [ReferralStatus.RECEIVED]
    assert said[ReferralStatus.RETURNED] == said[ReferralStatus.CLOSED]
