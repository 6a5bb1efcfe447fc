"""Choosing when a saved view tells by mail, and keeping what has been told (F45)."""

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, update

from rehab.domain.access import Permission
from rehab.domain.saved_views import ViewScope
from rehab.domain.view_notices import NoticeWish, ViewNoticeError, may_be_told
from rehab.models import SavedView, SavedViewNotice
from rehab.models.many_rows import put_rows
from rehab.queries.view_notices import JudgedView, find_notice
from rehab.services.context import Context


def choose_notice(ctx: Context, view: SavedView, wish: NoticeWish) -> None:
    """Let the actor be told of a view, for the actor alone. What is wished anew begins afresh.

    The same wish again changes nothing, so that what was told is not told once more.
    Raises `ViewNoticeError` for a view the actor cannot see or open.
    """
    ctx.require(Permission.CASE_READ)
    scope = ViewScope(view.organisation_id, view.owner_id, view.shared)
    if not may_be_told(ctx.actor, scope, view.page):
        raise ViewNoticeError("Visningen findes ikke længere. Genindlæs siden.")
    kept = find_notice(ctx.session, ctx.actor, view.id)
    if kept is None or kept.wish() != wish:
        chosen: dict[str, object] = {
            "user_id": ctx.actor.id,
            "view_id": view.id,
            "rhythm": wish.rhythm,
            "most": wish.limit,
            "chosen_on": ctx.today,
            "settled_on": None,
            "is_above": False,
        }
        put_rows(ctx.session, cast("Table", SavedViewNotice.__table__), [chosen])
    ctx.record("saved_view.notice_set", view_id=view.id, rhythm=wish.rhythm, limit=wish.limit)


def drop_notice(ctx: Context, view: SavedView) -> None:
    """Let the actor be told of a view no more."""
    ctx.require(Permission.CASE_READ)
    ctx.session.execute(
        delete(SavedViewNotice).where(
            SavedViewNotice.view_id == view.id, SavedViewNotice.user_id == ctx.actor.id
        )
    )
    ctx.record("saved_view.notice_dropped", view_id=view.id)


def keep_judgements(ctx: Context, user_id: UUID, judged: Sequence[JudgedView]) -> None:
    """Keep what views came to for a person when no mail is due."""
    if any(one.has_moved for one in judged):
        write_judgements(ctx, user_id, judged)
        ctx.record("user.views_settled", user_id=user_id, for_day=ctx.today)


def write_judgements(ctx: Context, user_id: UUID, judged: Iterable[JudgedView]) -> None:
    """Write the state of views that were judged; what the person has changed since stays so.

    The caller records what was done with them.
    """
    for one in judged:
        if not one.has_moved:
            continue
        row, wish, state = SavedViewNotice, one.number.wish, one.judgement.state
        ctx.session.execute(
            update(row)
            .where(
                row.user_id == user_id,
                row.view_id == one.number.view_id,
                row.rhythm == wish.rhythm,
                row.most.is_not_distinct_from(wish.limit),
                row.chosen_on == one.before.chosen_on,
            )
            .values(settled_on=state.settled_on, is_above=state.is_above)
            .execution_options(synchronize_session=False)
        )
