"""What a receipt does to the message it answers."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM
from rehab.models import AuditEvent, OutgoingKind, OutgoingStatus
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.messages import receipt
from tests.support.outbox import a_message, answer


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def verbs(ctx) -> list[str]:
    query = select(AuditEvent.verb).where(AuditEvent.verb.like("message.answered%"))
    return sorted(ctx.session.scalars(query))


@pytest.mark.parametrize("status", [OutgoingStatus.SENT, OutgoingStatus.QUEUED])
def test_a_positive_receipt_says_that_the_letter_arrived(ctx, make, status):
    message = a_message(make, status=status)
    receive(ctx, "svar.xml", answer(message, positive=True))
    assert (message.status, message.answered_at) == (OutgoingStatus.POSITIVE, NOW)
    assert verbs(ctx) == ["message.answered"]


def test_a_negative_receipt_gives_its_reason(ctx, make):
    message = a_message(make)
    receive(ctx, "svar.xml", answer(message, positive=False))
    assert message.status is OutgoingStatus.REJECTED
    assert message.reason == "problem_med_version: Versionen kan ikke modtages."


def test_an_operator_answers_for_the_receiver(ctx, make):
    message = a_message(make, receiver_gln="5790000999026")
    receive(ctx, "svar.xml", receipt(element="NegativeVansReceipt"))
    assert message.status is OutgoingStatus.REJECTED


@pytest.mark.parametrize(("first", "later"), [(True, False), (False, True), (True, True)])
def test_the_first_answer_stands_and_later_ones_are_logged(ctx, make, first, later):
    message = a_message(make)
    receive(ctx, "a.xml", answer(message, positive=first))
    before = message.status
    receive(ctx, "b.xml", answer(message, positive=later, letter_id="PRB26110099"))
    assert message.status is before
    assert verbs(ctx) == ["message.answered", "message.answered_again"]


def test_a_receipt_for_the_first_envelope_answers_the_letter_sent_again(ctx, make):
    first = a_message(make)
    again = a_message(make, envelope_id="UDK26110002", resend_of_id=first.id)
    other = a_message(make, envelope_id="UDK26110003", letter_id="UDB26110003")
    receive(ctx, "svar.xml", answer(first, positive=True))
    assert (first.status, again.status) == (OutgoingStatus.POSITIVE, OutgoingStatus.POSITIVE)
    assert other.status is OutgoingStatus.SENT


def test_a_receipt_from_somebody_else_answers_nothing(ctx, make):
    message = a_message(make, receiver_gln="5790000999057")
    receive(ctx, "svar.xml", receipt(element="PositiveReceipt"))
    assert message.status is OutgoingStatus.SENT


def test_a_receipt_answers_nothing_of_another_kommune(ctx, make):
    message = a_message(make, organisation_id=make.organisation(AWAY).id)
    receive(ctx, "svar.xml", answer(message, positive=True))
    assert message.status is OutgoingStatus.SENT


def test_a_receipt_for_a_receipt_changes_nothing(ctx, make):
    message = a_message(make, kind=OutgoingKind.POSITIVE_RECEIPT)
    receive(ctx, "svar.xml", answer(message, positive=False))
    assert message.status is OutgoingStatus.SENT
