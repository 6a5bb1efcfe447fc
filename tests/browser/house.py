"""The served app with people in it: what a journey begins with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import delete

from rehab.domain.access import SYSTEM, Role
from rehab.models import OpenSession, db
from rehab.services.intake import receive
from rehab.services.passwords import hash_password
from rehab.web.request_context import context_for
from tests.browser.server import Line
from tests.support.factories import Factories
from tests.support.standings import settle

PASSWORD = "rygskole for alle"
PASSWORD_HASH = hash_password(PASSWORD)
NAMES = {
    Role.VISITATOR: "Vivi Visitator",
    Role.KOORDINATOR: "Karen Koordinator",
    Role.TERAPEUT: "Tove Terapeut",
    Role.JOBKONSULENT: "Jonas Jobkonsulent",
    Role.LEDER: "Lene Leder",
    Role.ADMINISTRATOR: "Adam Administrator",
}


@dataclass(frozen=True)
class House:
    """A served app, and a way in behind the web for arranging and for reading back."""

    app: Flask
    address: str
    now: datetime
    line: Line

    @contextmanager
    def open(self) -> Iterator[Factories]:
        """Give builders on the served database; rows are only good inside the block."""
        with self.app.app_context():
            make = Factories(db.session(), self.app.extensions["rehab_programme"], self.now)
            make.organisation()
            yield make
            settle(db.session(), self.app, self.now)
            db.session.remove()

    def employ(self, role: Role) -> str:
        """Make the person of a role with a password that opens the door; return the login."""
        login = role.value
        with self.open() as make:
            make.user(role, login=login, name=NAMES[role], password_hash=PASSWORD_HASH)
        return login

    def end_log_ins(self) -> None:
        """Log everybody out from behind, as when the longest log-in is over."""
        with self.app.app_context():
            db.session.connection().execute(delete(OpenSession))
            db.session.commit()
            db.session.remove()

    def cookie_of(self, token: str) -> dict[str, str]:
        """The cookie of a session that is open already, for a walk that is not about logging in."""
        signed = self.app.session_interface.get_signing_serializer(self.app)
        value = signed.dumps({"_user_id": token, "_fresh": True})
        name = self.app.config["SESSION_COOKIE_NAME"]
        return {"name": name, "value": value, "url": self.address}

    def receive(self, *messages: bytes) -> None:
        """Let messages arrive as the import does."""
        with self.open() as make:
            make.organisation()
            for number, raw in enumerate(messages):
                reports = receive(context_for(self.app, SYSTEM), f"meddelelse{number}.xml", raw)
                assert reports, "nothing was reported of the message"
