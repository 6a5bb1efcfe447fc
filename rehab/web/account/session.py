"""The person behind a request, found by the token in the cookie."""

from flask import Flask, current_app
from flask_login import LoginManager, UserMixin, login_user

from rehab.domain.access import SYSTEM, Actor
from rehab.queries.sessions import Person
from rehab.services.accounts import person_by_token
from rehab.web.labels import ROLE_LABELS
from rehab.web.request_context import context_for


class SignedIn(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """A person who has logged in, as a request needs to know them."""

    def __init__(self, person: Person, token: str) -> None:
        self.user_id = person.actor.id
        self.name = person.name
        self.token = token
        self.actor: Actor = person.actor
        self.kommune = person.kommune
        self.organisation = ""

    @property
    def role_labels(self) -> list[str]:
        """Return the roles as they are said."""
        return [ROLE_LABELS[role] for role in sorted(self.actor.roles)]

    def get_id(self) -> str:
        """Return what the cookie holds: a token that can be taken back."""
        return self.token


def remember(token: str) -> None:
    """Log in the person whose session was just opened; the cookie holds its token."""
    found = _found(token)
    if found is not None:
        login_user(found)


def _found(token: str) -> SignedIn | None:
    person = person_by_token(context_for(current_app, SYSTEM), token)
    return SignedIn(person, token) if person else None


def init_app(app: Flask) -> None:
    """Let Flask-Login find people by their session token."""
    manager = LoginManager(app)
    app.extensions["login_manager"] = manager
    manager.login_view = "account.sign_in"
    manager.login_message = "Log ind for at fortsætte."
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]  # flask_login has no types
    def _load(token: str) -> SignedIn | None:
        return _found(token)
