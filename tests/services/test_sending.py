"""Whom a signed epikrise goes to, and how the queue is emptied."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.referrals import ReferralKind
from rehab.medcom.letters import LetterKind
from rehab.medcom.schemas import Schemas
from rehab.medcom.xdis91 import MAX_TEXT
from rehab.models import AuditEvent, OutgoingKind, OutgoingStatus
from rehab.queries.epikriser import find_document
from rehab.services.sending import send_queued, send_through
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.closing import GP, RESULT, a_closing, saved, signed
from tests.support.outbox import GP_GLN, a_message, letter_in, queued
from tests.support.shared import SHARED, needs_shared

HOSPITAL, CLINIC = RESULT["gln"], "5790000999057"
OWN_DOCTOR = GP | {"role": "egen læge", "gln": CLINIC}


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def system(app, session):
    return context_for(app, SYSTEM)


def with_settings(ctx, **changed):
    return replace(ctx, settings=replace(ctx.settings, **changed))


def sign_off(ctx, closing):
    signed(ctx, closing)
    return queued(ctx.session)


class Box:
    """A mailbox that can be full."""

    def __init__(self, *, full_after: int = 99) -> None:
        self.put_in: dict[str, bytes] = {}
        self._room = full_after

    def put(self, name: str, content: bytes) -> None:
        if len(self.put_in) == self._room:
            raise OSError(28, "No space left on device")
        self.put_in[name] = content


def test_the_referrer_gets_the_very_message_that_was_signed(ctx, make):
    closing = a_closing(make, NOW)
    (row,) = sign_off(ctx, closing)
    document = find_document(ctx.session, closing.referral.id)
    assert (row.kind, row.status) == (OutgoingKind.CLOSING_LETTER, OutgoingStatus.QUEUED)
    assert (row.receiver_gln, row.raw, row.letter_id) == (
        GP_GLN,
        document.xml,
        document.letter_number,
    )
    assert (row.epikrise_id, row.case_id) == (document.id, closing.case.id)


@pytest.mark.parametrize(
    ("referral", "receivers"),
    [
        pytest.param({"answer_to": [OWN_DOCTOR]}, {GP_GLN, CLINIC}, id="own-doctor"),
        pytest.param({"answer_to": [GP]}, {GP_GLN}, id="a-copy-without-a-number-is-paper"),
        pytest.param(
            {"kind": ReferralKind.GGOP, "answer_to": [RESULT, OWN_DOCTOR]},
            {HOSPITAL, CLINIC},
            id="final-result-and-own-doctor",
        ),
        pytest.param(
            {"answer_to": [OWN_DOCTOR | {"gln": GP_GLN}]}, {GP_GLN}, id="the-same-doctor-once"
        ),
    ],
)
def test_everyone_with_a_location_number_gets_a_letter_of_their_own(ctx, make, referral, receivers):
    rows = sign_off(ctx, a_closing(make, NOW, **referral))
    letters = [letter_in(row) for row in rows]
    assert {row.receiver_gln for row in rows} == receivers
    assert [letter.receiver.gln for letter in letters] == [row.receiver_gln for row in rows]
    assert len({row.letter_id for row in rows}) == len({row.envelope_id for row in rows})
    assert len({tuple(letter.sections) for letter in letters}) == 1


def test_who_cannot_take_xdis15_gets_the_same_five_headings_as_correspondence(ctx, make):
    own = with_settings(ctx, xdis91_receivers=frozenset({CLINIC}))
    rows = sign_off(own, a_closing(make, NOW, answer_to=[OWN_DOCTOR]))
    by_receiver = {row.receiver_gln: row for row in rows}
    fallback, usual = letter_in(by_receiver[CLINIC]), letter_in(by_receiver[GP_GLN])

    assert by_receiver[CLINIC].kind is OutgoingKind.CORRESPONDENCE
    assert fallback.kind is LetterKind.CORRESPONDENCE
    said = [(part.heading, part.body.plain()) for part in fallback.sections if part.heading]
    assert said == [(part.heading, part.body.plain()) for part in usual.sections]
    assert len(said) == 5
    assert fallback.sections[0].body.plain().startswith("Underskrevet af Test Terapeut")


def test_a_long_fallback_is_split(ctx, make):
    closing = a_closing(make, NOW)
    own = with_settings(ctx, xdis91_receivers=frozenset({GP_GLN}))
    text = "Et ord til. " * 500
    saved(own, closing, {"status": text})
    (row,) = sign_off(own, closing)
    assert row.raw.count(b"<Text01>") > len(text) // MAX_TEXT
    assert row.raw.count(b"til.") == 500


@needs_shared
@pytest.mark.parametrize("by_xdis91", [frozenset(), frozenset({GP_GLN, CLINIC})])
def test_what_is_queued_is_valid(ctx, make, by_xdis91):
    schemas = SHARED / "medcom" / "xsd"
    own = with_settings(ctx, medcom_schema_folder=schemas, xdis91_receivers=by_xdis91)
    rows = sign_off(own, a_closing(make, NOW, answer_to=[OWN_DOCTOR]))
    assert [row.status for row in rows] == [OutgoingStatus.QUEUED] * 2
    assert [Schemas(schemas).validate(row.raw) for row in rows] == [(), ()]


def test_everything_in_the_queue_is_handed_over_once(system, make):
    rows = [
        a_message(
            make,
            status=OutgoingStatus.QUEUED,
            sent_at=None,
            envelope_id=f"UDK2611000{n}",
            raw=b"UNA:+.? 'UNB'" if n == 3 else b"<Emessage/>",
        )
        for n in (1, 2, 3)
    ]
    held = a_message(make, status=OutgoingStatus.HELD_BACK, sent_at=None, envelope_id="UDK26110009")
    box = Box()
    assert [send_through(system, box), send_through(system, box)] == [3, 0]
    assert sorted(box.put_in) == ["UDK26110001.xml", "UDK26110002.xml", "UDK26110003.edi"]
    assert {(row.status, row.sent_at) for row in rows} == {(OutgoingStatus.SENT, NOW)}
    assert held.status is OutgoingStatus.HELD_BACK
    sent = select(AuditEvent).where(AuditEvent.verb == "message.sent")
    assert len(system.session.scalars(sent).all()) == 3


def test_a_full_disk_leaves_the_rest_in_the_queue(system, make, caplog):
    for n in (1, 2):
        a_message(make, status=OutgoingStatus.QUEUED, sent_at=None, envelope_id=f"UDK2611000{n}")
    assert send_through(system, Box(full_after=1)) == 1
    assert sorted(row.status for row in queued(system.session)) == ["queued", "sent"]
    assert "No space left" in caplog.text


def test_a_crash_after_the_file_was_handed_over_writes_the_same_file_again(
    system, make, monkeypatch
):
    a_message(make, status=OutgoingStatus.QUEUED, sent_at=None)
    box, put = Box(), Box.put

    def put_and_stop(self, name, content):
        put(self, name, content)
        raise KeyboardInterrupt

    monkeypatch.setattr(Box, "put", put_and_stop)
    with pytest.raises(KeyboardInterrupt):
        send_through(system, box)
    before = dict(box.put_in)
    monkeypatch.setattr(Box, "put", put)
    assert send_through(system, box) == 1
    assert box.put_in == before


def test_without_a_folder_nothing_leaves(system, make):
    message = a_message(make, status=OutgoingStatus.QUEUED, sent_at=None)
    assert send_queued(system) == 0
    assert message.status is OutgoingStatus.QUEUED


def test_the_folder_of_the_settings_gets_the_file(system, make, tmp_path):
    message = a_message(make, status=OutgoingStatus.QUEUED, sent_at=None)
    folder = tmp_path / "ud"
    folder.mkdir()
    assert send_queued(with_settings(system, outbox_folder=folder)) == 1
    assert [path.name for path in folder.iterdir()] == [f"{message.envelope_id}.xml"]
