"""Several people at the same moment: each on a connection and with a session of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, get_ident

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from rehab.models.audit import guard_against_unaudited_writes
from rehab.models.engines import prepare_engine
from tests.support import databases


class GuardedSession(Session):
    """A session as the app's own: nothing is saved that no audit event explains."""


guard_against_unaudited_writes(GuardedSession)


@contextmanager
def engine_for(url: str, people: int) -> Iterator[Engine]:
    """An engine with a connection for each of so many people.

    The last of them waits a minute for the turn: the tests are about who gets what, and not
    about how soon on a slow machine.
    """
    engine = create_engine(url, pool_size=people, pool_timeout=60, hide_parameters=True)
    prepare_engine(engine)
    if databases.ENGINE == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=60000"))
    yield engine
    engine.dispose()


@contextmanager
def meeting_before_writing(engine: Engine, people: int) -> Iterator[None]:
    """Let so many wait for each other before the first thing each writes, or waits to write.

    What each has read by then is what it goes on to act upon. That a page is opened is written
    too, and is over at once.
    """
    together, come = Barrier(people), set[int]()

    def wait(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        opens, writes = "INSERT INTO access_log ", ("INSERT", "UPDATE", "DELETE", "BEGIN")
        turn = statement.startswith(writes) and not statement.startswith(opens)
        turn = turn or statement.endswith("FOR UPDATE")
        if turn and get_ident() not in come:
            come.add(get_ident())
            together.wait(timeout=30)

    event.listen(engine, "before_cursor_execute", wait)
    yield
    event.remove(engine, "before_cursor_execute", wait)
