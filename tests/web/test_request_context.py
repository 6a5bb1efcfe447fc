"""How a request's transaction ends."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from rehab.domain.access import Role
from rehab.models import Citizen, db
from rehab.web.guards import PUBLIC, requires


@contextmanager
def ends():
    """How each transaction of the database ended, in order."""
    seen = []
    listeners = {
        "commit": lambda _connection: seen.append("commit"),
        "rollback": lambda _connection: seen.append("rollback"),
    }
    for name, note in listeners.items():
        event.listen(db.engine, name, note)
    yield seen
    for name, note in listeners.items():
        event.remove(db.engine, name, note)


@pytest.mark.parametrize("path", ["/indbakke", "/tavle", "/mine-sager", "/forloeb"])
def test_a_page_that_only_read_ends_with_a_commit(browse, path):
    karen = browse(Role.KOORDINATOR)
    karen.settle()
    with ends() as seen:
        assert karen.client.get(path).status_code == 200
    assert seen == ["commit"]


def test_a_page_that_was_refused_does_not_end_with_a_commit(browse):
    tove = browse(Role.TERAPEUT)
    tove.settle()
    with ends() as seen:
        assert tove.client.get("/brugere").status_code == 403
    assert "commit" not in seen


@pytest.mark.parametrize("flushes", [False, True])
def test_what_a_view_forgot_to_save_is_undone(app, session, make, browse, monkeypatch, flushes):
    citizen = make.citizen(surname="Testborger")
    session.commit()

    @requires(PUBLIC)
    def forgetful():
        db.session.scalars(select(Citizen)).one().surname = "Glemt"
        if flushes:
            db.session.flush()
        return "OK"

    monkeypatch.setitem(app.view_functions, "home.accessibility", forgetful)
    with pytest.raises(AssertionError, match="did not save"):
        browse().get("home.accessibility")
    session.refresh(citizen)
    assert citizen.surname == "Testborger"
