"""Who sees which messages, and which of them wait too long for an answer."""

from datetime import timedelta

import pytest

from rehab.domain.access import Role
from rehab.models import OutgoingKind, OutgoingStatus
from rehab.queries.messages import (
    MessageFilter,
    count_messages,
    find_outgoing,
    is_unanswered,
    list_messages,
    list_messages_of_case,
    sent_again,
)
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.outbox import a_message


def listed(ctx, which, **part):
    found = list_messages(ctx.session, ctx.actor, which, NOW, **{"skip": 0, "most": 50} | part)
    return [row.envelope_id for row in found]


@pytest.fixture
def messages(make):
    """One of each: E1 waits for an answer, E2 was sent again as E3, and so on."""
    first = a_message(make, envelope_id="E1")
    second = a_message(make, envelope_id="E2", letter_id="B2")
    third = a_message(make, envelope_id="E3", letter_id="B2", sent_at=NOW, resend_of_id=second.id)
    rows = (
        a_message(make, envelope_id="E4", status=OutgoingStatus.HELD_BACK, sent_at=None),
        a_message(make, envelope_id="E5", status=OutgoingStatus.REJECTED),
        a_message(make, envelope_id="E6", status=OutgoingStatus.QUEUED, sent_at=None),
        a_message(make, envelope_id="E7", kind=OutgoingKind.POSITIVE_RECEIPT),
        a_message(make, envelope_id="E8", organisation_id=make.organisation(AWAY).id),
        a_message(make, envelope_id="E9", organisation_id=None),
    )
    return (first, second, third, *rows)


@pytest.mark.parametrize(
    ("which", "wanted"),
    [
        (MessageFilter.OUT, {"E1", "E2", "E3", "E4", "E5", "E6"}),
        (MessageFilter.UNANSWERED, {"E1"}),
        (MessageFilter.FAILED, {"E4", "E5"}),
        (MessageFilter.WAITING, {"E6"}),
        (MessageFilter.RECEIPTS, {"E7"}),
        (MessageFilter.IN, set()),
    ],
)
def test_each_list_holds_its_own_and_nobody_elses(ctx_as, messages, which, wanted):
    ctx = ctx_as(Role.VISITATOR)
    assert set(listed(ctx, which)) == wanted
    assert count_messages(ctx.session, ctx.actor, NOW)[which] == len(wanted)


def test_a_list_is_cut_in_parts_that_do_not_overlap(ctx_as, messages):
    ctx = ctx_as(Role.VISITATOR)
    parts = [listed(ctx, MessageFilter.OUT, skip=skip, most=2) for skip in (0, 2, 4)]
    assert sorted(name for part in parts for name in part) == ["E1", "E2", "E3", "E4", "E5", "E6"]


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_the_log_is_not_for_everyone(ctx_as, messages, role):
    ctx = ctx_as(role)
    assert listed(ctx, MessageFilter.OUT) == []
    assert find_outgoing(ctx.session, ctx.actor, messages[0].id) is None


def test_a_therapist_finds_the_messages_of_own_cases_only(ctx_as, make):
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    own = a_message(make, case_id=case.id)
    other = a_message(make, case_id=make.case().id, envelope_id="E2")
    ctx = ctx_as(Role.TERAPEUT)
    assert find_outgoing(ctx.session, ctx.actor, own.id) is own
    assert find_outgoing(ctx.session, ctx.actor, other.id) is None
    assert list_messages_of_case(ctx.session, case.id) == [own]


@pytest.mark.parametrize(
    ("minutes", "fields", "waits"),
    [
        pytest.param(29, {}, False, id="29-minutes"),
        pytest.param(30, {}, True, id="30-minutes"),
        pytest.param(60, {"status": OutgoingStatus.POSITIVE}, False, id="answered"),
        pytest.param(60, {"kind": OutgoingKind.NEGATIVE_RECEIPT}, False, id="a-receipt"),
    ],
)
def test_a_letter_waits_half_an_hour_for_its_receipt(make, minutes, fields, waits):
    message = a_message(make, sent_at=NOW - timedelta(minutes=minutes), **fields)
    assert is_unanswered(message, NOW) is waits


def test_what_was_sent_again_is_told(session, messages):
    assert sent_again(session, messages) == {messages[1].id}
