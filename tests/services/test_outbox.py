"""Sending again is a person's own act: a new envelope, the same letter."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.medcom.reader import read_envelope
from rehab.models import AuditEvent, OutgoingKind, OutgoingStatus
from rehab.queries.messages import find_outgoing
from rehab.services import outbox
from rehab.services.outbox import CannotSendAgainError, beyond_help, resend
from tests.support.factories import AWAY
from tests.support.messages import receipt, xdis91
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


@pytest.fixture
def with_schemas(monkeypatch):
    """A schema that finds one fault in what says so."""

    def faults(_folder, raw):
        return ("Brevet er for langt",) if b"Stuvende" in raw else ()

    monkeypatch.setattr(outbox, "schema_faults", faults)


HELD_BACK = {"status": OutgoingStatus.HELD_BACK, "sent_at": None}


def test_what_was_held_back_is_tried_again_once_the_schema_takes_it(ctx_as, make, with_schemas):
    ctx, message = ctx_as(Role.VISITATOR), a_message(make, **HELD_BACK, raw=xdis91())
    assert beyond_help(ctx, [message]) == frozenset()
    with ctx.transaction():
        row = resend(ctx, loaded(ctx, message))
    assert (row.status, row.kind) == (OutgoingStatus.QUEUED, message.kind)


@pytest.mark.parametrize("kind", [OutgoingKind.POSITIVE_RECEIPT, OutgoingKind.NEGATIVE_RECEIPT])
def test_a_receipt_that_was_held_back_leaves_as_it_was_written(ctx_as, make, with_schemas, kind):
    ctx = ctx_as(Role.VISITATOR)
    message = a_message(make, **HELD_BACK, kind=kind, reason="Skemaet mangler", raw=receipt())
    with ctx.transaction():
        resend(ctx, loaded(ctx, message))
    (row,) = queued(ctx.session)
    assert (row.id, row.status, row.reason) == (message.id, OutgoingStatus.QUEUED, "")
    assert row.raw == receipt()
    released = select(AuditEvent).where(AuditEvent.verb == "message.released")
    assert ctx.session.scalars(released).one().data == {"message_id": str(message.id)}


def test_a_receipt_that_still_breaks_the_schema_stays_held_back(ctx_as, make, with_schemas):
    ctx = ctx_as(Role.VISITATOR)
    raw = xdis91(text="Stuvende fuldt.")
    message = a_message(make, **HELD_BACK, kind=OutgoingKind.POSITIVE_RECEIPT, raw=raw)
    with pytest.raises(CannotSendAgainError, match="holdes stadig tilbage"):
        resend(ctx, loaded(ctx, message))


@pytest.mark.parametrize("raw", [b"", xdis91(text="Stuvende fuldt.")], ids=["unwritten", "faulty"])
def test_what_would_be_held_back_again_is_beyond_help(ctx_as, make, with_schemas, raw):
    ctx, message = ctx_as(Role.VISITATOR), a_message(make, **HELD_BACK, raw=raw)
    assert beyond_help(ctx, [message]) == {message.id}
    with pytest.raises(CannotSendAgainError, match="ing i stedet"):
        resend(ctx, loaded(ctx, message))


def test_only_what_is_held_back_can_be_beyond_help(ctx_as, message):
    assert beyond_help(ctx_as(Role.VISITATOR), [message]) == frozenset()


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
