"""Mailing staff what waits and what their views tell, at most once a day, and choosing it."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.digests import Digest, DigestChoice, check_digest, subject_of, text_of
from rehab.domain.errors import NotPermittedError
from rehab.integrations.mail import Mail, MailRefusedError, MailUnavailableError, mail_of
from rehab.models import DigestMail, User
from rehab.queries.digests import digest_of, people_to_mail, person_to_mail
from rehab.queries.view_notices import JudgedView, judged_views
from rehab.services.context import Context
from rehab.services.unfinished import UnfinishedError
from rehab.services.view_notices import keep_judgements, write_judgements

log = logging.getLogger(__name__)


def choose_digest(ctx: Context, user: User, choice: DigestChoice, email: str) -> None:
    """Choose whether a person is mailed, and where; one's own choice, or the administrator's.

    Raises `DigestRefusedError`, and `NotPermittedError` for somebody else's.
    """
    ctx.require(Permission.CASE_READ if user.id == ctx.actor.id else Permission.USERS_MANAGE)
    if user.organisation_id != ctx.organisation_id:
        raise NotPermittedError("Brugeren hører til en anden kommune. Bed dens administrator.")
    user.email = check_digest(choice, email)
    user.digest = choice
    ctx.record("user.digest_set", user_id=user.id, choice=choice.value)


def send_digests(ctx: Context) -> int:
    """Mail everybody who wants it what waits for them today; return how many mails left.

    Without a mail server none is sent. Raises `UnfinishedError` as `mail_digests` does.
    """
    mail = mail_of(ctx.settings)
    return 0 if mail is None else mail_digests(ctx, mail)


def mail_digests(ctx: Context, mail: Mail) -> int:
    """Mail each person once for the day, and note it person by person.

    Nobody for whom nothing waits and no view tells is mailed. A mail the server refuses for good is
    not tried again that day, and what it would have told of a limit is not told yet. Who is stopped
    between the sending and the note sends that one mail again, with the same number. Raises
    `UnfinishedError` when the server cannot be reached: the next run goes on.
    """
    sent = 0
    for user_id in people_to_mail(ctx.session, ctx.today):
        to = person_to_mail(ctx.session, user_id, ctx.today)
        judged = judged_views(ctx.session, to.actor, ctx.today)
        told = tuple(one.number for one in judged if one.judgement.tells)
        waiting = digest_of(ctx.session, to, ctx.settings.public_address)
        digest = replace(waiting, views=told)
        ctx.session.rollback()  # nothing is held open while a mail server is waited for
        if digest.is_empty:
            with ctx.transaction():
                keep_judgements(ctx, user_id, judged)
            continue
        try:
            mail.send(_message(ctx, user_id, to.address, digest))
        except MailRefusedError as refusal:
            log.warning("digest refused for %s: %s", user_id, refusal)
            untold = [one for one in judged if not one.judgement.tells]
            _note(ctx, user_id, digest, untold, taken=False)
        except MailUnavailableError as fault:
            raise UnfinishedError(sent, f"Mailserveren svarer ikke ({fault}).") from fault
        else:
            _note(ctx, user_id, digest, judged, taken=True)
            sent += 1
    return sent


def _message(ctx: Context, user_id: UUID, address: str, digest: Digest) -> EmailMessage:
    sender = ctx.settings.mail_sender
    message = EmailMessage()
    message["From"] = sender
    message["To"] = address
    message["Subject"] = subject_of(digest)
    message["Date"] = format_datetime(ctx.now)
    message["Message-ID"] = f"<{ctx.today}.{user_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(digest))
    return message


def _note(
    ctx: Context, user_id: UUID, digest: Digest, judged: Sequence[JudgedView], *, taken: bool
) -> None:
    with ctx.transaction():
        write_judgements(ctx, user_id, judged)
        ctx.session.add(
            DigestMail(
                user_id=user_id,
                for_day=ctx.today,
                reminders=digest.own.count,
                escalations=digest.escalated.count,
                views=len(digest.views),
                sent_at=ctx.now if taken else None,
            )
        )
        verb = "user.digest_sent" if taken else "user.digest_refused"
        ctx.record(verb, user_id=user_id, for_day=ctx.today)
