"""What a receipt does to the message it answers."""

from pathlib import Path

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM
from rehab.integrations.inbox_folder import TakenFile
from rehab.models import AuditEvent, OutgoingKind, OutgoingStatus
from rehab.services.intake import receive
from rehab.services.intake_batch import receive_files
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.factories import AWAY
from tests.support.messages import emessage, receipt, receipt_letter
from tests.support.outbox import a_message, answer, queued


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def one(ctx, raw):
    (report,) = receive(ctx, "svar.xml", raw)
    return report.delivery


def together(ctx, raw):
    file = TakenFile(Path("svar.xml"), raw, hash(raw), 0)
    ((_, received),) = receive_files(ctx, [file])
    return received.reports[0].delivery


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


@pytest.fixture
def sharing(make):
    """Another kommune at the same location number; a receipt names neither of the two."""
    return make.organisation(AWAY, gln=make.organisation().gln)


@pytest.mark.parametrize("taken", [one, together], ids=["alone", "in-a-batch"])
def test_kommuner_that_share_a_number_each_get_the_receipts_of_what_they_sent(
    ctx, make, sharing, taken
):
    ours = a_message(make)
    theirs = a_message(
        make, organisation_id=sharing.id, envelope_id="UDK26110002", letter_id="UDB26110002"
    )
    for message, letter_id in ((ours, "PRB1"), (theirs, "PRB2")):
        delivery = taken(ctx, answer(message, positive=True, letter_id=letter_id))
        assert (delivery.outcome.value, delivery.organisation_id) == (
            "accepted",
            message.organisation_id,
        )
    assert (ours.status, theirs.status) == (OutgoingStatus.POSITIVE, OutgoingStatus.POSITIVE)


def test_receipts_of_two_kommuner_may_come_in_one_envelope(ctx, make, sharing):
    ours = a_message(make)
    theirs = a_message(make, organisation_id=sharing.id, envelope_id="UDK26110002")
    letters = [
        receipt_letter(
            element="PositiveReceipt",
            letter_id=f"PRB{number}",
            original_envelope_id=message.envelope_id,
            original_letter_id=message.letter_id,
        )
        for number, message in enumerate((ours, theirs))
    ]
    receive(ctx, "svar.xml", emessage(*letters, wants_receipt=False))
    assert (ours.status, theirs.status) == (OutgoingStatus.POSITIVE, OutgoingStatus.POSITIVE)


def test_a_receipt_for_what_none_of_them_sent_is_refused_without_a_word(ctx, sharing):
    (report,) = receive(ctx, "svar.xml", receipt(element="PositiveReceipt"))
    assert (report.outcome.value, queued(ctx.session)) == ("refused", [])


def test_a_receipt_for_a_receipt_changes_nothing(ctx, make):
    message = a_message(make, kind=OutgoingKind.POSITIVE_RECEIPT)
    receive(ctx, "svar.xml", answer(message, positive=False))
    assert message.status is OutgoingStatus.SENT
