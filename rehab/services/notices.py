"""Telling citizens something: the notice is queued with what caused it, and sent afterwards."""

from dataclasses import dataclass
from typing import Final

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.domain.notices import (
    LETTER_OF,
    NoticeChannel,
    NoticeFacts,
    NoticeKind,
    Reach,
    channel_for,
    notice_subject,
    notice_text,
    paper_text,
)
from rehab.domain.sms import sms_number
from rehab.ids import new_id
from rehab.models import Case, Citizen, Notice, NoticeStatus
from rehab.queries.cases import scope_of
from rehab.queries.citizen_letters import letter_sources
from rehab.services.citizen_letters import queue_letter
from rehab.services.context import Context

_REACHED: Final = {
    NoticeChannel.SMS: "Borgeren får besked på SMS.",
    NoticeChannel.EMAIL: "Borgeren får besked på e-mail.",
    NoticeChannel.LETTER: "Borgeren får brev på papir. Brevene ligger under Breve til print.",
}


class UnusableReachError(DomainError):
    """A telephone number or an e-mail address that nothing can be sent to."""


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
        paper_text=paper_text(kind, facts),
        cause=cause,
        queued_by=ctx.actor.id,
        queued_at=ctx.now,
        next_try_at=ctx.now,
        useless_after=facts.answer_by or facts.starts_at,
    )
    ctx.session.add(notice)
    if channel is NoticeChannel.LETTER:
        put_on_paper(ctx, notice)
        notice.status = NoticeStatus.ON_PAPER
    ctx.record("notice.queued", case.id, notice_id=notice.id, kind=kind, channel=channel)


@dataclass(frozen=True, slots=True)
class SetReach:
    """How a citizen is reached, as they say themselves."""

    phone: str
    email: str
    exempt: bool
    declines: bool


def set_reach(ctx: Context, case: Case, command: SetReach) -> None:
    """Keep how a citizen wants to hear from us. Needs the case's citizen loaded.

    Raises `UnusableReachError` for a telephone or an e-mail that nothing can be sent to; an empty
    one says that there is none.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if command.phone and sms_number(command.phone) is None:
        raise UnusableReachError("Skriv et telefonnummer på 8 cifre, eller lad feltet stå tomt.")
    if command.email and channel_for(Reach("", command.email)) is not NoticeChannel.EMAIL:
        raise UnusableReachError("Skriv en mailadresse, fx navn@eksempel.dk, eller ingen.")
    citizen = case.citizen
    citizen.phone, citizen.email = command.phone, command.email
    citizen.digital_post_exempt = command.exempt
    citizen.declines_messages = command.declines
    ctx.record("citizen.reach_set", case.id, exempt=command.exempt, declines=command.declines)


def reach_text(citizen: Citizen) -> str:
    """Return in a sentence how a citizen hears from us now (F89)."""
    return _REACHED[channel_for(reach_of(citizen))]


def put_on_paper(ctx: Context, notice: Notice) -> None:
    """Let a letter on the list of those to print tell what a notice cannot."""
    source = letter_sources(ctx.session, [notice.case_id], ctx.now)[notice.case_id]
    template = LETTER_OF[notice.kind]
    letter = queue_letter(ctx, source, template, notice.paper_text, to_print=True)
    ctx.session.flush()
    notice.letter_id = letter.id


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
