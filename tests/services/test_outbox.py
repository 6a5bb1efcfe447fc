"""Sending again is a person's own act: a new envelope, the same letter."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.medcom.reader import read_envelope
from rehab.models import AuditEvent, OutgoingKind, OutgoingStatus
from rehab.queries.messages import find_outgoing
from rehab.services.outbox import CannotSendAgainError, resend
from tests.support.factories import AWAY
from tests.support.messages import xdis91
from tests.support.outbox import a_message, queued


@pytest.fixture
def message(make):
    return a_message(make, case_id=make.case().id, raw=xdis91())


def loaded(ctx, message):
    return find_outgoing(ctx.session, ctx.actor, message.id)


def test_the_same_letter_goes_in_a_new_envelope_at_a_new_time(ctx_as, message):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        row = resend(ctx, loaded(ctx, message))
    _, again = queued(ctx.session)
    before, after = read_envelope(xdis91()), read_envelope(again.raw)

    assert (again.id, again.resend_of_id, again.status) == (row.id, message.id, "queued")
    assert after.letters == before.letters
    assert after.envelope_id == again.envelope_id != before.envelope_id
    assert after.sent_at > before.sent_at
    assert again.letter_id == message.letter_id
    event = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb == "message.resent")).one()
    assert event.data == {"message_id": str(message.id), "resend_id": str(again.id)}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"status": OutgoingStatus.QUEUED}, "køen", id="waits"),
        pytest.param({"status": OutgoingStatus.POSITIVE}, "har brevet", id="arrived"),
        pytest.param({"kind": OutgoingKind.POSITIVE_RECEIPT}, "kvittering", id="receipt"),
        pytest.param(
            {"status": OutgoingStatus.HELD_BACK, "raw": b""}, "kunne ikke skrives", id="no-letter"
        ),
    ],
)
def test_some_messages_are_not_sent_again(ctx_as, make, fields, words):
    ctx, message = ctx_as(Role.VISITATOR), a_message(make, **fields)
    with pytest.raises(CannotSendAgainError, match=words):
        resend(ctx, loaded(ctx, message))


def test_two_presses_send_once(ctx_as, message):
    ctx = ctx_as(Role.VISITATOR)
    with ctx.transaction():
        resend(ctx, loaded(ctx, message))
    with pytest.raises(CannotSendAgainError, match="allerede sendt igen"):
        resend(ctx, loaded(ctx, message))


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.LEDER, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_who_does_not_write_in_the_case_sends_nothing(ctx_as, message, role):
    with pytest.raises(NotPermittedError):
        resend(ctx_as(role), message)


def test_another_kommunes_message_cannot_be_sent(ctx_as, make):
    message = a_message(make, organisation_id=make.organisation(AWAY).id)
    with pytest.raises(NotPermittedError):
        resend(ctx_as(Role.VISITATOR), message)
