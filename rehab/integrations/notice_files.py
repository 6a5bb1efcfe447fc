"""How SMS and e-mails to citizens leave the house: over SMTP, or as files another program takes."""

import json
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from rehab.domain.notices import NoticeChannel
from rehab.integrations.mail import Mail, mail_of
from rehab.integrations.mailbox import FolderMailbox
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class FinishedNotice:
    """A notice as it is handed over. `id` is the same each time it is tried."""

    id: str
    channel: NoticeChannel
    address: str
    subject: str
    text: str
    written_at: datetime


class Carrier(Protocol):
    """Takes a notice over, once or again; a second time must do no harm."""

    def carry(self, notice: FinishedNotice) -> None:
        """Take a notice over. Raises `MailRefusedError`, `MailUnavailableError` and OSError."""


class FileCarrier:
    """A folder with one JSON file for each notice, there as a whole or not at all.

    The file is named by the notice, so a second attempt replaces it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def carry(self, notice: FinishedNotice) -> None:
        """Write the file. Raises OSError when the folder cannot take it."""
        content = {
            "id": notice.id,
            "channel": notice.channel.value,
            "to": notice.address,
            "subject": notice.subject,
            "text": notice.text,
            "written_at": notice.written_at.isoformat(),
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        FolderMailbox(self._folder).put(f"{notice.id}.json", text.encode())


class MailCarrier:
    """The mail server; an SMS goes as an e-mail to the address of a gateway."""

    def __init__(self, mail: Mail, sender: str, gateway: str) -> None:
        self._mail, self._sender, self._gateway = mail, sender, gateway

    def carry(self, notice: FinishedNotice) -> None:
        """Send the notice. Raises `MailRefusedError` and `MailUnavailableError`."""
        self._mail.send(self.message_of(notice))

    def message_of(self, notice: FinishedNotice) -> EmailMessage:
        """Return the e-mail of a notice, whose number is the notice's own: a repeat can be told."""
        is_sms = notice.channel is NoticeChannel.SMS
        number = notice.address.removeprefix("+")
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = self._gateway.format(number=number) if is_sms else notice.address
        message["Subject"] = notice.subject
        message["Date"] = format_datetime(notice.written_at)
        message["Message-ID"] = f"<{notice.id}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notice.text)
        return message


def carrier_for(settings: Settings, channel: NoticeChannel) -> Carrier | None:
    """Return what carries the notices of a channel, or None where an installation has nothing."""
    mail = mail_of(settings)
    by_mail = channel is NoticeChannel.EMAIL or bool(settings.sms_gateway)
    if mail is not None and by_mail:
        return MailCarrier(mail, settings.mail_sender, settings.sms_gateway)
    return FileCarrier(settings.notice_folder) if settings.notice_folder else None
