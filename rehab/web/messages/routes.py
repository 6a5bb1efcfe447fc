"""The log of messages, their bytes, and sending a letter again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.models import OutgoingMessage
from rehab.queries.messages import (
    MessageFilter,
    count_messages,
    find_outgoing,
    list_incoming,
    list_messages,
    sent_again,
)
from rehab.services.context import Context
from rehab.services.outbox import beyond_help
from rehab.services.outbox import resend as send_again
from rehab.web.downloads import download, message_name
from rehab.web.guards import requires
from rehab.web.lists import ChipView
from rehab.web.messages.presenters import (
    EMPTY_TEXTS,
    FILTER_LABELS,
    NOTHING_LEAVES,
    RELEASED,
    SENT_AGAIN,
    message_view,
    received_view,
)
from rehab.web.paging import page_of
from rehab.web.request_context import context

blueprint = Blueprint("messages", __name__, url_prefix="/meddelelser")
PAGE_SIZE = 50


@blueprint.get("")
@requires(Permission.REFERRAL_READ)
def index() -> ResponseReturnValue:
    """Show one list of the log: what went out and how far it has come, or what came."""
    ctx = context()
    wanted = request.args.get("vis", "")
    which = MessageFilter(wanted) if wanted in set(MessageFilter) else MessageFilter.OUT
    counts = count_messages(ctx.session, ctx.actor, ctx.now)
    page = page_of(range(counts[which]), request.args.get("side", ""), PAGE_SIZE)
    skip = max(page.first - 1, 0)
    incoming = which is MessageFilter.IN
    return render_template(
        "messages/index.html",
        sent=() if incoming else _sent(ctx, which, skip),
        received=_received(ctx, skip) if incoming else (),
        chips=[
            ChipView(label, url_for(".index", vis=name.value), name is which, counts[name])
            for name, label in FILTER_LABELS.items()
        ],
        caption=FILTER_LABELS[which],
        empty_text=EMPTY_TEXTS[which],
        page=page,
        previous_url=_page_url(which, page.previous),
        next_url=_page_url(which, page.next),
        nothing_leaves=None if ctx.settings.outbox_folder else NOTHING_LEAVES,
    )


@blueprint.get("/<uuid:message_id>/fil")
@requires(Permission.REFERRAL_READ)
def raw(message_id: UUID) -> ResponseReturnValue:
    """Hand out a message byte for byte as it was sent."""
    ctx = context()
    message = _message_or_404(ctx, message_id)
    content = message.raw
    ctx.note_reading("messages.raw", case_id=message.case_id, referral_id=message.referral_id)
    return download(content, message_name(f"meddelelse-{message_id}", content))


@blueprint.post("/<uuid:message_id>/igen")
@requires(Permission.CASE_WRITE)
def resend(message_id: UUID) -> ResponseReturnValue:
    """Send a letter again, as a person's own decision."""
    ctx = context()
    message = _message_or_404(ctx, message_id)
    case_id, is_letter = message.case_id, not message.kind.is_receipt
    try:
        with ctx.transaction():
            send_again(ctx, message)
    except NotPermittedError:
        raise
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash(SENT_AGAIN if is_letter else RELEASED, "success")
    if case_id is not None:
        return redirect(url_for("cases.show", case_id=case_id, _anchor="meddelelser"))
    return redirect(url_for(".index"))


def _message_or_404(ctx: Context, message_id: UUID) -> OutgoingMessage:
    message = find_outgoing(ctx.session, ctx.actor, message_id)
    if message is None:
        raise NotFound
    return message


def _sent(ctx: Context, which: MessageFilter, skip: int) -> list[object]:
    rows = list_messages(ctx.session, ctx.actor, which, ctx.now, skip=skip, most=PAGE_SIZE)
    again = sent_again(ctx.session, rows)
    hopeless = beyond_help(ctx, rows)
    may_resend = may(ctx.actor, Permission.CASE_WRITE)
    return [
        message_view(
            row, again, hopeless, ctx.now, url_for, may_resend=may_resend, may_read_raw=True
        )
        for row in rows
    ]


def _received(ctx: Context, skip: int) -> list[object]:
    rows = list_incoming(ctx.session, ctx.actor, skip=skip, most=PAGE_SIZE)
    return [received_view(row, url_for) for row in rows]


def _page_url(which: MessageFilter, number: int | None) -> str | None:
    return url_for(".index", vis=which.value, side=number) if number else None
