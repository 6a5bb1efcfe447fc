"""Letting a sender's system hand messages in over HTTP, and taking that back."""

from sqlalchemy import select

from rehab.domain.errors import DomainError
from rehab.ids import fingerprint_of, new_token
from rehab.models import SenderToken
from rehab.services.context import Context


class TokenRefusedError(DomainError):
    """A token cannot be made or taken back as it was asked."""


def add_token(ctx: Context, name: str) -> str:
    """Make a token for a sender and return it; only its fingerprint is kept, so copy it now.

    In a kommune's context it hands in that kommune's messages only; without one, everybody's.
    Raises `TokenRefusedError` when the name is empty or in use.
    """
    name = name.strip()[:120]
    if not name:
        raise TokenRefusedError("Skriv, hvem nøglen er til, fx leverandørens navn.")
    if _find(ctx, name) is not None:
        raise TokenRefusedError(f"Der er allerede en nøgle til {name}. Træk den tilbage først.")
    token = new_token()
    row = SenderToken(
        organisation_id=ctx.actor.organisation_id,
        name=name,
        token_hash=fingerprint_of(token),
        created_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("token.added", token_id=row.id)
    return token


def revoke_token(ctx: Context, name: str) -> None:
    """Take a sender's token back at once. Raises `TokenRefusedError` when there is none."""
    row = _find(ctx, name.strip())
    if row is None:
        raise TokenRefusedError(f"Der er ingen gældende nøgle til {name}.")
    row.revoked_at = ctx.now
    ctx.record("token.revoked", token_id=row.id)


def sender_by_token(ctx: Context, token: str) -> SenderToken | None:
    """Return the sender whose valid token this is, or None.

    The token is 256 random bits: looking up its fingerprint tells a stranger nothing by time.
    """
    return ctx.session.scalars(
        select(SenderToken).where(
            SenderToken.token_hash == fingerprint_of(token), SenderToken.revoked_at.is_(None)
        )
    ).one_or_none()


def _find(ctx: Context, name: str) -> SenderToken | None:
    return ctx.session.scalars(
        select(SenderToken).where(SenderToken.name == name, SenderToken.revoked_at.is_(None))
    ).one_or_none()
