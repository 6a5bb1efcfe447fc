"""Hashing of passwords, with the cost OWASP names as its least."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY: Final = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return what is stored in place of a password."""
    return _HASHER.hash(password)


def is_right_password(password: str, stored: str | None) -> bool:
    """Tell whether a password fits; takes as long when there is nobody to compare with."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None
