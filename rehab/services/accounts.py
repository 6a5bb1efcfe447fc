"""Logging in and out, and keeping the people of a kommune."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from rehab.domain.access import GRANTS, Actor, Permission, Role
from rehab.domain.contact_persons import parse_postcodes
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.handing_over import Duties, why_cannot_leave
from rehab.ids import new_token
from rehab.models import OpenSession, User, UserRole
from rehab.queries.contact_persons import HOLDER_ROLES
from rehab.queries.duties import duties_of
from rehab.queries.sessions import Person, find_person
from rehab.services.context import Context
from rehab.services.passwords import hash_password, is_right_password
from rehab.settings import Settings

MIN_PASSWORD_LENGTH: Final = 12
LONGEST_SESSION: Final = timedelta(hours=12)
_LOGIN: Final = re.compile(r"[a-z0-9._@-]{2,80}")
_LOADED: Final = (selectinload(User.roles), joinedload(User.organisation))
_HEALTH_ROLES: Final = frozenset({Role.VISITATOR, Role.KOORDINATOR, Role.TERAPEUT, Role.LEDER})


class SignInRefusedError(DomainError):
    """The login and password do not open an account now.

    The sentence is the same for an unknown login, a wrong password and a locked account, so that
    nobody can find out who works here by trying.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            "Brugernavn eller adgangskode er forkert. Efter "
            f"{settings.login_attempts} forkerte forsøg lukkes der for log-ind i "
            f"{settings.login_lock_minutes} minutter."
        )


