"""The only place that makes identifiers."""

import hashlib
import secrets
import string
from uuid import UUID, uuid4

_LETTER_ID_ALPHABET = string.ascii_uppercase + string.digits


def new_id() -> UUID:
    """Return an identifier nobody can guess."""
    return uuid4()


def new_message_id() -> str:
    """Return a MedCom letter or envelope number: 14 characters, the most the schemas allow."""
    number = secrets.randbelow(len(_LETTER_ID_ALPHABET) ** 14)
    letters = []
    for _ in range(14):
        number, place = divmod(number, len(_LETTER_ID_ALPHABET))
        letters.append(_LETTER_ID_ALPHABET[place])
    return "".join(letters)


def new_token() -> str:
    """Return a session token that stops working when another takes its place."""
    return secrets.token_urlsafe(32)


def fingerprint_of(token: str) -> str:
    """Return what is kept of a token instead of the token.

    It is 256 random bits, so looking its fingerprint up tells a stranger nothing by time.
    """
    return hashlib.sha256(token.encode()).hexdigest()
