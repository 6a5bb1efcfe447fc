"""Telling citizens something: the notice is queued with what caused it, and sent afterwards."""

from rehab.domain.notices import (
    NoticeChannel,
    NoticeFacts,
    NoticeKind,
    Reach,
    channel_for,
    notice_subject,
    notice_text,
)
from rehab.domain.sms import sms_number
from rehab.ids import new_id
from rehab.models import Case, Citizen, Notice, NoticeStatus
from rehab.services.context import Context


def notify(
    ctx: Context, case: Case, kind: NoticeKind, facts: NoticeFacts, *, cause: str | None = None
) -> None:
    """Queue what a citizen is to be told, in the transaction of its cause; nothing is sent here.

    Who has neither telephone nor e-mail, is exempt from Digital Post or declines messages gets a
    letter on the list of those to print (F89). A `cause` makes it once only for the case; who
    queues twice for one cause has looked first. It never refuses: a cancelled session is
    cancelled even when nobody can be told of it.
    """
    citizen = ctx.session.get_one(Citizen, case.citizen_id)
    reach = reach_of(citizen)
    channel = channel_for(reach)
    notice = Notice(
        id=new_id(),
        organisation_id=case.organisation_id,
        case_id=case.id,
        kind=kind,
        channel=channel,
        status=NoticeStatus.QUEUED,
        address=_address(channel, reach),
        subject=notice_subject(facts),
        text=notice_text(kind, facts),
        cause=cause,
        queued_by=ctx.actor.id,
        queued_at=ctx.now,
        next_try_at=ctx.now,
    )
    if channel is NoticeChannel.LETTER:
        notice.status = NoticeStatus.ON_PAPER
    ctx.session.add(notice)
    ctx.record("notice.queued", case.id, notice_id=notice.id, kind=kind, channel=channel)


def reach_of(citizen: Citizen) -> Reach:
    """Return what is known of how a citizen can be reached."""
    return Reach(
        phone=citizen.phone,
        email=citizen.email,
        exempt=citizen.digital_post_exempt,
        declines=citizen.declines_messages,
    )


def _address(channel: NoticeChannel, reach: Reach) -> str:
    if channel is NoticeChannel.SMS:
        return sms_number(reach.phone) or ""
    return reach.email.strip() if channel is NoticeChannel.EMAIL else ""