class UserRefusedError(DomainError):
    """A person cannot be registered like this."""


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to register: who, with which roles, and a first password.

    `postcodes` and `languages` only help to suggest a kontaktperson (F33).
    """

    login: str
    name: str
    title: str
    phone: str
    roles: frozenset[Role]
    password: str
    postcodes: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedUser:
    """What a person is to be from now on; the login and the password stay."""

    name: str
    title: str
    phone: str
    roles: frozenset[Role]
    active: bool
    postcodes: str = ""
    languages: tuple[str, ...] = ()


def sign_in(ctx: Context, login: str, password: str) -> OpenSession:
    """Open a session on one more device for the person whose login and password these are.

    Raises `SignInRefusedError`. The failures are counted on the account, so that every web node
    counts the same ones; a failure is saved here, before the refusal undoes the rest.
    """
    query = select(User).where(User.login == login.strip().lower(), User.active)
    user = ctx.session.scalars(query.options(*_LOADED)).one_or_none()
    locked = user is not None and user.locked_until is not None and user.locked_until > ctx.now
    fits = is_right_password(password, user.password_hash if user and not locked else None)
    if user is None:
        raise SignInRefusedError(ctx.settings)
    if locked:
        raise SignInRefusedError(ctx.settings)
    acting = replace(ctx, actor=user.actor())
    if not fits:
        user.failed_logins += 1
        if user.failed_logins >= ctx.settings.login_attempts:
            user.locked_until = ctx.now + timedelta(minutes=ctx.settings.login_lock_minutes)
            user.failed_logins = 0
        acting.record("user.sign_in_failed", user_id=user.id, failures=user.failed_logins)
        ctx.session.commit()
        raise SignInRefusedError(ctx.settings)
    user.failed_logins = 0
    user.locked_until = None
    opened = OpenSession(token=new_token(), user_id=user.id, started_at=ctx.now)
    ctx.session.add(opened)
    acting.record("user.signed_in", user_id=user.id)
    return opened


def sign_out(ctx: Context, token: str) -> None:
    """End the session of one device."""
    ctx.session.execute(delete(OpenSession).where(OpenSession.token == token))
    ctx.record("user.signed_out", user_id=ctx.actor.id)


def add_user(ctx: Context, organisation_id: UUID, command: NewUser) -> User:
    """Register a person in an organisation.

    Raises `UserRefusedError` for a short password, a missing or taken login, no name, no role,
    or a person who would stand on both sides of the wall between health and employment
    (sundhedsloven §§41–43).
    """
    if ctx.actor.organisation_id is not None:
        _require_in(ctx, organisation_id)
    _check_password(command.password)
    check_roles(command.roles)
    login = command.login.strip().lower()
    if not login or not command.name.strip():
        raise UserRefusedError("Skriv både brugernavn og fulde navn.")
    if not _LOGIN.fullmatch(login):
        raise UserRefusedError(
            "Et brugernavn har 2 til 80 tegn: a-z, tal, punktum, bindestreg, understreg og @."
        )
    taken = UserRefusedError(f"Brugernavnet {login} er optaget. Vælg et andet.")
    if ctx.session.scalar(select(User.id).where(User.login == login)):
        raise taken
    user = User(
        organisation_id=organisation_id,
        login=login,
        name=command.name.strip(),
        title=command.title.strip(),
        phone=command.phone.strip(),
        postcodes=_district(command.postcodes),
        languages=list(command.languages),
        password_hash=hash_password(command.password),
        roles=[UserRole(role=role) for role in sorted(command.roles)],
    )
    ctx.session.add(user)
    try:
        ctx.session.flush()
    except IntegrityError:
        raise taken from None
    ctx.record("user.created", user_id=user.id, roles=_written(command.roles))
    return user


def change_user(ctx: Context, user: User, command: ChangedUser) -> None:
    """Change who a person is and may be, or close the account; their open sessions end.

    Needs the user's `roles` loaded. Raises `UserRefusedError` as `add_user` does, and when people
    would change their own roles or close themselves out: that takes a colleague. Whoever holds
    open cases, sessions ahead or an absence to stand in for hands them over before they leave
    or lose the roles for it (3.2, F37).
    """
    _require_in(ctx, user.organisation_id)
    check_roles(command.roles)
    before = frozenset(row.role for row in user.roles)
    if user.id == ctx.actor.id and (not command.active or command.roles != before):
        raise UserRefusedError(
            "Du kan ikke ændre dine egne roller eller lukke din egen adgang. Bed en kollega."
        )
    _require_nothing_left(ctx, user, command)
    user.name = command.name.strip()
    user.title = command.title.strip()
    user.phone = command.phone.strip()
    user.postcodes, user.languages = _district(command.postcodes), list(command.languages)
    if command.roles != before or command.active != user.active:
        user.roles = [UserRole(user_id=user.id, role=role) for role in sorted(command.roles)]
        user.active = command.active
        _end_sessions(ctx, user)
    ctx.record(
        "user.changed", user_id=user.id, roles=_written(command.roles), active=command.active
    )


def set_password(ctx: Context, user: User, password: str) -> None:
    """Give a person a new password, open a locked account, and end every session they have.

    Raises `UserRefusedError` for a short password.
    """
    _require_in(ctx, user.organisation_id)
    _check_password(password)
    user.password_hash = hash_password(password)
    user.failed_logins = 0
    user.locked_until = None
    _end_sessions(ctx, user)
    ctx.record("user.password_set", user_id=user.id)


def check_roles(roles: frozenset[Role]) -> None:
    """Refuse a set of roles that no person may have."""
    if not roles:
        raise UserRefusedError("Vælg mindst én rolle.")
    if Role.JOBKONSULENT in roles and roles & _HEALTH_ROLES:
        raise UserRefusedError(
            "En jobkonsulent kan ikke samtidig have en sundhedsfaglig rolle: helbredsoplysninger "
            "må kun deles med samtykke (sundhedsloven § 43). Opret to brugere."
        )


def person_by_token(ctx: Context, token: str) -> Person | None:
    """Return the active person whose session this token is.

    A session ends by itself half a day after it began, however busy it was.
    """
    return find_person(ctx.session, token, ctx.now - LONGEST_SESSION, ctx.today)


def system_actor_in(organisation_id: UUID) -> Actor:
    """Return the system acting in one organisation, as the import and the jobs do."""
    return Actor(id=UUID(int=0), organisation_id=organisation_id, roles=frozenset())


def _require_in(ctx: Context, organisation_id: UUID) -> None:
    ctx.require(Permission.USERS_MANAGE)
    if ctx.actor.organisation_id != organisation_id:
        raise NotPermittedError("Brugeren hører til en anden kommune. Bed dens administrator.")


def _require_nothing_left(ctx: Context, user: User, command: ChangedUser) -> None:
    """Refuse what would leave a citizen, or an absent colleague, without the one who answers."""
    left = duties_of(ctx.session, user.id, ctx.now)
    roles = command.roles if command.active else frozenset()
    holds = bool(roles & HOLDER_ROLES)
    treats = any(Permission.ATTENDANCE_RECORD in GRANTS[role] for role in roles)
    lost = Duties(
        open_cases=0 if holds else left.open_cases,
        sessions=0 if treats else left.sessions,
        standing_in=0 if holds else left.standing_in,
    )
    sentence = why_cannot_leave(user.name, lost)
    if sentence is not None:
        raise UserRefusedError(sentence)


def _district(text: str) -> str:
    """Return the postcodes as written; raises `PostcodesError` for what is none."""
    parse_postcodes(text)
    return text.strip()


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD_LENGTH:
        raise UserRefusedError(f"Vælg en adgangskode på mindst {MIN_PASSWORD_LENGTH} tegn.")


def _end_sessions(ctx: Context, user: User) -> None:
    ctx.session.execute(delete(OpenSession).where(OpenSession.user_id == user.id))


def _written(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))
