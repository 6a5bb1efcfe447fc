"""Sending what citizens are to be told, and giving up in time for a letter to arrive instead."""

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from rehab.domain.notices import NoticeChannel, next_wait
from rehab.integrations.mail import MailRefusedError, MailUnavailableError
from rehab.integrations.notice_files import Carrier, FinishedNotice, carrier_for
from rehab.models import Notice, NoticeStatus
from rehab.models.engines import take_first
from rehab.services.context import Context
from rehab.services.notices import put_on_paper

log = logging.getLogger(__name__)
# Longer than a server may take to answer: who is cut off while sending is tried again after it.
_LEASE: Final = timedelta(minutes=5)
_MOST_AT_ONCE: Final = 500
_TOO_LATE: Final = "Tiden var kommet, før beskeden kunne sendes."
_NOBODY_ANSWERED: Final = "Beskeden kunne ikke sendes. Der er lavet et brev i stedet."


def send_notices(ctx: Context) -> int:
    """Send what is queued, oldest first; return how many left the house.

    Each is claimed, sent and noted in transactions of its own: no database waits for a mail
    server. Who is stopped between the sending and the note sends again, with the same number, so
    a notice is sent at least once. When a server cannot be reached, its channel waits.
    """
    carriers = {channel: carrier_for(ctx.settings, channel) for channel in NoticeChannel}
    return send_by(ctx, {name: by for name, by in carriers.items() if by is not None})


def send_by(ctx: Context, carriers: dict[NoticeChannel, Carrier]) -> int:
    """Send what is queued by what carries each channel; the rest stays in the queue."""
    _drop_what_is_too_late(ctx)
    carriers, sent = dict(carriers), 0
    for _ in range(_MOST_AT_ONCE):
        finished = _claim(ctx, carriers)
        if finished is None:
            break
        try:
            carriers[finished.channel].carry(finished)
        except MailRefusedError as refusal:
            _give_up(ctx, finished.id, f"Modtageren blev afvist ({refusal}).")
        except (MailUnavailableError, OSError) as fault:
            log.warning("notices by %s wait: %s", finished.channel, type(fault).__name__)
            _put_off(ctx, finished.id)
            del carriers[finished.channel]
        else:
            _note_sent(ctx, finished.id)
            sent += 1
    return sent


def _claim(ctx: Context, carriers: dict[NoticeChannel, Carrier]) -> FinishedNotice | None:
    """Take the next notice whose turn it is, so that no other process sends it too."""
    due = select(Notice).where(
        Notice.status == NoticeStatus.QUEUED,
        Notice.next_try_at <= ctx.now,
        Notice.channel.in_(list(carriers)),
    )
    if not carriers or ctx.session.scalar(due.with_only_columns(Notice.id).limit(1)) is None:
        return None
    with ctx.transaction():
        notice = take_first(ctx.session, due.order_by(Notice.queued_at, Notice.id))
        if notice is None:
            return None
        notice.attempts += 1
        notice.next_try_at = ctx.now + _LEASE
        ctx.record("notice.tried", notice.case_id, notice_id=notice.id)
        return FinishedNotice(
            id=str(notice.id),
            channel=notice.channel,
            address=notice.address,
            subject=notice.subject,
            text=notice.text,
            written_at=notice.queued_at,
        )


def _drop_what_is_too_late(ctx: Context) -> None:
    query = select(Notice).where(
        Notice.status == NoticeStatus.QUEUED, Notice.useless_after <= ctx.now
    )
    with ctx.transaction():
        for notice in ctx.session.scalars(query):
            notice.status, notice.reason = NoticeStatus.FAILED, _TOO_LATE
            ctx.record("notice.failed", notice.case_id, notice_id=notice.id)


def _note_sent(ctx: Context, notice_id: str) -> None:
    with ctx.transaction():
        notice = ctx.session.get_one(Notice, UUID(notice_id))
        notice.status, notice.sent_at, notice.reason = NoticeStatus.SENT, ctx.now, ""
        ctx.record("notice.sent", notice.case_id, notice_id=notice.id)


def _put_off(ctx: Context, notice_id: str) -> None:
    wait = next_wait(ctx.session.get_one(Notice, UUID(notice_id)).attempts)
    if wait is None:
        _give_up(ctx, notice_id, _NOBODY_ANSWERED)
        return
    with ctx.transaction():
        notice = ctx.session.get_one(Notice, UUID(notice_id))
        notice.next_try_at = ctx.now + wait
        notice.reason = "Serveren svarer ikke. Beskeden prøves igen."
        ctx.record("notice.put_off", notice.case_id, notice_id=notice.id)


def _give_up(ctx: Context, notice_id: str, reason: str) -> None:
    with ctx.transaction():
        notice = ctx.session.get_one(Notice, UUID(notice_id))
        if notice.status is NoticeStatus.WITHDRAWN:
            return
        notice.status, notice.reason = NoticeStatus.FAILED, reason
        put_on_paper(ctx, notice)
        ctx.record("notice.failed", notice.case_id, notice_id=notice.id)
