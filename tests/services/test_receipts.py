"""A delivery gets the receipt it shall have, exactly once, and the same letter the same answer."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import SYSTEM
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import RefuseCode
from rehab.medcom.resending import is_edifact
from rehab.medcom.schemas import Schemas
from rehab.models import Delivery, OutgoingKind, OutgoingStatus
from rehab.services import intake, placing
from rehab.services.deliveries import keep
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.edifact import edifact, letter, ref01_body
from tests.support.factories import AWAY
from tests.support.messages import (
    KOMMUNE,
    Who,
    emessage,
    receipt,
    vans,
    xdis91,
    xref15,
    xref15_letter,
)
from tests.support.outbox import GP_GLN, a_message, letter_in, queued
from tests.support.shared import SHARED, needs_shared

OTHER = Who("5790000999088", "999", "kommunenummer", "Fremmed Kommune")
WRONG_NUMBER = Who(KOMMUNE.gln, "101", "kommunenummer", "Fremmed Kommune")
NEIGHBOUR = Who("5790000999071", "998", "kommunenummer", "Naboby Kommune")
NO_PATIENT = xref15().replace(b"CivilRegistrationNumber", b"Ukendt")


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def later(ctx):
    return replace(ctx, now=NOW + timedelta(hours=1))


def test_a_stored_letter_is_answered_with_one_receipt_that_names_it(ctx):
    (report,) = receive(ctx, "a.xml", xref15())
    (row,) = queued(ctx.session)
    found = letter_in(row)

    assert (row.kind, row.status) == (OutgoingKind.POSITIVE_RECEIPT, OutgoingStatus.QUEUED)
    assert (row.receipt_for_id, row.receiver_gln) == (report.delivery.id, GP_GLN)
    assert (found.sender.gln, found.receiver.gln) == (KOMMUNE.gln, GP_GLN)
    assert found.receipt.original_envelope_id == "PRK26110001"
    assert [each.letter_id for each in found.receipt.letters] == ["PRB26110001"]
    assert not read_envelope(row.raw).wants_receipt


def test_one_receipt_names_every_letter_of_the_envelope(ctx):
    receive(ctx, "a.xml", emessage(xref15_letter(), xref15_letter(letter_id="PRB26110055")))
    (row,) = queued(ctx.session)
    names = [each.letter_id for each in letter_in(row).receipt.letters]
    assert names == ["PRB26110001", "PRB26110055"]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        pytest.param(xdis91(), "XCTL03", id="parked-for-a-person"),
        pytest.param(emessage("<Ukendtbrev/>"), None, id="a-type-without-a-sender"),
        pytest.param(xref15().replace(b"pluspositiv", b"minuspositiv"), None, id="not-wanted"),
        pytest.param(receipt(), None, id="a-receipt"),
        pytest.param(receipt().replace(b"minuspositiv", b"pluspositiv"), None, id="greedy-receipt"),
        pytest.param(receipt().replace(b"XC0230Q", b"XC0299Q"), None, id="unknown-receipt"),
        pytest.param(receipt().replace(b"XC0230Q", b"XC9Q"), None, id="odd-receipt"),
        pytest.param(b"<Emessage", None, id="unreadable"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_who_gets_a_positive_receipt(ctx, raw, kind):
    receive(ctx, "a.xml", raw)
    assert [row.kind.value for row in queued(ctx.session)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(xref15(receiver=OTHER), RefuseCode.UNKNOWN_GLN, id="location-number"),
        pytest.param(xref15(receiver=WRONG_NUMBER), RefuseCode.RECEIVER_ID, id="kommunenummer"),
        pytest.param(xref15(version="XH9999R"), RefuseCode.VERSION, id="version"),
        pytest.param(NO_PATIENT, RefuseCode.SYNTAX, id="no-patient"),
        pytest.param(vans(NO_PATIENT), RefuseCode.SYNTAX, id="in-an-operators-envelope"),
    ],
)
def test_what_is_refused_gets_a_negative_receipt_with_the_code(ctx, raw, code):
    receive(ctx, "a.xml", raw)
    (row,) = queued(ctx.session)
    found = letter_in(row)
    assert (row.kind, row.receiver_gln) == (OutgoingKind.NEGATIVE_RECEIPT, GP_GLN)
    codes = {found.receipt.refuse_code, *(each.refuse_code for each in found.receipt.letters)}
    assert codes - {None} == {code.value}
    assert found.receipt.original_envelope_id == "PRK26110001"


def test_a_refusal_is_sent_although_only_the_negative_was_asked_for(ctx):
    raw = xref15(receiver=OTHER).replace(b"pluspositiv", b"minuspositiv")
    receive(ctx, "a.xml", raw)
    assert [row.kind for row in queued(ctx.session)] == [OutgoingKind.NEGATIVE_RECEIPT]


def test_what_does_not_fit_is_refused_without_a_reason_of_its_own(ctx):
    raw = xref15(anamnesis={"Kort sygehistorie": "Ondt i ryggen."})
    delivery = keep(ctx, "a.xml", raw)
    with ctx.transaction():
        intake.answer_unfit(ctx, delivery, raw)
    (row,) = queued(ctx.session)
    assert letter_in(row).receipt.refuse_code == RefuseCode.UNSPECIFIED.value


@pytest.mark.parametrize(
    ("raw", "positive"),
    [
        pytest.param(edifact(letter(ref01_body())), True, id="stored"),
        pytest.param(edifact(letter(ref01_body()), receiver=OTHER.gln), False, id="not-ours"),
        pytest.param(
            edifact(letter(ref01_body())).replace(b"UNZ+1", b"UNZ+2"), False, id="wrong-count"
        ),
        pytest.param(edifact(letter(ref01_body(), version="H9930R")), False, id="unknown-version"),
    ],
)
def test_a_sender_who_writes_edifact_is_answered_in_edifact(ctx, raw, positive):
    receive(ctx, "a.edi", raw)
    (row,) = queued(ctx.session)
    assert is_edifact(row.raw)
    assert letter_in(row).receipt.positive is positive


@pytest.mark.parametrize(
    ("first", "again"),
    [
        pytest.param(xref15(), xref15(), id="the-same-file"),
        pytest.param(xref15(), xref15(envelope_id="PRK26119999"), id="in-a-new-envelope"),
        pytest.param(xref15(), vans(xref15()), id="in-an-operators-envelope"),
        pytest.param(xref15(receiver=OTHER), xref15(receiver=OTHER), id="refused"),
        pytest.param(NO_PATIENT, NO_PATIENT, id="not-read"),
        pytest.param(
            edifact(letter(ref01_body())),
            edifact(letter(ref01_body()), envelope_id="PRK26119998"),
            id="edifact",
        ),
    ],
)
def test_a_resend_gets_the_same_receipt_again_in_a_new_envelope(ctx, first, again):
    receive(ctx, "a", first)
    receive(later(ctx), "b", again)
    one, other = queued(ctx.session)

    assert letter_in(one).content_hash == letter_in(other).content_hash
    assert (one.letter_id, one.kind) == (other.letter_id, other.kind)
    assert one.envelope_id != other.envelope_id
    assert read_envelope(one.raw).sent_at != read_envelope(other.raw).sent_at
    assert read_envelope(other.raw).envelope_id == other.envelope_id


def test_a_letter_that_was_received_is_never_refused_later(ctx):
    receive(ctx, "a.xml", xref15())
    receive(ctx, "b.xml", xref15(version="XH9999R", envelope_id="PRK26118888"))
    receive(ctx, "c.xml", xref15(receiver=OTHER, envelope_id="PRK26117777"))
    assert [row.kind for row in queued(ctx.session)] == [OutgoingKind.POSITIVE_RECEIPT]


def test_two_messages_that_name_no_letter_are_each_answered_for_their_own_envelope(ctx):
    nameless = re.compile(rb"(<Letter>)<Identifier>[^<]*</Identifier>")
    for number in ("PRK1", "PRK2"):
        receive(ctx, f"{number}.xml", nameless.sub(rb"\1", xref15(envelope_id=number)))
    rows = queued(ctx.session)
    answered = sorted(letter_in(row).receipt.original_envelope_id for row in rows)
    assert answered == ["PRK1", "PRK2"]
    assert {row.kind for row in rows} == {OutgoingKind.NEGATIVE_RECEIPT}


@pytest.mark.parametrize(
    "refused",
    [
        pytest.param(xref15(version="XH9999R"), id="version"),
        pytest.param(NO_PATIENT, id="not-read"),
        pytest.param(xref15(receiver=WRONG_NUMBER), id="kommunenummer"),
    ],
)
def test_another_type_of_letter_with_the_same_number_is_refused_all_the_same(ctx, refused):
    receive(ctx, "a.xml", xdis91(letter_id="PRB26110001"))
    receive(later(ctx), "b.xml", refused)
    kinds = [row.kind for row in queued(ctx.session)]
    assert kinds == [OutgoingKind.POSITIVE_RECEIPT, OutgoingKind.NEGATIVE_RECEIPT]


def test_a_letter_another_kommune_received_is_refused_all_the_same(ctx, make):
    make.organisation(AWAY)
    receive(ctx, "a.xml", xref15(receiver=NEIGHBOUR))
    receive(later(ctx), "b.xml", xref15(receiver=WRONG_NUMBER))
    kinds = [row.kind for row in queued(ctx.session)]
    assert kinds == [OutgoingKind.POSITIVE_RECEIPT, OutgoingKind.NEGATIVE_RECEIPT]


def test_a_receipt_that_cannot_be_written_is_seen_among_the_messages(ctx):
    (report,) = receive(ctx, "a.xml", xref15(envelope_id="PRK261100010001"))
    (row,) = queued(ctx.session)
    assert (report.outcome.value, row.kind, row.status) == (
        "accepted",
        OutgoingKind.POSITIVE_RECEIPT,
        OutgoingStatus.HELD_BACK,
    )
    assert row.reason.startswith("Kvittering kunne ikke skrives: ")
    assert (row.raw, row.organisation_id) == (b"", report.delivery.organisation_id)


def test_a_letter_whose_receipt_could_not_be_written_gets_one_when_it_comes_again(ctx):
    receive(ctx, "a.xml", xref15(envelope_id="PRK261100010001"))
    receive(later(ctx), "b.xml", xref15(envelope_id="PRK2"))
    _, row = queued(ctx.session)
    assert row.status is OutgoingStatus.QUEUED
    assert letter_in(row).receipt.original_envelope_id == "PRK2"


def test_an_edifact_receipt_with_an_odd_version_leaves_no_trace(ctx):
    receive(ctx, "a.edi", edifact(letter(ref01_body(), kind="CTL99", version="C9999Q")))
    assert queued(ctx.session) == []


def test_a_crash_between_storing_and_placing_leaves_one_receipt(ctx, monkeypatch):
    raw, note_outcome = xref15(), placing.note_outcome

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(placing, "note_outcome", stop)
    with pytest.raises(KeyboardInterrupt):
        receive(ctx, "a.xml", raw)
    assert queued(ctx.session) == []

    monkeypatch.setattr(placing, "note_outcome", note_outcome)
    receive(ctx, "a.xml", raw)
    assert [row.kind for row in queued(ctx.session)] == [OutgoingKind.POSITIVE_RECEIPT]
    assert ctx.session.scalar(select(func.count()).select_from(Delivery)) == 1


def test_the_database_itself_refuses_a_second_receipt(ctx, make):
    (report,) = receive(ctx, "a.xml", xref15())
    with pytest.raises(IntegrityError):
        a_message(make, receipt_for_id=report.delivery.id)
    ctx.session.rollback()


@needs_shared
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(xref15(), id="positive"),
        pytest.param(xref15(receiver=OTHER), id="negative"),
        pytest.param(NO_PATIENT, id="negative-from-what-could-be-read"),
    ],
)
def test_receipts_are_valid(ctx, raw):
    schemas = SHARED / "medcom" / "xsd"
    own = replace(ctx, settings=replace(ctx.settings, medcom_schema_folder=schemas))
    for source in "ab":
        receive(own, source, raw)
    rows = queued(ctx.session)
    assert [row.status for row in rows] == [OutgoingStatus.QUEUED] * 2
    assert [Schemas(schemas).validate(row.raw) for row in rows] == [(), ()]


def test_a_receipt_that_breaks_the_schema_is_held_back_and_the_letter_stays_received(ctx, tmp_path):
    own = replace(ctx, settings=replace(ctx.settings, medcom_schema_folder=tmp_path))
    (report,) = receive(own, "a.xml", xref15())
    (row,) = queued(ctx.session)
    assert (report.outcome.value, row.status) == ("accepted", OutgoingStatus.HELD_BACK)
    assert "2005/08/07" in row.reason
