"""What the administration shows of the people: never a password, hashed or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rehab.models import User
from rehab.web.labels import ROLE_LABELS


@dataclass(frozen=True, slots=True)
class UserLine:
    """A person on the list."""

    user_id: UUID
    name: str
    title: str
    login: str
    phone: str
    roles: str
    marks: tuple[tuple[str, str], ...]


def user_lines(users: Iterable[User], now: datetime) -> tuple[UserLine, ...]:
    """Return the people as the list shows them, in the order given."""
    return tuple(
        UserLine(
            user_id=user.id,
            name=user.name,
            title=user.title,
            login=user.login,
            phone=user.phone,
            roles=", ".join(ROLE_LABELS[role] for role in sorted(row.role for row in user.roles)),
            marks=_marks(user, now),
        )
        for user in users
    )


def _marks(user: User, now: datetime) -> tuple[tuple[str, str], ...]:
    if not user.active:
        return (("lukket", "neutral"),)
    if user.locked_until is not None and user.locked_until > now:
        return (("låst efter forkerte forsøg", "warning"),)
    return ()
