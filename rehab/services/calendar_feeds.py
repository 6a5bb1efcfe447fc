"""Letting a therapist's own calendar read the sessions, by an address that can be closed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError
from rehab.ids import fingerprint_of, new_id, new_token
from rehab.models import CalendarFeed, User
from rehab.queries.calendar_feeds import list_feeds
from rehab.services.context import Context

MOST_FEEDS = 5


class TooManyFeedsError(DomainError):
    """A person asks for more addresses than anybody has devices for."""


def open_feed(ctx: Context) -> str:
    """Make an address of one's own and return its secret; only the fingerprint is kept.

    Raises `TooManyFeedsError` when one has so many that some must be forgotten.
    """
    ctx.require(Permission.ATTENDANCE_RECORD)
    if len(list_feeds(ctx.session, ctx.actor)) >= MOST_FEEDS:
        raise TooManyFeedsError(
            f"Du har allerede {MOST_FEEDS} adresser. Luk en, du ikke bruger mere."
        )
    token = new_token()
    feed = CalendarFeed(
        id=new_id(),
        user_id=ctx.actor.id,
        token_hash=fingerprint_of(token),
        created_at=ctx.now,
    )
    ctx.session.add(feed)
    ctx.record("calendar_feed.opened", feed_id=feed.id)
    return token


def close_feed(ctx: Context, feed: CalendarFeed) -> None:
    """Close an address at once; who asks for it is told that it does not exist."""
    ctx.require(Permission.ATTENDANCE_RECORD)
    if feed.revoked_at is None:
        feed.revoked_at = ctx.now
        ctx.record("calendar_feed.closed", feed_id=feed.id)


def owner_of_feed(ctx: Context, token: str) -> User | None:
    """Return whose sessions an address shows, or None for one that is closed or never was.

    A person who has left, or keeps no sheets any more, shows nothing. The secret is 256 random
    bits: looking up its fingerprint tells a stranger nothing by time.
    """
    query = (
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(
            CalendarFeed.token_hash == fingerprint_of(token),
            CalendarFeed.revoked_at.is_(None),
            User.active,
        )
        .options(selectinload(User.roles), joinedload(User.organisation))
    )
    user = ctx.session.scalars(query).one_or_none()
    return user if user is not None and may(user.actor(), Permission.ATTENDANCE_RECORD) else None


def find_feed(ctx: Context, feed_id: UUID) -> CalendarFeed | None:
    """Return an address of the actor's own, or None."""
    query = select(CalendarFeed).where(
        CalendarFeed.id == feed_id, CalendarFeed.user_id == ctx.actor.id
    )
    return ctx.session.scalars(query).one_or_none()
