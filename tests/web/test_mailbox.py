"""Messages handed in over HTTP: a token, 202 when stored, and nothing else opens the door."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select

from rehab.domain.access import SYSTEM, Role
from rehab.medcom.xml import MAX_BYTES
from rehab.models import Delivery, IntakeOutcome, Referral
from rehab.services.accounts import system_actor_in
from rehab.services.mailboxes import TokenRefusedError, add_token, revoke_token
from rehab.web.mailbox import routes
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import xref15


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


@pytest.fixture
def token(ctx):
    with ctx.transaction():
        return add_token(ctx, "VANS-leverandøren")


@pytest.fixture
def hand_in(browse):
    browser = browse()

    def post(raw, token=None, key=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key is not None:
            headers["Idempotency-Key"] = key
        return browser.open("/modtag", method="POST", data=raw, headers=headers)

    return post


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_a_message_is_stored_answered_with_its_number_and_placed(session, token, hand_in):
    raw = xref15()
    response = hand_in(raw, token)
    delivery = session.scalars(select(Delivery)).one()
    assert (response.status_code, response.json) == (202, {"id": str(delivery.id)})
    assert (delivery.raw, delivery.source) == (raw, "http: VANS-leverandøren")
    assert delivery.outcome is IntakeOutcome.ACCEPTED
    assert count(session, Referral) == 1


def test_what_cannot_be_read_is_stored_and_accepted_all_the_same(session, token, hand_in):
    assert hand_in(b"ikke en meddelelse", token).status_code == 202
    assert session.scalars(select(Delivery.outcome)).one() is IntakeOutcome.QUARANTINED


def test_a_message_handed_in_twice_is_one_referral(session, token, hand_in):
    answers = [hand_in(xref15(), token) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert (count(session, Delivery), count(session, Referral)) == (2, 1)


def test_the_same_key_stores_once_and_gives_the_same_answer(session, token, hand_in):
    answers = [hand_in(xref15(), token, "besked-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json == answers[1].json
    assert (count(session, Delivery), count(session, Referral)) == (1, 1)


def test_two_keys_and_two_senders_keys_are_deliveries_of_their_own(ctx, session, token, hand_in):
    with ctx.transaction():
        other = add_token(ctx, "En anden afsender")
    for shown, key in ((token, "besked-1"), (token, "besked-2"), (other, "besked-1")):
        assert hand_in(xref15(), shown, key).status_code == 202
    assert (count(session, Delivery), count(session, Referral)) == (3, 1)


def test_a_key_that_stands_for_other_bytes_is_refused(session, token, hand_in):
    hand_in(xref15(), token, "besked-1")
    response = hand_in(xref15(letter_id="PRB2"), token, "besked-1")
    assert response.status_code == 422
    assert "brugt til et andet indhold" in response.json["fejl"]
    assert count(session, Delivery) == 1


@pytest.mark.parametrize("key", ["", "x" * 256], ids=["empty", "long"])
def test_a_key_that_can_be_none_is_refused_and_nothing_is_stored(session, token, hand_in, key):
    assert hand_in(xref15(), token, key).status_code == 422
    assert count(session, Delivery) == 0


@pytest.mark.parametrize("shown", [None, "forkert", "", "x" * 5000])
def test_without_a_valid_token_nothing_is_stored(session, token, hand_in, shown):
    response = hand_in(xref15(), shown)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert "Nøglen" in response.json["fejl"]
    assert count(session, Delivery) == 0


def test_a_token_that_was_taken_back_opens_nothing(ctx, session, token, hand_in):
    with ctx.transaction():
        revoke_token(ctx, "VANS-leverandøren")
    assert hand_in(xref15(), token).status_code == 401


def test_a_logged_in_person_gets_in_no_more_than_a_stranger(make, session, browse, token):
    browser = browse(make.user(Role.VISITATOR, Role.LEDER))
    assert browser.open("/modtag", method="POST", data=xref15()).status_code == 401


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b" \r\n", 400, id="white-space"),
        pytest.param({"fil": "a"}, 415, id="a-form"),
        pytest.param(b"x" * (10 * 1024 * 1024 + 1), 413, id="too-large"),
    ],
)
def test_what_is_no_message_gets_a_sentence_and_is_not_stored(session, token, hand_in, raw, status):
    response = hand_in(raw, token)
    assert response.status_code == status
    assert response.json["fejl"].endswith(".")
    assert count(session, Delivery) == 0


@pytest.fixture
def stream_in(app, token):
    """Hand in a body as the server gives it on: read to its end, whatever length was promised."""

    def post(body, **environ):
        return app.test_client().post(
            "/modtag",
            input_stream=body,
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "besked-1"},
            environ_overrides={"wsgi.input_terminated": True} | environ,
        )

    return post


def test_a_message_in_pieces_that_is_too_large_is_refused_not_cut(session, stream_in):
    response = stream_in(BytesIO(b"x" * (MAX_BYTES + 5)), HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 413
    assert "for stor" in response.json["fejl"]
    assert count(session, Delivery) == 0


def test_a_message_in_pieces_of_the_largest_size_is_stored_whole(session, stream_in):
    response = stream_in(BytesIO(b"x" * MAX_BYTES), HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 202
    assert session.scalar(select(func.length(Delivery.raw))) == MAX_BYTES


class BrokenConnection(BytesIO):
    """A body that ends in a broken connection."""

    def readinto(self, buffer):
        return super().readinto(buffer) or self._break()

    def _break(self):
        raise ConnectionResetError


@pytest.mark.parametrize(
    ("body", "environ"),
    [
        pytest.param(BytesIO, {"CONTENT_LENGTH": "5000"}, id="shorter-than-promised"),
        pytest.param(BrokenConnection, {"HTTP_TRANSFER_ENCODING": "chunked"}, id="in-pieces"),
    ],
)
def test_what_a_broken_connection_left_is_not_stored(session, stream_in, body, environ):
    raw = xref15()
    response = stream_in(body(raw[:1500]), **environ)
    assert response.status_code == 400
    assert "afbrudt" in response.json["fejl"]
    assert count(session, Delivery) == 0
    assert stream_in(BytesIO(raw), CONTENT_LENGTH=str(len(raw))).status_code == 202
    assert session.scalars(select(Delivery.raw)).one() == raw


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_program_that_asks_in_another_way_can_read_the_answer(browse, method):
    response = browse().open("/modtag", method=method)
    assert (response.status_code, response.headers["Allow"]) == (405, "POST, OPTIONS")
    assert "POST" in response.json["fejl"]


class UnforeseenError(RuntimeError):
    pass


def test_a_fault_after_storing_is_no_fault_of_the_senders(session, token, hand_in, monkeypatch):
    def fail(*_):
        raise UnforeseenError

    monkeypatch.setattr(routes, "deal_with", fail)
    response = hand_in(xref15(), token)
    assert response.status_code == 202
    delivery = session.scalars(select(Delivery)).one()
    assert (str(delivery.id), delivery.outcome) == (response.json["id"], None)


def test_a_kommune_s_own_sender_hands_in_no_other_kommune_s_messages(ctx, session, make, hand_in):
    neighbour = make.organisation(AWAY)
    inside = replace(ctx, actor=system_actor_in(neighbour.id))
    with ctx.transaction():
        token = add_token(inside, "Nabobys leverandør")
    assert hand_in(xref15(), token).status_code == 202
    delivery = session.scalars(select(Delivery)).one()
    assert (delivery.outcome, delivery.refuse_code) == (
        IntakeOutcome.REFUSED,
        "ukendt_lokationsnummer",
    )
    assert delivery.organisation_id == neighbour.id
    assert count(session, Referral) == 0


def test_a_token_needs_a_name_of_its_own(ctx, token):
    for name in (" ", "VANS-leverandøren"):
        with pytest.raises(TokenRefusedError):
            add_token(ctx, name)
    with pytest.raises(TokenRefusedError):
        revoke_token(ctx, "En anden")
