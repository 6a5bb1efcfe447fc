"""Keeping a list under a name, sharing it, and letting a page open with it (F42)."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, delete
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Permission
from rehab.domain.saved_views import (
    SavedViewError,
    ViewScope,
    check_may_share,
    check_room,
    check_view_name,
    may_change_view,
    may_see_view,
)
from rehab.domain.worklists import ListPage
from rehab.ids import new_id
from rehab.models import SavedView, SavedViewDefault, SavedViewNotice
from rehab.models.many_rows import put_rows
from rehab.queries.saved_views import count_own, is_named
from rehab.services.context import Context


@dataclass(frozen=True, slots=True)
class SaveView:
    """A filter of a list, in its one spelling, with the name it is kept under."""

    page: ListPage
    query: str
    name: str
    shared: bool


def save_view(ctx: Context, command: SaveView) -> SavedView:
    """Keep a filter under a name. Raises `SavedViewError`."""
    ctx.require(Permission.CASE_READ)
    if command.shared:
        check_may_share(ctx.actor)
    check_room(count_own(ctx.session, ctx.actor))
    view = SavedView(
        id=new_id(),
        organisation_id=ctx.organisation_id,
        owner_id=ctx.actor.id,
        page=command.page,
        name=check_view_name(command.name),
        query=command.query,
        shared=command.shared,
        saved_at=ctx.now,
    )
    _check_unused(ctx, view)
    ctx.session.add(view)
    ctx.record("saved_view.saved", view_id=view.id, page=view.page, shared=view.shared)
    _flush(ctx)
    return view


def change_view(ctx: Context, view: SavedView, name: str, *, shared: bool) -> None:
    """Rename a view, share it or take it back; others then neither open with it nor are told.

    Raises `SavedViewError` and `NotPermittedError`.
    """
    _require_change(ctx, view)
    if shared:
        check_may_share(ctx.actor)
    view.name = check_view_name(name)
    _check_unused(ctx, view)
    if view.shared and not shared:
        ctx.session.execute(
            delete(SavedViewDefault).where(
                SavedViewDefault.view_id == view.id, SavedViewDefault.user_id != view.owner_id
            )
        )
        ctx.session.execute(
            delete(SavedViewNotice).where(
                SavedViewNotice.view_id == view.id, SavedViewNotice.user_id != view.owner_id
            )
        )
    view.shared = shared
    ctx.record("saved_view.changed", view_id=view.id, page=view.page, shared=shared)
    _flush(ctx)


def delete_view(ctx: Context, view: SavedView) -> None:
    """Delete a view; who opened with it then opens the list as it is, and it tells nobody."""
    _require_change(ctx, view)
    ctx.record("saved_view.deleted", view_id=view.id, page=view.page)
    ctx.session.execute(delete(SavedViewDefault).where(SavedViewDefault.view_id == view.id))
    ctx.session.execute(delete(SavedViewNotice).where(SavedViewNotice.view_id == view.id))
    ctx.session.delete(view)


def make_default(ctx: Context, view: SavedView) -> None:
    """Let the actor's list open with a view from now on. Raises `SavedViewError`."""
    ctx.require(Permission.CASE_READ)
    if not may_see_view(ctx.actor, _scope(view)):
        raise SavedViewError("Visningen findes ikke længere. Genindlæs siden.")
    chosen = {"user_id": ctx.actor.id, "page": view.page, "view_id": view.id}
    put_rows(ctx.session, cast("Table", SavedViewDefault.__table__), [chosen])
    ctx.record("saved_view.made_default", view_id=view.id, page=view.page)


def drop_default(ctx: Context, page: ListPage) -> None:
    """Let the actor's list open as it is."""
    ctx.require(Permission.CASE_READ)
    ctx.session.execute(
        delete(SavedViewDefault).where(
            SavedViewDefault.user_id == ctx.actor.id, SavedViewDefault.page == page
        )
    )
    ctx.record("saved_view.default_dropped", page=page)


def may_change(ctx: Context, view: SavedView) -> bool:
    """Tell whether the actor may change a view."""
    return may_change_view(ctx.actor, _scope(view))


def _require_change(ctx: Context, view: SavedView) -> None:
    ctx.require(Permission.CASE_READ)
    if not may_change(ctx, view):
        raise SavedViewError("Kun koordinator og leder ændrer en delt visning.")


def _scope(view: SavedView) -> ViewScope:
    return ViewScope(view.organisation_id, view.owner_id, view.shared)


def _check_unused(ctx: Context, view: SavedView) -> None:
    with ctx.session.no_autoflush:
        if is_named(ctx.session, view.owner_id, view.page, view.name, beside=view.id):
            raise SavedViewError("Du har allerede en visning med det navn. Vælg et andet.")


def _flush(ctx: Context) -> None:
    try:
        ctx.session.flush()
    except IntegrityError:
        raise SavedViewError("Du har allerede en visning med det navn. Vælg et andet.") from None
