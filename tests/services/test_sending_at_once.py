"""Several workers empty one queue, and several imports meet one letter, each on a connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import SYSTEM
from rehab.models import OutgoingKind, OutgoingMessage, OutgoingStatus
from rehab.services.context import Context
from rehab.services.intake import receive
from rehab.services.sending import send_through
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories
from tests.support.messages import xref15
from tests.support.outbox import a_message, letter_in, queued

AT_ONCE, MESSAGES = 4, 20


class CountingBox:
    """A mailbox that remembers every time something was put in it."""

    def __init__(self) -> None:
        self.put_in: list[tuple[str, bytes]] = []
        self._lock = Lock()

    def put(self, name: str, content: bytes) -> None:
        with self._lock:
            self.put_in.append((name, content))


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, AT_ONCE) as made:
        yield made


@pytest.fixture
def at_once(app, engine, settings):
    """Do something in several threads at the same moment, each with a context of its own."""

    def run(act):
        together = Barrier(AT_ONCE)

        def one(number):
            with GuardedSession(engine) as session:
                programme = app.extensions["rehab_programme"]
                ctx = Context(session, SYSTEM, NOW, programme, settings)
                together.wait(timeout=10)
                return act(ctx, number)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(AT_ONCE)))

    return run


def test_every_message_is_handed_over_once_whoever_sends_it(app, engine, at_once):
    with GuardedSession(engine) as session:
        make = Factories(session, app.extensions["rehab_programme"], NOW)
        for number in range(MESSAGES):
            a_message(make, status=OutgoingStatus.QUEUED, sent_at=None, envelope_id=f"E{number:02}")
    box = CountingBox()
    sent = at_once(lambda ctx, _: send_through(ctx, box))
    assert sorted(name for name, _ in box.put_in) == [
        f"E{number:02}.xml" for number in range(MESSAGES)
    ]
    assert sum(sent) == MESSAGES
    with Session(engine) as session:
        assert set(session.scalars(select(OutgoingMessage.status))) == {OutgoingStatus.SENT}


def test_one_letter_that_comes_many_times_at_once_gets_one_answer_many_times(app, engine, at_once):
    with GuardedSession(engine) as session:
        Factories(session, app.extensions["rehab_programme"], NOW).organisation()
    at_once(lambda ctx, number: receive(ctx, "a", xref15(envelope_id=f"PRK{number}")) and None)
    with Session(engine) as session:
        rows = queued(session)
        assert {row.kind for row in rows} == {OutgoingKind.POSITIVE_RECEIPT}
        assert len({row.receipt_for_id for row in rows}) == len(rows) == AT_ONCE
        assert len({letter_in(row).content_hash for row in rows}) == 1
